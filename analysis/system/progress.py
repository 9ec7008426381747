"""What the program reports while it works: stages, bars, notes.  The console shows it; NullProgress ignores it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Advance = Callable[[int], None]


class Progress(Protocol):
    """Receives what the program reports."""

    def stage(self, title: str) -> AbstractContextManager[None]:
        """Show that a stage begins, and on leaving how long it took."""

    def bar(self, title: str, total: int) -> AbstractContextManager[Advance]:
        """Open a progress bar of `total` units; call what it yields with the units done since."""

    def note(self, text: str) -> None:
        """Show how far the running stage is; its last note stays visible."""

    def say(self, text: str) -> None:
        """Show a sentence between stages."""

    def warn(self, text: str) -> None:
        """Show a warning."""


class NullProgress:
    """Ignores everything."""

    @contextmanager
    def stage(self, title: str) -> Iterator[None]:
        """Ignore it."""
        del title
        yield

    @contextmanager
    def bar(self, title: str, total: int) -> Iterator[Advance]:
        """Ignore it."""
        del title, total
        yield lambda _: None

    def note(self, text: str) -> None:
        """Ignore it."""

    def say(self, text: str) -> None:
        """Ignore it."""

    def warn(self, text: str) -> None:
        """Ignore it."""
