"""Images and features as rows of numbers, a part at a time: a million images never become floats at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

ROWS = 5_000
NUMBERS = ROWS * 64**2  # in a part, at most: fewer rows of large photographs and of wide features


class VectorSource(Protocol):
    """Rows of numbers, (n, d), that need not all be in memory; an array is one."""

    def __len__(self) -> int:
        """Return n."""

    def __getitem__(self, rows: slice, /) -> NDArray[np.floating]:
        """Return some of them, (·, d)."""


def pixels(images: NDArray[np.uint8]) -> Iterator[NDArray[np.float64]]:
    """Yield images, uint8 (n, h, w) or (n, h, w, 3), as float64 (≤ ROWS, h·w) or (·, h·w·3) in [0, 1]."""
    width = int(np.prod(images.shape[1:]))
    rows = min(ROWS, NUMBERS // width)
    for start in range(0, len(images), rows):
        yield images[start : start + rows].reshape(-1, width) / 255.0


def rows_of(vectors: VectorSource) -> Iterator[NDArray[np.float64]]:
    """Yield vectors, float (n, h), as float64 (≤ ROWS, h), of wide ones fewer at a time."""
    rows = min(ROWS, max(1, NUMBERS // max(vectors[:1].shape[1], 1)))
    for start in range(0, len(vectors), rows):
        yield vectors[start : start + rows].astype(np.float64)
