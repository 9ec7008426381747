"""What a ranking of counts is worth: four questions, each with its own procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binom

from analysis.statistics.resampling import DRAWS, TIE, holm, monte_carlo_p

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def uniformity_test(
    counts: NDArray[np.intp], weights: NDArray[np.floating], rng: np.random.Generator
) -> tuple[float, NDArray[np.float64]]:
    """Are the counts, (m,), spread as the weights are, (m,) with sum 1, and which are above that?

    Returns the p of Pearson's χ², simulated because the counts are small, and for each count the p of as many or
    more, adjusted by the simulated minimum of all (single-step min-p, Westfall & Young 1993): (m,).
    """
    total = counts.sum()
    expected = np.maximum(total * weights, np.finfo(float).tiny)
    simulated = rng.multinomial(total, weights, DRAWS)

    def chi_squared(found: NDArray[np.integer]) -> NDArray[np.floating]:
        return np.asarray(((found - expected) ** 2 / expected).sum(axis=-1))

    spread_p = monte_carlo_p(chi_squared(simulated), float(chi_squared(counts)))
    largest = max(simulated.max(), counts.max())
    as_many = binom.sf(np.arange(-1, largest)[:, None], total, weights)  # [count, which]
    which = np.arange(len(counts))
    least = as_many[simulated, which].min(axis=1)
    adjusted = [(1 + (least <= p * (1 + TIE)).sum()) / (1 + DRAWS) for p in as_many[counts, which]]
    return spread_p, np.array(adjusted)


def rank_limits(counts: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the best and the worst rank that each count, (m,), may have, all at once at 95%: (m,) each.

    Every two counts are compared, with Holm's adjustment (Bazylik et al. 2024).
    """
    a, b = np.triu_indices(len(counts), 1)
    different = holm(_equal_p(counts[a], counts[b])) < 0.05
    above = np.zeros((len(counts), len(counts)), bool)
    above[a, b] = different & (counts[a] > counts[b])
    above[b, a] = different & (counts[b] > counts[a])
    return 1 + above.sum(axis=0), len(counts) - above.sum(axis=1)


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
