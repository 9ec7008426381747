"""The 45 unordered pairs of digits, always in the same order: 0/1, 0/2, …, 8/9."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAIRS: tuple[tuple[int, int], ...] = tuple(combinations(range(10), 2))

# Named before looking: the pairs that such reports usually call the look-alikes.
CLAIMED: tuple[tuple[int, int], ...] = ((3, 5), (8, 9))

Number = TypeVar("Number", np.intp, np.float64)

_FIRST, _SECOND = np.array(PAIRS).T


def per_pair(square: NDArray[Number]) -> NDArray[Number]:
    """Take the entries [smaller, larger] of a (10, 10) array: (45,)."""
    return np.asarray(square[_FIRST, _SECOND])


def exchanged(confusion: NDArray[Number]) -> NDArray[Number]:
    """Count the mistakes of each pair, either way, from the confusion matrix (10, 10): (45,)."""
    return per_pair(confusion + confusion.T)
