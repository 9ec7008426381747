"""Principal components from the covariance, which grows with the columns, or of few wide rows from their inner products."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

Parts = Callable[[], Iterable[NDArray[np.float64]]]
Found = tuple[NDArray[np.float64], NDArray[np.float64], float]

COMPONENTS = 10
# Columns up to which their covariance is taken: 130 MB, and its components half a minute.
WIDEST = 4_096


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


def principal_components(parts: Parts) -> Components:
    """Find the first ten (fewer in fewer dimensions) components of the rows of all parts, each (·, d).

    The largest entry of each direction, by size, is positive: an eigenvector has no sign of its own, and a picture
    must not flip between machines.
    """
    rows, centre = _mean(parts())
    find = _of_rows if rows < len(centre) > WIDEST else _of_columns
    directions, values, total = find(parts, centre, rows)
    largest = np.abs(directions).argmax(axis=1)
    signs = np.where(directions[np.arange(len(directions)), largest] < 0, -1.0, 1.0)
    return Components(centre, directions * signs[:, None], np.maximum(values, 0) / (total or 1.0))


def _of_columns(parts: Parts, centre: NDArray[np.float64], rows: int) -> Found:
    """Return directions (k, d), the variance along each, (k,), and all variance, from the covariance (d, d)."""
    covariance = np.asarray(sum(_scatter(part - centre) for part in parts()) / (rows - 1))
    values, vectors = _largest(covariance)
    return vectors, values, float(np.trace(covariance))


def _of_rows(parts: Parts, centre: NDArray[np.float64], rows: int) -> Found:
    """Return the same from the inner products of all rows, (n, n): their eigenvectors weight the rows."""
    centred, done = np.empty((rows, len(centre))), 0
    for part in parts():
        np.subtract(part, centre, out=centred[done : done + len(part)])
        done += len(part)
    products = centred @ centred.T / (rows - 1)
    values, vectors = _largest(products)
    directions = vectors @ centred
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    return directions / np.where(lengths > 0, lengths, 1), values, float(np.trace(products))


def _largest(symmetric: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the largest eigenvalues, falling, and their vectors as rows."""
    side = len(symmetric)
    values, vectors = eigh(symmetric, subset_by_index=[max(0, side - COMPONENTS), side - 1])
    return values[::-1], vectors.T[::-1]


def _scatter(centred: NDArray[np.float64]) -> NDArray[np.float64]:
    """One array times itself: NumPy sees the symmetry, and does half of the work."""
    return centred.T @ centred


def _mean(parts: Iterable[NDArray[np.float64]]) -> tuple[int, NDArray[np.float64]]:
    rows, sums = 0, np.float64(0)
    for part in parts:
        rows, sums = rows + len(part), sums + part.sum(axis=0)
    return rows, np.asarray(sums / rows)
