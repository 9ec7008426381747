"""The 95% intervals of the report: Wilson's for shares, normal ones for means, Student's for few runs, Newcombe's and Tango's for differences."""

from __future__ import annotations

from math import hypot, inf, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.tails import student_quantile

Z = 1.959963984540054
"""97.5% quantile of the normal distribution."""


class Interval(NamedTuple):
    """A value with its limits."""

    value: float
    low: float
    high: float


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the limits of Wilson's interval of count/total.

    Keeps its coverage near 0 and 1, where the usual ± 1.96 standard errors loses it (Brown, Cai & DasGupta 2001).
    """
    share, weight = count / total, Z * Z / total
    middle, reach = share + weight / 2, Z * sqrt(share * (1 - share) / total + weight / (4 * total))
    low, high = (middle - reach) / (1 + weight), (middle + reach) / (1 + weight)
    return (low if count else 0.0), (high if count < total else 1.0)


def f1(hits: int, union: int) -> Interval:
    """Map Wilson's interval of hits/union, J, to F1 = 2J/(1 + J), which grows with J."""
    value, low, high = (2 * j / (1 + j) for j in (hits / union, *wilson(hits, union)))
    return Interval(value, low, high)


def mean_interval(values: NDArray[np.floating], floor: float = -inf) -> Interval:
    """Return the mean ± 1.96 s/√n of independent values, (n,); no limit is below `floor`."""
    middle = float(values.mean())
    reach = 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return Interval(middle, max(floor, middle - reach), middle + reach)


def paired_difference(first: NDArray[np.generic], second: NDArray[np.generic]) -> Interval:
    """Return the mean of first − second with its normal interval, both measured on the same images, (n,) each."""
    return mean_interval(first.astype(np.float64) - second.astype(np.float64))


def paired_shares(first_only: int, second_only: int, total: int) -> Interval:
    """Return the difference of two shares of the same things, with its normal interval.

    `paired_difference` from counts: of `total` things, those that are counted in the first share alone, and in the second.
    """
    value = (first_only - second_only) / total
    squares = max(0.0, first_only + second_only - total * value**2)
    reach = 1.96 * sqrt(squares / (total - 1) / total) if total > 1 else 0.0
    return Interval(value, value - reach, value + reach)


def tango(first_only: int, second_only: int, total: int) -> Interval:
    """Return the difference of two shares of the same things, with Tango's score interval (1998).

    Its limits are the differences that McNemar's score test does not reject, so that sentence and interval agree.
    Counts are those of `paired_shares`.
    """
    value = (first_only - second_only) / total
    low, high = (_last_kept(first_only, second_only, total, end) for end in (-1.0, 1.0))
    return Interval(value, min(low, value), max(high, value))


def _last_kept(b: int, c: int, total: int, end: float) -> float:
    """Go from the observed difference towards an end of what is possible, as far as the score test does not reject."""

    def is_kept(difference: float) -> bool:
        spread = difference * (1 - difference)
        linear = (2 * total - b + c) * difference - b - c
        share = (sqrt(max(0.0, linear**2 + 8 * total * c * spread)) - linear) / (4 * total)
        return (b - c - total * difference) ** 2 <= Z * Z * total * (2 * share + spread)

    kept, rejected = (b - c) / total, end
    for _ in range(60):  # halvings, beyond which a float has no more digits
        middle = (kept + rejected) / 2
        kept, rejected = (middle, rejected) if is_kept(middle) else (kept, middle)
    return kept


def t_interval(middle: float, standard_error: float, freedom: float, bounds: tuple[float, float]) -> Interval:
    """Return Student's interval of a mean over few runs, truncated at the bounds of what it measures."""
    reach = student_quantile(0.975, freedom) * standard_error
    low, high = bounds
    return Interval(middle, max(low, middle - reach), min(high, middle + reach))


def newcombe(count1: int, total1: int, count2: int, total2: int) -> Interval:
    """Return count1/total1 − count2/total2 of two independent samples, with its hybrid-score interval.

    From the two Wilson intervals (Newcombe 1998, method 10).
    """
    first, second = count1 / total1, count2 / total2
    (low1, high1), (low2, high2) = wilson(count1, total1), wilson(count2, total2)
    value = first - second
    return Interval(
        value, value - hypot(first - low1, high2 - second), value + hypot(high1 - first, second - low2)
    )
