"""The Mantel test: are two tables over the same classes correlated? (Mantel 1967)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.ranking import spearman, standard_ranks
from analysis.statistics.resampling import DRAWS, parts, reached


def mantel(
    distances: NDArray[np.float64], errors: NDArray[np.intp], rng: np.random.Generator
) -> tuple[int, int] | None:
    """Count the draws, and those whose Spearman's ρ of two values per pair of classes, (pairs,) each, is as far from 0 as the observed one.

    None where one of the two is constant.  Pairs share classes, so they are not independent: a draw permutes the classes
    of one of the two tables.
    """
    if np.ptp(errors) == 0 or np.ptp(distances) == 0:
        return None
    near, often = standard_ranks(distances), standard_ranks(errors)
    k = round((1 + (1 + 8 * len(near)) ** 0.5) / 2)
    first, second = np.triu_indices(k, 1)
    table = np.zeros((k, k))
    table[first, second] = table[second, first] = near
    permuted = rng.permuted(np.tile(np.arange(k), (DRAWS, 1)), axis=1)
    ends = np.cumsum(parts(DRAWS, len(near)))
    shuffled = np.concatenate(
        [table[part[:, first], part[:, second]] @ often for part in np.split(permuted, ends[:-1])]
    )
    return DRAWS, reached(np.abs(shuffled) / len(near), abs(spearman(distances, errors)))
