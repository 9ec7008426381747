"""Where the numbers on an axis stand, and how they are said; always taken from the data."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axis import Axis

    from report.figures.canvas import Box

# A decade may be divided so, the finest first.
DECADES = ((1, 2, 5), (1, 3), (1,))

APART = 72  # pixels from one number on a horizontal axis to the next, or nearly so


def room_for(axes: Box) -> int:
    """Return how many numbers fit below axes: from 3 to 7."""
    return min(7, max(3, int((axes.right - axes.left) / APART)))


def linear(low: float, high: float, most: int = 6, *, whole: bool = False) -> list[float]:
    """Return round numbers between low and high: `most` or hardly more, from 4 on at least two."""
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(nbins=most - 1, steps=[1, 2, 5, 10], integer=whole).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [round(float(tick), 10) for tick in ticks if low - slack <= tick <= high + slack]


def logarithmic(low: float, high: float, most: int = 6) -> list[float]:
    """Return at most `most` numbers that a person would say, such as 1, 3, 10, 30, between low and high > 0."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in DECADES:
        ticks = [
            float(f"{step}e{decade}")
            for decade in decades
            for step in steps
            if low <= float(f"{step}e{decade}") <= high
        ]
        if len(ticks) <= most:
            return ticks
    return ticks[:: math.ceil(len(ticks) / most)]


def counting(last: int, most: int = 12) -> list[int]:
    """Return 1, `last`, and between them steps that end at `last` if any do; none that would touch the ends."""
    steps = [step for step in (1, 2, 3, 5, 10, 20, 50, 100, 200, 500) if last / step <= most]
    step = next((step for step in steps if last % step == 0), max(5, steps[0] if steps else last))
    between = range(step, last, step)
    return sorted({1, *(tick for tick in between if min(tick - 1, last - tick) >= 0.07 * last), last})


def percent(value: float) -> str:
    """Say a share: 0.3%, 50%, 99.95%."""
    return f"{round(100 * value, 6):g}%"


def rate(value: float) -> str:
    """Say a measured share, to a hundredth of a percent, or to a tenth from 10% on: 0.57%, 21.7%."""
    return percent(round(value, 4 if value < 0.1 else 3))


def count(value: float) -> str:
    """Say a number of things: 10,000."""
    return f"{value:,.0f}"


def plain(value: float) -> str:
    """Say a number as short as it is: 0.03."""
    return f"{value:g}"


def put(axis: Axis, ticks: Sequence[float], say: Callable[[float], str]) -> None:
    """Put these numbers on an axis, and no others."""
    from matplotlib.ticker import NullLocator

    axis.set_ticks(ticks, [say(tick) for tick in ticks])
    axis.set_minor_locator(NullLocator())
