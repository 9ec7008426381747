"""What all records of the bundle share, and the few small ones that stand in many of them.

A record holds three kinds of fields.  *Primary* ones are given to it: counts, labels, scores, what the images gave.
*Derived* ones it computes from these, in one place, and are written to the file all the same, since who reads it wants
the share and not only the two counts.  *Drawn* ones are what a simulation gave: how many draws were made and how many
reached what was observed, from which seed.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache, wraps
from math import prod
from typing import Annotated, Any, Literal, Self, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, computed_field, model_validator

from analysis.statistics import intervals
from analysis.statistics.intervals import Interval
from analysis.statistics.tails import mcnemar_mid_p

Verdict = Literal["supported", "partly supported", "not supported"]

Share = Annotated[float, Field(ge=0, le=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

DIGITS = 6
"""Significant digits of every number in the file: the last bits of a sum differ between machines."""


class Record(BaseModel):
    """A part of the bundle.  The docstring under a field is its description in the JSON Schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy with other primary fields; what is derived is computed anew.  Raises ValueError for a derived field."""
        if wrong := (update or {}).keys() - type(self).model_fields.keys():
            msg = f"{type(self).__name__} computes {', '.join(sorted(wrong))} itself"
            raise ValueError(msg)
        copied = super().model_copy(update=update, deep=deep)
        for name in type(self).model_computed_fields:
            vars(copied).pop(name, None)  # pydantic copies what was computed before
        return copied


Value = TypeVar("Value")
Found = TypeVar("Found", bound=Record)


def derived(formula: Callable[[Any], Value]) -> cached_property[Value]:
    """Make a method of a record a derived field: computed once, rounded as it is made, written and checked.

    Its docstring is its description in the schema.  On reading, `law` compares what a file says with it.
    """

    @wraps(formula)
    def value(record: Any) -> Value:  # noqa: ANN401  # any record
        return rounded(formula(record))

    return computed_field(cached_property(value))


def rounded(value: Value) -> Value:
    """Round all floats in a value to six significant digits, those of records inside it included."""
    return _rounded(value)  # type: ignore[no-any-return]


def _rounded(value: Any) -> Any:  # noqa: ANN401  # whatever a field may hold
    match value:
        case bool() | int() | str() | None | Packed():
            return value
        case float():
            return float(f"{value:.{DIGITS}g}") + 0.0  # -0.0 + 0.0 is 0.0
        case tuple():
            return tuple(map(_rounded, value))
        case dict():
            return {name: _rounded(item) for name, item in value.items()}
        case Record():
            held = {name: vars(value)[name] for name in type(value).model_fields}
            moved = {name: _rounded(item) for name, item in held.items()}
            same = all(moved[name] is item or moved[name] == item for name, item in held.items())
            return value if same else type(value)(**moved)
    msg = f"no rule for {type(value)}"
    raise TypeError(msg)


class Omitted(Record):
    """Stands where a study did not apply, or where the bundle is older than the study."""

    reason: str
    """What was not given, as a clause: `no training images were given`."""


LATER = Omitted(reason="the bundle is older than this study")


def study_called(name: str, default: Omitted | None = LATER) -> Any:  # noqa: ANN401  # as pydantic's Field
    """Declare a field that may be omitted: what a reader calls the study, and what an older bundle has."""
    return Field(default, title=name)


def present(found: Found | Omitted | None) -> Found | None:
    """Return what was found, or None where it was omitted or does not apply."""
    return None if isinstance(found, Omitted) else found


MAX_PACKED = 40_000_000
"""Letters of a packed array."""


class Packed(Record):
    """An array as text: its bytes, little-endian, in C order, as base64."""

    dtype: Literal["uint8", "int8", "uint16", "int16", "float32"]
    shape: tuple[int, ...]
    data: str

    @classmethod
    def of(cls, array: NDArray[np.number]) -> Self:
        """Pack an array of one of the five types."""
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        return cls(
            dtype=array.dtype.name,  # type: ignore[arg-type]  # pydantic checks the name
            shape=array.shape,
            data=b64encode(little.tobytes()).decode(),
        )

    def array(self) -> NDArray[Any]:
        """Return the array that was packed: same shape, same values, read-only."""
        kind = np.dtype(self.dtype).newbyteorder("<")
        return np.frombuffer(b64decode(self.data), kind).reshape(self.shape)

    @model_validator(mode="after")
    def _holds_what_it_says(self) -> Self:
        found = len(b64decode(self.data, validate=True))
        wanted = prod(self.shape) * np.dtype(self.dtype).itemsize
        if found != wanted:
            msg = f"{self.dtype} of shape {self.shape} needs {wanted} bytes, found {found}"
            raise ValueError(msg)
        return self


class Proportion(Record):
    """A share of counted things, with its 95% Wilson interval."""

    count: int = Field(ge=0)
    total: int = Field(ge=1)

    @classmethod
    def of(cls, count: int | np.integer, total: int | np.integer) -> Self:
        """Return count of total."""
        return cls(count=int(count), total=int(total))

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if self.count > self.total:
            msg = f"a count of {self.count:,} is more than its total of {self.total:,}"
            raise ValueError(msg)
        return self

    @derived
    def value(self) -> float:
        """Count divided by total."""
        return self.count / self.total

    @derived
    def low(self) -> float:
        """Lower limit of Wilson's interval."""
        return _wilson(self.count, self.total)[0]

    @derived
    def high(self) -> float:
        """Upper limit of Wilson's interval."""
        return _wilson(self.count, self.total)[1]


_wilson = lru_cache(10_000)(intervals.wilson)  # 4,950 pairs have few counts that differ


class Estimate(Record):
    """A number that is not a share of counted things, with its 95% interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, found: Interval) -> Self:
        """Return a value with its limits."""
        return cls(value=found.value, low=found.low, high=found.high)

    @model_validator(mode="after")
    def _is_inside_its_interval(self) -> Self:
        if not self.low <= self.value <= self.high:
            msg = f"a value of {self.value:g} is not inside its interval, {self.low:g} to {self.high:g}"
            raise ValueError(msg)
        return self

    @property
    def turned(self) -> Estimate:
        """The same difference, taken the other way."""
        return Estimate(value=-self.value, low=-self.high, high=-self.low)


class BootstrapEstimate(Estimate):
    """An estimate whose limits were drawn, so that some of their digits are chance."""

    draws: int = Field(ge=1)
    """Resamples."""


class PairedComparison(Record):
    """Two ways of classifying the same images: how often one alone was correct."""

    first_only: int = Field(ge=0)
    second_only: int = Field(ge=0)
    images: int = Field(ge=1)

    @classmethod
    def of(cls, first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Self:
        """Compare where each is correct, (n,)."""
        first_only, second_only = int((first & ~second).sum()), int((second & ~first).sum())
        return cls(first_only=first_only, second_only=second_only, images=len(first))

    @model_validator(mode="after")
    def _counts_each_image_once(self) -> Self:
        if self.first_only + self.second_only > self.images:
            msg = f"{self.first_only:,} and {self.second_only:,} of {self.images:,} images"
            raise ValueError(msg)
        return self

    @property
    def difference(self) -> Estimate:
        """Accuracy of the first minus that of the second, with its paired interval."""
        return Estimate.of(intervals.paired_shares(self.first_only, self.second_only, self.images))

    @property
    def score_difference(self) -> Estimate:
        """The same difference with Tango's interval, which agrees with McNemar's test."""
        return Estimate.of(intervals.tango(self.first_only, self.second_only, self.images))

    @property
    def p(self) -> float:
        """Mid-p of McNemar's test that both are as accurate."""
        return mcnemar_mid_p(self.first_only, self.second_only)


class MonteCarloTest(Record):
    """A hypothesis tested by simulation: how many of the draws reached what was observed."""

    seed: int | None
    """Of the report; each study has a random generator of its own, which starts from it and the study's name.  Null in
    older bundles."""
    draws: int = Field(ge=1)
    reached: int = Field(ge=0)

    @model_validator(mode="after")
    def _reached_some_of_the_draws(self) -> Self:
        if self.reached > self.draws:
            msg = f"{self.reached:,} of {self.draws:,} draws"
            raise ValueError(msg)
        return self

    @derived
    def p(self) -> float:
        """Share of the draws that reach what was observed, which counts as a draw itself: never 0."""
        return monte_carlo_p(self.reached, self.draws)


def monte_carlo_p(reached: int, draws: int) -> float:
    """Return (1 + reached)/(1 + draws)."""
    return (1 + reached) / (1 + draws)


class Bootstrap(Record):
    """Limits of a 95% percentile interval over resamples."""

    seed: int | None
    """Of the report; each study has a random generator of its own, which starts from it and the study's name.  Null in
    older bundles."""
    draws: int = Field(ge=1)
    """Resamples."""
    low: float
    high: float

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.low > self.high:
            msg = f"limits of {self.low:g} and {self.high:g}"
            raise ValueError(msg)
        return self
