"""What the command line says: a line per stage, bars while it lasts, plain lines where nobody looks on."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import rich.console

from analysis.system import interrupts
from analysis.system.errors import DigitsReportError
from analysis.system.progress import Advance

if TYPE_CHECKING:
    from rich.progress import Progress

TITLE_WIDTH = 26


class _Stream(rich.console.Console):
    """A stream whose end costs nobody the site: what cannot be written there is lost, and the work goes on."""

    def print(self, *objects: Any, **style: Any) -> None:  # noqa: ANN401 - Rich's own
        """Print, as long as there is somewhere to print to."""
        try:
            super().print(*objects, **style)
        except OSError:  # a full disk, a closed terminal
            self.on_broken_pipe()

    def on_broken_pipe(self) -> None:
        """Write to nowhere from now on, so that the last flush of this process does not fail either."""
        self.quiet = True
        with suppress(OSError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), self.file.fileno())


class Console:
    """The watcher of `analysis.system.progress` that a terminal sees; only errors get past `quiet`."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Write progress to standard output, warnings and errors to standard error."""
        self._quiet = quiet
        self._out = _Stream(quiet=quiet, highlight=False)
        self._err = _Stream(stderr=True, highlight=False)
        self._live: Progress | None = None
        self._title = self._note = ""
        self._bars = 0

    @contextmanager
    def stage(self, title: str) -> Iterator[None]:
        """Show a spinner while it lasts, or say that it begins; leave one line with the duration and the last note."""
        self._title, self._note = title[:1].upper() + title[1:], ""
        began = time.perf_counter()
        with self._spinning():
            yield
        from report.text.formats import duration  # noqa: PLC0415  # the records of the bundle

        self.say(
            f"{self._title:<{TITLE_WIDTH}}{duration(time.perf_counter() - began):>12}  {self._note}".rstrip()
        )

    @contextmanager
    def bar(self, title: str, total: int) -> Iterator[Advance]:
        """Show a bar where there is a terminal; elsewhere let the notes be lines meanwhile."""
        self._bars += 1
        try:
            if self._live:
                task = self._live.add_task(title, total=total)
                live = self._live
                yield lambda amount: live.advance(task, amount)
                live.remove_task(task)
            else:
                yield lambda _: None
        finally:
            self._bars -= 1

    def note(self, text: str) -> None:
        """Keep it for the stage's line, and show it at once where something takes long."""
        self._note = text
        if self._live:
            self._live.update(self._live.task_ids[0], description=f"{self._title}: {text}")
        elif self._bars:
            self.say(f"  {text}")

    def say(self, text: str) -> None:
        """Print a line."""
        self._out.print(text, markup=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        """Print a warning, in colour where there is any."""
        if not self._quiet:
            self._err.print(f"Warning: {text}", style="yellow", markup=False, soft_wrap=True)

    def error(self, text: str) -> None:
        """Print an error, in any case."""
        self._err.print(text, style="red", markup=False, soft_wrap=True)

    @contextmanager
    def _spinning(self) -> Iterator[None]:
        if not self._out.is_terminal or self._quiet:
            self.say(f"{self._title} …")
            self._out.file.flush()
            yield
            return
        from rich.progress import (  # noqa: PLC0415  # a tenth of a second
            BarColumn,
            Progress,
            SpinnerColumn,
            TaskProgressColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._out, transient=True) as live:
            live.add_task(self._title, total=None)
            self._live = live
            try:
                yield
            finally:
                self._live = None


@contextmanager
def attending(*, quiet: bool, verbose: bool, code: int = 1) -> Iterator[Console]:
    """Turn an error that the user can do something about into a sentence and an exit code."""
    console = Console(quiet=quiet)
    try:
        yield console
    except DigitsReportError as error:
        _give_up(console, error, str(error), code, verbose=verbose)
    except OSError as error:
        if error.errno is None:  # not the system's, so a fault of this program
            raise
        _give_up(console, error, _of_the_system(error), code, verbose=verbose)


def _of_the_system(error: OSError) -> str:
    """Name the place; where the system names none, it is that of temporary files, which libraries write unasked."""
    names = [
        os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, (str, bytes))
    ]
    if names:
        return f"Expected to read and write {' and '.join(names)}, found “{error.strerror}”: choose another place."
    place = tempfile.gettempdir()
    return (
        f"Expected to read and write temporary files in {place}, found “{error.strerror}”: "
        "free some room there, or set TMPDIR to another folder."
    )


def _give_up(console: Console, error: Exception, message: str, code: int, *, verbose: bool) -> NoReturn:
    interrupts.check()  # the error may be what a library made of a signal
    if verbose:
        traceback.print_exception(error)
    console.error(message)
    sys.exit(code)
