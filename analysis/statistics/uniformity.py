"""Are the errors spread over the pairs in proportion to their images, and which pairs are above that?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from analysis.statistics.resampling import DRAWS, TIE, Reached, parts, reached


def uniformity_test(
    counts: NDArray[np.intp], weights: NDArray[np.floating], rng: np.random.Generator
) -> Reached:
    """Compare the counts, (m,), with 20,000 draws that are spread as the weights are, (m,) with sum 1.

    Uneven are the draws that reach Pearson's χ² of the counts, simulated because they are small; as low in p those whose
    smallest p of all is at most that of as many as counted or more (single-step min-p, Westfall & Young 1993).
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
    as_small = np.searchsorted(smallest, binom.sf(counts - 1, total, weights) * (1 + TIE), side="right")
    return Reached(DRAWS, reached(np.concatenate(spread), float(chi_squared(counts))), as_small)
