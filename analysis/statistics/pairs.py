"""The K(K − 1)/2 unordered pairs of classes, always in the same order: 0/1, 0/2, …, 1/2, …"""

from __future__ import annotations

from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.intp, np.float64)


def pairs_of(class_count: int) -> list[tuple[int, int]]:
    """Return all pairs of labels, the smaller first."""
    return list(combinations(range(class_count), 2))


def per_pair(square: NDArray[Number]) -> NDArray[Number]:
    """Take the entries [smaller, larger] of a (K, K) array: (pairs,)."""
    return np.asarray(square[np.triu_indices(len(square), 1)])


def confused(confusion: NDArray[Number]) -> NDArray[Number]:
    """Count the errors of each pair, either way, from the confusion matrix (K, K): (pairs,)."""
    return per_pair(confusion + confusion.T)


def images_of(confusion: NDArray[np.intp]) -> NDArray[np.intp]:
    """Count the images of either class, per pair: (pairs,)."""
    support = confusion.sum(axis=1)
    return per_pair(support[:, None] + support)


def off_diagonal(confusion: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the errors alone: the matrix with a diagonal of zeros."""
    return confusion * ~np.eye(len(confusion), dtype=bool)
