"""Images and features as rows of numbers, a part at a time: a million images never become floats at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ROWS = 5_000


class Rows(Protocol):
    """Rows of numbers, (n, d), that need not all be in memory; an array is one."""

    def __len__(self) -> int:
        """Return n."""

    def __getitem__(self, rows: slice, /) -> NDArray[np.floating]:
        """Return some of them, (·, d)."""


def pixels(images: NDArray[np.uint8]) -> Iterator[NDArray[np.float64]]:
    """Yield images, uint8 (n, 28, 28), as float64 (≤ ROWS, 784) in [0, 1]."""
    for start in range(0, len(images), ROWS):
        yield images[start : start + ROWS].reshape(-1, 784) / 255.0


def features(vectors: Rows) -> Iterator[NDArray[np.float64]]:
    """Yield features, float (n, h), as float64 (≤ ROWS, h)."""
    for start in range(0, len(vectors), ROWS):
        yield vectors[start : start + ROWS].astype(np.float64)
