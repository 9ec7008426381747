"""What a ranking of counts is worth: four questions, each with its own procedure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from analysis.statistics.resampling import DRAWS, TIE, holm, monte_carlo_p, parts


def uniformity_test(
    counts: NDArray[np.intp], weights: NDArray[np.floating], rng: np.random.Generator
) -> tuple[float, NDArray[np.float64]]:
    """Are the counts, (m,), spread as the weights are, (m,) with sum 1, and which are above that?

    Returns the p of Pearson's χ², simulated because the counts are small, and for each count the p of as many or
    more, adjusted by the simulated minimum of all (single-step min-p, Westfall & Young 1993): (m,).
    """
    total = counts.sum()
    expected = np.maximum(total * weights, np.finfo(float).tiny)

    def chi_squared(found: NDArray[np.integer]) -> NDArray[np.floating]:
        return np.asarray(((found - expected) ** 2 / expected).sum(axis=-1))

    spread, least = [], []
    for draws in parts(DRAWS, len(counts)):
        simulated = rng.multinomial(total, weights, draws)
        spread.append(chi_squared(simulated))
        as_many = binom.sf(np.arange(-1, simulated.max())[:, None], total, weights)  # [count, which]
        least.append(as_many[simulated, np.arange(len(counts))].min(axis=1))
    smallest = np.sort(np.concatenate(least))
    reached = np.searchsorted(smallest, binom.sf(counts - 1, total, weights) * (1 + TIE), side="right")
    return monte_carlo_p(np.concatenate(spread), float(chi_squared(counts))), (1 + reached) / (1 + DRAWS)


def rank_limits(counts: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the best and the worst rank that each count, (m,), may have, all at once at 95%: (m,) each.

    Every two counts are compared, with Holm's adjustment (Bazylik et al. 2024).  Equal counts compare alike, so each two
    values are compared once: of a hundred classes there are 4,950 counts, and twelve million comparisons of them.
    """
    values, which, times = np.unique(counts, return_inverse=True, return_counts=True)
    low, high = np.triu_indices(len(values))
    comparisons = np.where(low == high, times[low] * (times[low] - 1) // 2, times[low] * times[high])
    different = holm(_equal_p(values[low], values[high]), comparisons) < 0.05
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
    passed = _equal_p(ordered[:-1], ordered[1:]) <= 0.05
    return int(np.logical_and.accumulate(passed).sum())


def _equal_p(a: NDArray[np.integer], b: NDArray[np.integer]) -> NDArray[np.float64]:
    """Two-sided binomial p that two counts have one expectation, `binomtest(a, a + b)`, elementwise."""
    return np.asarray(np.minimum(1.0, 2 * binom.cdf(np.minimum(a, b), a + b, 0.5)))
