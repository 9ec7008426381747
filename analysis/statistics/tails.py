"""Tails of the binomial, hypergeometric and Student's distribution in closed form.

SciPy has them all, and takes a third of a second to import: what a bundle computes from its counts is computed again
whenever a report is rendered.  The tests hold these to SciPy.
"""

from __future__ import annotations

from math import exp, fsum, lgamma, log, log1p, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

TINY = 1e-300
"""Stands for 0 where a continued fraction would divide by it."""
_lgamma = np.vectorize(lgamma, otypes=[float])


def incomplete_beta(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> NDArray[np.float64]:
    """Return the regularised incomplete beta function I_x(a, b), a, b > 0 and 0 ≤ x ≤ 1, elementwise.

    By its continued fraction, which converges fast below the mean (Abramowitz & Stegun 1964, 26.5.8); above it by the
    symmetry I_x(a, b) = 1 − I_{1−x}(b, a).
    """
    a, b, x = (np.asarray(each, np.float64) for each in np.broadcast_arrays(a, b, x))
    above = x > (a + 1) / (a + b + 2)
    a, b, x = np.where(above, b, a), np.where(above, a, b), np.where(above, 1 - x, x)
    with np.errstate(divide="ignore"):  # at x = 0, where the result is 0
        front = np.exp(_lgamma(a + b) - _lgamma(a) - _lgamma(b) + a * np.log(x) + b * np.log1p(-x)) / a
    found = front * _continued_fraction(a, b, x)
    return np.asarray(np.where(above, 1 - found, found))


def _continued_fraction(
    a: NDArray[np.float64], b: NDArray[np.float64], x: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Sum it from the front, by the method of Lentz (1976)."""
    c, d = np.ones(x.shape), 1 / _not_zero(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, 20_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d, c = 1 / _not_zero(1 + step * d), _not_zero(1 + step / c)
            fraction = fraction * c * d
        if np.abs(c * d - 1).max(initial=0) < 1e-14:
            break
    return fraction


def _not_zero(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(value == 0, TINY, value)


def binomial_upper(count: int, total: int, share: float) -> float:
    """Return P(X ≥ count) for X binomial of `total` trials with probability `share`."""
    return 1.0 if count <= 0 else float(incomplete_beta(count, total - count + 1, share))


def equal_expectation(a: NDArray[np.integer], b: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return the two-sided binomial p that two counts have one expectation, elementwise: min(1, 2 P(X ≤ smaller))."""
    less, total = np.minimum(a, b), a + b
    lower = incomplete_beta(np.maximum(total - less, 1), less + 1, 0.5)
    return np.asarray(np.minimum(1.0, np.where(total == 0, 1.0, 2 * lower)))


def mcnemar_mid_p(first_only: int, second_only: int) -> float:
    """Return the two-sided mid-p of McNemar's test: of images that one of two gets right, either may be that one.

    As the exact binomial p, with half of the probability of what was observed (Fagerland, Lydersen & Laake 2013).
    """
    total, less = first_only + second_only, min(first_only, second_only)
    if total == 0:
        return 1.0
    observed = exp(lgamma(total + 1) - lgamma(less + 1) - lgamma(total - less + 1) - total * log(2))
    if first_only == second_only:
        return 1 - observed / 2
    return float(equal_expectation(np.array(first_only), np.array(second_only))) - observed


def fisher_p(a: int, b: int, c: int, d: int) -> float:
    """Return the two-sided p of Fisher's exact test of the table [[a, b], [c, d]].

    Adds up all tables with the same margins that are at most as probable as the one observed.
    """
    weights, observed = _tables(a, b, c, d)
    return min(1.0, fsum(each for each in weights if each <= observed * (1 + 1e-7)))


def fisher_mid_p(a: int, b: int, c: int, d: int) -> float:
    """Return the two-sided mid-p of that test: as its p, with half of the probability of the observed table."""
    return fisher_p(a, b, c, d) - _tables(a, b, c, d)[1] / 2


def _tables(a: int, b: int, c: int, d: int) -> tuple[list[float], float]:
    """Return the probabilities of all tables with these margins, and the probability of this one."""
    row, column, total = a + b, a + c, a + b + c + d
    low, high = max(0, row + column - total), min(row, column)

    def logarithm(x: int) -> float:
        cells = (x, row - x, column - x, total - row - column + x)
        return -fsum(lgamma(cell + 1) for cell in cells)

    logarithms = [logarithm(x) for x in range(low, high + 1)]
    top = max(logarithms)
    weights = [exp(each - top) for each in logarithms]
    total_weight = fsum(weights)
    return [each / total_weight for each in weights], weights[a - low] / total_weight


def student_quantile(share: float, freedom: float) -> float:
    """Return the quantile of Student's t distribution, share > 1/2.

    Newton's method from 0: the distribution function is concave there, so that each step stays below the quantile.
    """
    t, constant = 0.0, exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)
    for _ in range(100):
        below = 1 - float(incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))) / 2
        density = constant * exp(-(freedom + 1) / 2 * log1p(t * t / freedom))
        step = (share - below) / density
        t += step
        if abs(step) < 1e-14 * t:
            break
    return t
