"""The 95% intervals of the report: Wilson's for shares, normal ones for means, Student's for few runs, Newcombe's for differences."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from scipy.stats import t as student

from analysis.bundle.record import Estimate, Proportion


def proportion(count: int | np.integer, total: int | np.integer) -> Proportion:
    """Return count/total with Wilson's interval.

    Keeps its coverage near 0 and 1, where the usual ± 1.96 standard errors loses it (Brown, Cai & DasGupta 2001).
    """
    count, total = int(count), int(total)
    low, high = _wilson(count, total)
    return Proportion(count=count, total=total, value=count / total, low=low, high=high)


@lru_cache(10_000)
def _wilson(count: int, total: int) -> tuple[float, float]:
    """Return the limits; SciPy tests, too, which takes milliseconds, and 4,950 pairs have few counts that differ."""
    limits = binomtest(count, total).proportion_ci(method="wilson")
    return float(limits.low), float(limits.high)


def mean_interval(values: NDArray[np.floating], floor: float = -np.inf) -> Estimate:
    """Return the mean ± 1.96 s/√n of independent values, (n,); no limit is below `floor`."""
    middle = float(values.mean())
    reach = 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return Estimate(value=middle, low=max(floor, middle - reach), high=middle + reach)


def paired_difference(first: NDArray[np.generic], second: NDArray[np.generic]) -> Estimate:
    """Return the mean of first − second with its normal interval, both measured on the same images, (n,) each."""
    return mean_interval(first.astype(np.float64) - second.astype(np.float64))


def t_interval(middle: float, standard_error: float, freedom: float, bounds: tuple[float, float]) -> Estimate:
    """Return Student's interval of a mean over few runs, cut off at the bounds of what it measures."""
    reach = float(student.ppf(0.975, freedom)) * standard_error
    low, high = bounds
    return Estimate(value=middle, low=max(low, middle - reach), high=min(high, middle + reach))


def newcombe(
    count1: int | np.integer, total1: int | np.integer, count2: int | np.integer, total2: int | np.integer
) -> Estimate:
    """Return count1/total1 − count2/total2 of two independent samples, with its hybrid-score interval.

    From the two Wilson intervals (Newcombe 1998, method 10).
    """
    first, second = proportion(count1, total1), proportion(count2, total2)
    difference = first.value - second.value
    down = np.hypot(first.value - first.low, second.high - second.value)
    up = np.hypot(first.high - first.value, second.value - second.low)
    return Estimate(value=difference, low=difference - float(down), high=difference + float(up))
