"""The nearest of many vectors, class by class, a part of them at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Nearest(NamedTuple):
    """Of each query and class: the row of the nearest vector, the first of several, and its Euclidean distance, (q, K)."""

    rows: NDArray[np.intp]
    distances: NDArray[np.float64]
    """Infinite where no vector has the class."""


def nearest_by_class(
    queries: NDArray[np.floating], parts: Iterable[NDArray[np.floating]], labels: NDArray[np.integer], k: int
) -> Nearest:
    """Return the nearest vector of each of `k` classes to each query (q, d); `parts` yields the vectors, (·, d) each.

    The labels, (n,), are those of all vectors in their order.
    """
    found = Nearest(np.zeros((len(queries), k), np.intp), np.full((len(queries), k), np.inf))
    sought, start = queries.astype(np.float64), 0
    for part in parts:
        squares = _squares(sought, part.astype(np.float64, copy=False))
        of_part = labels[start : start + len(part)]
        for label in np.unique(of_part):
            places = np.flatnonzero(of_part == label)
            nearest = squares[:, places].argmin(axis=1)
            distances = np.sqrt(squares[np.arange(len(sought)), places[nearest]])
            closer = distances < found.distances[:, label]
            found.distances[closer, label] = distances[closer]
            found.rows[closer, label] = start + places[nearest][closer]
        start += len(part)
    return found


def _squares(queries: NDArray[np.float64], vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the squared distances (q, n): of equal vectors they are 0 to within rounding, and never below."""
    lengths = np.square(queries).sum(axis=1)[:, None] + np.square(vectors).sum(axis=1)
    return np.asarray(np.maximum(lengths - 2 * queries @ vectors.T, 0))
