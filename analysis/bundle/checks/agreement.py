"""What should stand somewhere, and whether it does: counts exactly, other numbers within the rounding of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from json import dumps
from math import isclose
from typing import Any

from analysis.bundle.record import Record

ROUNDING = 1e-5
"""Relative: six significant digits, twice where a number was computed from rounded ones."""
TABLE = 2e-6
"""Absolute: the predictions table has six decimals."""


class ContradictionError(ValueError):
    """A field that does not agree with the rest of its bundle."""

    def __init__(self, field: str, reason: str) -> None:
        """Name the field by its path, `findings.accuracy.overall.count`."""
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class Near:
    """A number within a distance."""

    value: float
    distance: float


@dataclass(frozen=True)
class Between:
    """A number from `low` to `high`, both included."""

    low: float
    high: float = float("inf")


@dataclass(frozen=True)
class Either:
    """One of several values: what rounding may have turned into its neighbour."""

    values: Sequence[Any]


SHARE = Between(0, 1)
P_VALUE = Between(0, 1)
SIMULATED_P = Between(1e-9, 1)
"""The simulated p values count the observation itself: never 0."""
COUNT = Between(0, 1e12)


def agree(field: str, found: Any, expected: Any) -> None:  # noqa: ANN401  # whatever a bundle holds
    """Compare a part of the bundle with what it should be.  Raises ContradictionError, which names the place.

    `expected`: a dictionary of some fields of a record, a list, one of the classes above, or a value.
    """
    if isinstance(expected, dict):
        _agree_fields(field, found, expected)
    elif isinstance(expected, list | tuple):
        demand(
            field, isinstance(found, list | tuple) and len(found) == len(expected), f"{len(expected)} entries"
        )
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            agree(f"{field}.{place}", one, other)
    else:
        demand(field, _fits(found, expected), f"{_said(expected)}, found {_said(found)}")


def demand(field: str, holds: bool, expected: str) -> None:
    """Raise ContradictionError unless this holds."""
    if not holds:
        raise ContradictionError(field, f"expected {expected}")


def _agree_fields(field: str, found: Any, expected: dict[str, Any]) -> None:  # noqa: ANN401
    demand(field, isinstance(found, Record | dict), f"a value, found {_said(found)}")
    held = found if isinstance(found, dict) else vars(found)
    for name, value in expected.items():
        demand(f"{field}.{name}", name in held, "a value, found none")
        agree(f"{field}.{name}", held[name], value)


def _fits(found: Any, expected: Any) -> bool:  # noqa: ANN401
    match expected:
        case Either():
            return any(_fits(found, value) for value in expected.values)
        case Near():
            return _is_number(found) and abs(found - expected.value) <= expected.distance
        case Between():
            return _is_number(found) and expected.low <= found <= expected.high
        case float():
            return _is_number(found) and isclose(found, expected, rel_tol=ROUNDING, abs_tol=1e-12)
        case _:
            return type(found) is type(expected) and bool(found == expected)


def _is_number(found: Any) -> bool:  # noqa: ANN401
    return isinstance(found, int | float) and not isinstance(found, bool)


def _said(value: Any) -> str:  # noqa: ANN401
    match value:
        case Near():
            return f"about {value.value:.6g}"
        case Between(low=low, high=high):
            return f"at least {low:.6g}" if high == float("inf") else f"{low:.6g} to {high:.6g}"
        case Either():
            return " or ".join(dict.fromkeys(map(_said, value.values)))
        case Record():
            return "a value"
        case _:
            return f"{value:.6g}" if isinstance(value, float) else dumps(value, ensure_ascii=False)[:60]
