"""The one law of a bundle: what it says of a derived field is what its record computes, and it says nothing else.

Counts, texts and switches agree exactly, other numbers within one unit of the last digit that is written.  A derived
value that the file leaves out is not missed.  A new record is held to the law without a line written for it.
"""

from __future__ import annotations

from json import dumps
from math import floor, log10
from typing import Any

from numpy.typing import NDArray

from analysis.bundle.record import DIGITS, Packed, Record


class ContradictionError(ValueError):
    """A field that does not agree with the rest of its bundle."""

    def __init__(self, field: str, reason: str) -> None:
        """Name the field by its path, `findings.accuracy.overall.count`."""
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


def demand(field: str, holds: bool, expected: str) -> None:
    """Raise ContradictionError unless this holds."""
    if not holds:
        raise ContradictionError(field, f"expected {expected}")


def hold(said: Any, record: Record, field: str = "") -> None:  # noqa: ANN401  # whatever JSON can hold
    """Hold what a file says of a record, parsed JSON, to the record that was read from it.

    Raises ContradictionError where a name is unknown or a derived value another.  Primary fields are what was read.
    """
    kind = type(record)
    if kind is Packed:
        return
    for name, value in said.items():
        here = f"{field}.{name}" if field else name
        if name in kind.model_computed_fields:
            agree(here, value, _computed(record, name, here))
        elif name in kind.model_fields:
            _hold_primary(value, vars(record)[name], here)
        else:
            raise ContradictionError(here, "expected no such field")


def _computed(record: Record, name: str, field: str) -> Any:  # noqa: ANN401
    """Return a derived value; lists of other lengths than its formula counts on are a contradiction, too."""
    try:
        return getattr(record, name)
    except (ArithmeticError, LookupError, ValueError) as error:
        raise ContradictionError(field, "expected primary fields from which it can be computed") from error


def _hold_primary(said: Any, read: Any, field: str) -> None:  # noqa: ANN401
    match read:
        case Record():
            hold(said, read, field)
        case (Record() | tuple(), *_):
            for place, (one, other) in enumerate(zip(said, read, strict=True)):
                _hold_primary(one, other, f"{field}.{place}")


def agree(field: str, said: Any, computed: Any) -> None:  # noqa: ANN401
    """Compare a value, parsed JSON or a part of a bundle, with what it should be.  Raises ContradictionError."""
    match computed:
        case Record():
            _agree_record(field, said, computed)
        case tuple() | list():
            demand(field, isinstance(said, tuple | list) and len(said) == len(computed), _entries(computed))
            for place, (one, other) in enumerate(zip(said, computed, strict=True)):
                agree(f"{field}.{place}", one, other)
        case dict():
            demand(field, isinstance(said, dict) and said.keys() == computed.keys(), _fields(computed))
            for name, value in computed.items():
                agree(f"{field}.{name}", said[name], value)
        case float():
            number = isinstance(said, int | float) and not isinstance(said, bool)
            demand(field, number and abs(said - computed) <= unit(computed), _found(computed, said))
        case _:
            demand(field, type(said) is type(computed) and said == computed, _found(computed, said))


def _agree_record(field: str, said: Any, computed: Record) -> None:  # noqa: ANN401
    known = {**type(computed).model_fields, **type(computed).model_computed_fields}
    if isinstance(said, Record):
        demand(field, type(said) is type(computed), f"{type(computed).__name__}, found {type(said).__name__}")
        said = {name: getattr(said, name) for name in type(computed).model_fields}
    demand(field, isinstance(said, dict), f"a value, found {_shown(said)}")
    for name, value in said.items():
        demand(f"{field}.{name}", name in known, "no such field")
        agree(f"{field}.{name}", value, getattr(computed, name))


def unpacked(field: str, found: Packed, dtype: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return a packed array.  Raises ContradictionError where its type or shape is not that of its field."""
    agree(f"{field}.dtype", found.dtype, dtype)
    agree(f"{field}.shape", found.shape, shape)
    return found.array()


def unit(value: float) -> float:
    """Return one unit of the last significant digit of a number as it is written, and the rounding of binary numbers."""
    return max(1e-12, 1.000001 * 10.0 ** (floor(log10(abs(value))) - DIGITS + 1) if value else 0.0)


def _entries(computed: tuple[Any, ...] | list[Any]) -> str:
    return f"{len(computed):,} entries"


def _fields(computed: dict[str, Any]) -> str:
    return f"the figures {', '.join(computed)}"


def _found(computed: Any, said: Any) -> str:  # noqa: ANN401
    return f"{_shown(computed)}, found {_shown(said)}"


def _shown(value: Any) -> str:  # noqa: ANN401
    match value:
        case float():
            return f"{value:.6g}"
        case Record() | dict() | list() | tuple():
            return "a value"
        case _:
            return dumps(value, ensure_ascii=False)[:60]
