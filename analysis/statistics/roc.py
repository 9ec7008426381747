"""How well scores separate two groups: the area under the ROC curve, with its interval."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.intervals import Interval, Z


def area(higher: NDArray[np.floating], lower: NDArray[np.floating]) -> Interval:
    """Return P(a > b) + ½ P(a = b) for a score of the first group, (m,), and one of the second, (n,), both not empty.

    That is the area under the ROC curve.  The interval has DeLong's variance, on the logit scale (DeLong, DeLong &
    Clarke-Pearson 1988); where that variance is 0 or unknown, as without any overlap, the limits are those of Newcombe
    (2006, method 5), which need the area alone.
    """
    m, n = len(higher), len(lower)
    above, below = _placements(higher, lower), 1 - _placements(lower, higher)
    value = float(above.mean())
    variance = float(above.var(ddof=1) / m + below.var(ddof=1) / n) if min(m, n) > 1 else 0.0
    if not 0 < value < 1 or variance < 1e-18:
        return Interval(value, *_newcombe(value, m, n))
    logit, reach = log(value / (1 - value)), Z * variance**0.5 / (value * (1 - value))
    low, high = (1 / (1 + exp(-each)) if each > -700 else 0.0 for each in (logit - reach, logit + reach))
    return Interval(value, min(low, value), max(high, value))


def _placements(of: NDArray[np.floating], among: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return for each score, (m,), the share of the others, (n,), that are below it, ties counted half."""
    others = np.sort(among)
    return np.asarray(
        (np.searchsorted(others, of, "left") + np.searchsorted(others, of, "right")) / (2 * len(others))
    )


def _newcombe(value: float, m: int, n: int) -> tuple[float, float]:
    """Return the limits t with |value − t| = z √(t (1 − t) (1 + (N − 1) ((1 − t)/(2 − t) + t/(1 + t)))/(m n)), N = (m + n)/2."""
    middle = (m + n) / 2 - 1

    def beyond(t: float) -> bool:
        variance = t * (1 - t) * (1 + middle * ((1 - t) / (2 - t) + t / (1 + t))) / (m * n)
        return bool(abs(value - t) > Z * variance**0.5)

    return _limit(beyond, 0.0, value), _limit(beyond, 1.0, value)


def _limit(beyond: Callable[[float], bool], outer: float, inner: float) -> float:
    for _ in range(100):
        middle = (outer + inner) / 2
        outer, inner = (middle, inner) if beyond(middle) else (outer, middle)
    return inner
