"""The 95% intervals of the report: Wilson's for counted shares, the normal one for means, Student's for few runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binomtest
from scipy.stats import t as student

from analysis.bundle.record import Estimate, Proportion

if TYPE_CHECKING:
    from numpy.typing import NDArray


def proportion(count: int | np.integer, total: int | np.integer) -> Proportion:
    """Return count/total with Wilson's interval.

    Keeps its coverage near 0 and 1, where the usual ± 1.96 standard errors loses it (Brown, Cai & DasGupta 2001).
    """
    count, total = int(count), int(total)
    limits = binomtest(count, total).proportion_ci(method="wilson")
    return Proportion(
        count=count, total=total, value=count / total, low=float(limits.low), high=float(limits.high)
    )


def mean(values: NDArray[np.floating], floor: float = -np.inf) -> Estimate:
    """Return the mean ± 1.96 s/√n of independent values, (n,); no limit is below `floor`."""
    middle = float(values.mean())
    reach = 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return Estimate(value=middle, low=max(floor, middle - reach), high=middle + reach)


def few(middle: float, standard_error: float, freedom: float, bounds: tuple[float, float]) -> Estimate:
    """Return Student's interval of a mean over few runs, cut off at the bounds of what it measures."""
    reach = float(student.ppf(0.975, freedom)) * standard_error
    low, high = bounds
    return Estimate(value=middle, low=max(low, middle - reach), high=min(high, middle + reach))
