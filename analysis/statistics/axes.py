"""Round ends between which an estimate and its interval are drawn."""

from __future__ import annotations

from analysis.bundle.record import Axis


def of_share(low: float) -> Axis:
    """Return an axis in percent that ends at 100 and begins at the highest of 99, 95, 90, 50 and 0 up to the limit."""
    return Axis(start=next(end for end in (99, 95, 90, 50, 0) if 100 * low >= end), end=100)


def around_zero(low: float, high: float) -> Axis:
    """Return a symmetric axis in percentage points that holds both limits, which are shares."""
    end = round_up(100 * max(abs(low), abs(high)))
    return Axis(start=-end, end=end)


def round_up(value: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten."""
    ends = (digit * 10.0**power for power in range(-4, 10) for digit in (1, 2, 5))
    return next(end for end in ends if end >= value)
