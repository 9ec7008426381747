"""Principal components from the covariance, which grows with the number of columns only, never with the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import eigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

COMPONENTS = 10


@dataclass(frozen=True)
class Components:
    """Centre (d,), directions (k, d) of unit length, and the share of the variance along each, (k,), falling."""

    centre: NDArray[np.float64]
    directions: NDArray[np.float64]
    explained: NDArray[np.float64]

    def plane(self, parts: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
        """Project the rows of all parts, (·, d), on the first two directions: (n, 2), the second 0 where d is 1."""
        axes = np.zeros((2, len(self.centre)))
        axes[: len(self.directions)] = self.directions[:2]
        return np.concatenate([(part - self.centre) @ axes.T for part in parts])


def principal_components(parts: Callable[[], Iterable[NDArray[np.float64]]]) -> Components:
    """Find the first ten (fewer in fewer dimensions) components of the rows of all parts, each (·, d).

    The largest entry of each direction, by size, is positive: an eigenvector has no sign of its own, and a picture
    must not flip between machines.
    """
    rows, centre = _mean(parts())
    covariance = sum(_scatter(part - centre) for part in parts()) / (rows - 1)
    width = len(centre)
    values, vectors = eigh(covariance, subset_by_index=[max(0, width - COMPONENTS), width - 1])
    directions = vectors.T[::-1]
    largest = np.abs(directions).argmax(axis=1)
    signs = np.where(directions[np.arange(len(directions)), largest] < 0, -1.0, 1.0)
    total = float(np.trace(covariance)) or 1.0
    return Components(centre, directions * signs[:, None], np.maximum(values[::-1], 0) / total)


def _scatter(centred: NDArray[np.float64]) -> NDArray[np.float64]:
    """One array times itself: NumPy sees the symmetry, and does half of the work."""
    return centred.T @ centred


def _mean(parts: Iterable[NDArray[np.float64]]) -> tuple[int, NDArray[np.float64]]:
    rows, sums = 0, np.float64(0)
    for part in parts:
        rows, sums = rows + len(part), sums + part.sum(axis=0)
    return rows, np.asarray(sums / rows)
