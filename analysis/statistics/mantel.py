"""The Mantel test: are two tables over the same classes correlated? (Mantel 1967)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from analysis.statistics.resampling import DRAWS, monte_carlo_p, parts


def mantel(
    distances: NDArray[np.float64], errors: NDArray[np.intp], rng: np.random.Generator
) -> tuple[float, float] | None:
    """Spearman's ρ of two values per pair of classes, (pairs,) each, and its two-sided p; None where one is constant.

    Pairs share classes, so they are not independent: the p comes from permuting the classes of one of the two tables.
    """
    if np.ptp(errors) == 0 or np.ptp(distances) == 0:
        return None
    near, often = (_standard_ranks(values) for values in (distances, errors))
    k = round((1 + (1 + 8 * len(near)) ** 0.5) / 2)
    first, second = np.triu_indices(k, 1)
    table = np.zeros((k, k))
    table[first, second] = table[second, first] = near
    permuted = rng.permuted(np.tile(np.arange(k), (DRAWS, 1)), axis=1)
    ends = np.cumsum(parts(DRAWS, len(near)))
    shuffled = np.concatenate(
        [table[part[:, first], part[:, second]] @ often for part in np.split(permuted, ends[:-1])]
    )
    rho = float(near @ often) / len(near)
    return rho, monte_carlo_p(np.abs(shuffled) / len(near), abs(rho))


def _standard_ranks(values: NDArray[np.number]) -> NDArray[np.float64]:
    ranks = rankdata(values)
    return np.asarray((ranks - ranks.mean()) / ranks.std())
