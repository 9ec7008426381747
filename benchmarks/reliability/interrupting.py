"""A command in a session of its own, interrupted; and what must be true of whatever came of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "report")
SAID = "Stopped: every file is either complete or as it was before.\n"
LIMIT = 5.0
"""Seconds from the first signal until the last process is gone."""


class Blow(NamedTuple):
    """A signal, so many seconds after the process listens or after the blow before, to one process or to all."""

    number: signal.Signals
    after: float
    to_all: bool = False

    def __str__(self) -> str:
        """Name it as in the table."""
        return f"{self.number.name}{' to all' if self.to_all else ''} after {self.after:.2f} s"


class Outcome(NamedTuple):
    """How a command ended; `faults` is what should not have been."""

    code: int
    seconds: float
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A folder to work in and one for temporary files, both new."""

    work: Path
    temporary: Path

    @classmethod
    def below(cls, folder: Path) -> Place:
        """Make both."""
        place = cls(folder / "work", folder / "temporary")
        for path in (place.work, place.temporary):
            path.mkdir(parents=True)
        return place

    def left(self) -> list[str]:
        """Name what no finished command leaves: hidden files and folders, and temporary ones."""
        hidden = [path for path in self.work.rglob(".*") if path.name != ".nojekyll"]
        return [str(path) for path in (*hidden, *self.temporary.iterdir())]


def attack(command: tuple[str, ...], place: Place, blows: tuple[Blow, ...]) -> Outcome:
    """Start a command, strike, and look at the end of it; its folder is looked at by the caller."""
    with started(command, place) as process:
        _wait_until_it_listens(process)
        first = None
        for blow in blows:
            time.sleep(blow.after)
            first = first or time.monotonic()
            _strike(process, blow)
        return _outcome(process, first or time.monotonic(), blows, place)


def started(
    command: tuple[str, ...], place: Place, environment: Mapping[str, str] = os.environ
) -> subprocess.Popen[str]:
    """Start it in a session of its own, where no signal is ignored, as it would be in the background of a script."""
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    variables = {**environment, "TMPDIR": str(place.temporary), "PYTHONPATH": str(HERE)}
    return subprocess.Popen(  # noqa: S603 – our own commands
        command,
        cwd=place.work,
        env=variables,
        text=True,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def session(leader: int) -> list[int]:
    """Return the living processes of a session."""
    return [process for process, (state, number) in _stats() if number == leader and state not in "ZX"]


def gone(leader: int, until: float) -> bool:
    """Wait for the last process of a session to end; say whether it did in time."""
    while session(leader):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _stats() -> Iterator[tuple[int, tuple[str, int]]]:
    """Return state and session of each process of this machine."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(path.parent.name), (fields[0], int(fields[3]))


def _wait_until_it_listens(process: subprocess.Popen[str]) -> None:
    """Wait for its handler of SIGTERM: before, Python is starting, and answers in its own way."""
    bit = 1 << (signal.SIGTERM - 1)
    status = Path("/proc", str(process.pid), "status")
    while process.poll() is None and not int(status.read_text().split("SigCgt:")[1].split()[0], 16) & bit:
        time.sleep(0.01)


def _strike(process: subprocess.Popen[str], blow: Blow) -> None:
    if process.poll() is None:
        (os.killpg if blow.to_all else os.kill)(process.pid, blow.number)


def _outcome(process: subprocess.Popen[str], first: float, blows: tuple[Blow, ...], place: Place) -> Outcome:
    in_time = gone(process.pid, first + LIMIT)
    seconds = time.monotonic() - first
    left = session(process.pid)
    if left:
        os.killpg(process.pid, signal.SIGKILL)
    _, said = process.communicate()
    faults = [] if in_time else [f"{len(left)} processes left after {LIMIT:.0f} s"]
    killed = any(blow.number == signal.SIGKILL for blow in blows)
    faults += _faults_of_exit(process.returncode, said, blows)
    faults += [f"left {path}" for path in place.left() if not killed]
    return Outcome(process.returncode, seconds, tuple(faults))


def _faults_of_exit(code: int, said: str, blows: tuple[Blow, ...]) -> list[str]:
    """Accept both kinds of end, exit code and signal: a shell shows either as 128 + the number."""
    expected = {0, *(128 + blow.number for blow in blows), *(-blow.number for blow in blows)}
    faults = [] if code in expected else [f"exit code {code}"]
    return faults if said in {"", SAID} else [*faults, f"said {said[-300:]!r}"]
