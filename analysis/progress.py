"""What the work tells whoever watches; `report/console.py` is one watcher, silence is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Advance = Callable[[int], None]


class Progress(Protocol):
    """Somebody who watches."""

    def stage(self, title: str) -> AbstractContextManager[None]:
        """Announce a stage; on leaving, its duration."""

    def bar(self, title: str, total: int) -> AbstractContextManager[Advance]:
        """Open a progress bar of `total` units; call what it yields with the units done since."""

    def note(self, text: str) -> None:
        """Say how the stage that runs is getting on; the last note stays with it."""

    def say(self, text: str) -> None:
        """Say something between stages."""

    def warn(self, text: str) -> None:
        """Say something that must not be missed."""


class Silent:
    """Nobody watches."""

    @contextmanager
    def stage(self, title: str) -> Iterator[None]:
        """Say nothing."""
        del title
        yield

    @contextmanager
    def bar(self, title: str, total: int) -> Iterator[Advance]:
        """Show nothing."""
        del title, total
        yield lambda _: None

    def note(self, text: str) -> None:
        """Say nothing."""

    def say(self, text: str) -> None:
        """Say nothing."""

    def warn(self, text: str) -> None:
        """Say nothing."""
