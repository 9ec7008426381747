"""Round ends between which an estimate and its interval are drawn."""

from __future__ import annotations

from typing import NamedTuple


class Ends(NamedTuple):
    """Where an axis starts and ends."""

    start: float
    end: float


def of_share(low: float) -> Ends:
    """Return an axis in percent that ends at 100 and begins at the highest of 99, 95, 90, 50 and 0 up to the limit."""
    return Ends(next(end for end in (99, 95, 90, 50, 0) if 100 * low >= end), 100)


def around_zero(low: float, high: float) -> Ends:
    """Return a symmetric axis in percentage points that holds both limits, which are shares."""
    end = round_up(100 * max(abs(low), abs(high)))
    return Ends(-end, end)


def round_up(value: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten."""
    ends = (digit * 10.0**power for power in range(-4, 13) for digit in (1, 2, 5))
    return next(end for end in ends if end >= value)
