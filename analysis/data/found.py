"""What the files of a data set hold, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data.known import Known


class Part(NamedTuple):
    """Images uint8 (n, h, w) or (n, h, w, 3), and the label of each as the files number them, int64 (n,)."""

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]

    def rows(self, rows: NDArray[np.integer]) -> Part:
        """Return the given rows, in the given order."""
        return Part(self.images.take(rows, 0), self.labels.take(rows))


@dataclass(frozen=True)
class Found:
    """One data set as it was stored."""

    format: str
    """As a clause: `four IDX files`."""
    training: Part
    test: Part | None
    """None where the files do not tell a test part apart."""
    notes: tuple[str, ...] = ()
    """Sentences on what was done to read it."""
    names: tuple[str, ...] | None = None
    """Of the classes, where the files give them; label k has names[k]."""
    known: Known | None = None
    """A published set, recognised by the names of the files."""
    used: frozenset[Path] = frozenset()
    """The files and folders that were read, or left with a note of their own."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that are there."""
        return (self.training,) if self.test is None else (self.training, self.test)

    def with_images(self, *images: NDArray[np.uint8], notes: tuple[str, ...] = ()) -> Found:
        """Return the same set with other images, for the training and the test part."""
        changed = [part._replace(images=each) for part, each in zip(self.parts, images, strict=True)]
        test = changed[1] if self.test is not None else None
        return replace(self, training=changed[0], test=test, notes=(*self.notes, *notes))
