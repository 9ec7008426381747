"""The formulas of the bundle that need nothing but counts, in the form in which `agree` compares them."""

from __future__ import annotations

from math import hypot, inf, isclose, sqrt
from typing import Any, Literal

from analysis.bundle.checks.agreement import ROUNDING, Either, Near
from analysis.bundle.record import Estimate, Proportion

Z = 1.959963984540054
"""97.5% quantile of the normal distribution."""


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the limits of Wilson's 95% interval of count/total."""
    share, weight = count / total, Z * Z / total
    middle, reach = share + weight / 2, Z * sqrt(share * (1 - share) / total + weight / (4 * total))
    low, high = (middle - reach) / (1 + weight), (middle + reach) / (1 + weight)
    return (low if count else 0.0), (high if count < total else 1.0)


def interval(count: int, total: int) -> dict[str, float]:
    """Return a whole proportion."""
    low, high = wilson(count, total)
    return {"value": count / total, "low": low, "high": high}


def counted(count: int, total: int) -> dict[str, int] | None:
    """Return what a proportion counts, None of nothing; that its other numbers follow is checked for each."""
    return {"count": int(count), "total": int(total)} if total else None


def f1(hits: int, union: int) -> dict[str, float]:
    """Return F1 with the interval of hits/union, J, mapped by 2J/(1 + J)."""
    return {name: 2 * j / (1 + j) for name, j in interval(hits, union).items()}


def newcombe(first: Proportion, second: Proportion) -> dict[str, float]:
    """Return the difference of two shares with Newcombe's interval (1998, method 10)."""
    (a, low1, high1), (b, low2, high2) = (
        (each.count / each.total, *wilson(each.count, each.total)) for each in (first, second)
    )
    value = a - b
    return {
        "value": value,
        "low": value - hypot(a - low1, high2 - b),
        "high": value + hypot(high1 - a, b - low2),
    }


def normal(found: Estimate, floor: float = -inf) -> dict[str, Any]:
    """Return what a normal interval is: as far down as up, and not below the floor."""
    low = found.value - (found.high - found.value)
    return {"low": Near(max(floor, low), 1e-12 + 2 * ROUNDING * (abs(found.high) + abs(found.value)))}


def below(value: float, bound: float) -> bool | Either:
    """Say whether a value is below a bound; either, where rounding may have moved it there."""
    if isclose(value, bound, rel_tol=ROUNDING, abs_tol=1e-9):
        return Either((True, False))
    return value < bound


def above(value: float, bound: float) -> bool | Either:
    """Say whether a value is above a bound; either, where rounding may have moved it there."""
    return below(bound, value)


def at_least(value: float, bound: float) -> bool | Either:
    """Say whether a value is not below a bound; either, where rounding may have moved it."""
    found = below(value, bound)
    return found if isinstance(found, Either) else not found


def smallest(values: list[float], distance: float = 0.0) -> Either:
    """Return the places of the smallest value, and of those that rounding may have made larger."""
    least = min(values, default=inf)
    reach = distance + ROUNDING * abs(least)
    return Either(tuple(place for place, value in enumerate(values) if value <= least + reach))


def side(estimate: Estimate, bound: float, names: tuple[str, str], between: str) -> str:
    """Name the side of a bound on which the whole interval lies: `names` are those above and below."""
    return names[0] if estimate.low > bound else names[1] if estimate.high < bound else between


def verdict(supported: bool, partly: bool) -> Literal["supported", "partly supported", "not supported"]:
    """Name a verdict."""
    return "supported" if supported else "partly supported" if partly else "not supported"


def share_axis(low: float) -> dict[str, Any]:
    """Return the axis of a share in percent: it ends at 100."""
    starts = (99.0, 95.0, 90.0, 50.0, 0.0)
    nudged = (low * (1 - ROUNDING), low * (1 + ROUNDING))
    return {"start": Either([next(s for s in starts if 100 * each >= s) for each in nudged]), "end": 100.0}


def round_end(value: float) -> Either:
    """Return the next 1, 2 or 5 times a power of ten."""
    ends = [digit * 10.0**power for power in range(-4, 13) for digit in (1, 2, 5)]
    nudged = (value * (1 - ROUNDING), value * (1 + ROUNDING))
    return Either([next((end for end in ends if end >= each), inf) for each in nudged])
