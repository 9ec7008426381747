"""What one test or one process has made, others take: equal things are made once."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest

from analysis.system.cache import Kept
from analysis.system.files import write_file
from report.figures import kept

Made = TypeVar("Made")
_DRAWN = TemporaryDirectory()


@dataclass(frozen=True)
class Store:
    """A folder that all processes of one run of the tests share.

    There is no lock: whoever finds nothing makes it, and of two at once one works for nothing.
    """

    folder: Path

    @classmethod
    def of_this_run(cls, own: Path) -> Store:
        """Return the store beside a process's own folder for temporary files, or within where there is one process."""
        folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
        folder.mkdir(exist_ok=True)
        return cls(folder)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what has this name; if it is not there, make it."""
        path = self.folder / f"{name}.pickle"
        if path.exists():
            made: Made = pickle.loads(path.read_bytes())  # noqa: S301 – our own file
            return made
        made = make()
        write_file(path, pickle.dumps(made))
        return made

    def folder_once(self, name: str, make: Callable[[Path], object], own: Path) -> Path:
        """Return the folder of this name; if it is not there, make it in one's own, which is left empty."""
        place = self.folder / name
        if place.exists():
            return place
        make(own)
        try:
            return own.rename(place)
        except OSError:  # somebody was faster
            return own


@contextmanager
def drawn_once() -> Iterator[None]:
    """Within the block draw what this process has not drawn before in such a block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "store", lambda: Kept(Path(_DRAWN.name), kept.MOST))
        yield
