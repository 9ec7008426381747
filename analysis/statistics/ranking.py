"""What ranks say: which are beyond chance, between which each count may stand, and how those of two lists go together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.resampling import holm
from analysis.statistics.tails import equal_expectation


def rank_limits(counts: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the best and the worst rank that each count, (m,), may have, all at once at 95%: (m,) each.

    Every two counts are compared, with Holm's adjustment (Mogstad, Romano, Shaikh & Wilhelm 2024).  Equal counts compare alike, so each two
    values are compared once: of a hundred classes there are 4,950 counts, and twelve million comparisons of them.
    """
    values, which, times = np.unique(counts, return_inverse=True, return_counts=True)
    low, high = np.triu_indices(len(values))
    comparisons = np.where(low == high, times[low] * (times[low] - 1) // 2, times[low] * times[high])
    different = holm(equal_expectation(values[low], values[high]), comparisons) < 0.05
    below = np.zeros(
        (len(values), len(values)), int
    )  # [value, value above it]: how many counts have that value
    below[low, high] = different * (low < high) * times[high]
    above = np.zeros_like(below)
    above[high, low] = different * (low < high) * times[low]
    return (1 + below.sum(axis=1))[which], (len(counts) - above.sum(axis=1))[which]


def verified(falling: Sequence[int]) -> int:
    """Count the ranks beyond chance, from the first on: winner against runner-up, down the list until one fails.

    Unadjusted, and still valid at every step (Hung & Fithian 2019).
    """
    ordered = np.array(falling)
    passed = equal_expectation(ordered[:-1], ordered[1:]) <= 0.05
    return int(np.logical_and.accumulate(passed).sum())


def standard_ranks(values: NDArray[np.number]) -> NDArray[np.float64]:
    """Rank values that are not all equal, (m,), ties by their mean rank, and bring the ranks to mean 0 and variance 1."""
    _, which, times = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(times) - (times - 1) / 2)[which]
    return np.asarray((ranks - ranks.mean()) / ranks.std())


def spearman(first: NDArray[np.number], second: NDArray[np.number]) -> float:
    """Return Spearman's ρ of two lists, (m,) each, neither of them constant."""
    rho = float(standard_ranks(first) @ standard_ranks(second)) / len(first)
    return max(-1.0, min(1.0, rho))
