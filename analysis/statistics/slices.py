"""Images in the order of a number, cut into fifths: do the predictions differ from one fifth to the next?

NumPy only: the bundle recomputes what is said of the fifths.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.resampling import reached

FIFTHS = 5
DRAWS = 2_000


def fifths(values: NDArray[np.floating]) -> NDArray[np.intp]:
    """Return the fifth, from 0, in which each value lies, (n,): cut at quantiles of the values, equal ones together."""
    edges = np.unique(np.quantile(values, np.arange(1, FIFTHS) / FIFTHS))
    return np.searchsorted(edges, values, side="left")


def within_classes(values: NDArray[np.floating], labels: NDArray[np.integer]) -> NDArray[np.float64]:
    """Subtract from each value, (n,), the mean of its class."""
    sums = np.bincount(labels, values)
    return np.asarray(values - (sums / np.maximum(np.bincount(labels), 1))[labels])


def reached_within_classes(
    margins: NDArray[np.floating],
    labels: NDArray[np.integer],
    parts: Sequence[NDArray[np.intp]],
    rng: np.random.Generator,
) -> list[int]:
    """Count, for each way to cut the images into parts, (n,), how many of 2,000 permutations part the margins as much.

    The margins, (n,), are permuted within each class, so that classes that differ in both count for nothing; what is
    compared is the variance between the parts, Σ nᵦ mᵦ² of the margins less the means of their classes.
    """
    order = np.argsort(labels, kind="stable")
    left = within_classes(margins, labels)[order]
    cut = [each[order] for each in parts]
    sizes = [np.maximum(np.bincount(each), 1) for each in cut]

    def between(values: NDArray[np.float64]) -> list[float]:
        return [
            float((np.bincount(each, values) ** 2 / size).sum())
            for each, size in zip(cut, sizes, strict=True)
        ]

    observed, ends = between(left), np.cumsum(np.bincount(labels))
    classes = np.split(left, ends[:-1])
    drawn = [between(np.concatenate([rng.permutation(each) for each in classes])) for _ in range(DRAWS)]
    return [
        reached(np.array(found), seen) for found, seen in zip(zip(*drawn, strict=True), observed, strict=True)
    ]
