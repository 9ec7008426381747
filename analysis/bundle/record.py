"""What all records of the bundle share: frozen, strict, without NaN; and arrays as text."""

from __future__ import annotations

from base64 import b64decode, b64encode
from math import prod
from typing import Any, Literal, Self, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

Verdict = Literal["supported", "partly supported", "not supported"]


class Record(BaseModel):
    """A part of the bundle.  The docstring under a field is its description in the JSON Schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


Found = TypeVar("Found", bound=Record)


class Omitted(Record):
    """Stands where a study did not apply, or where the bundle is older than the study."""

    reason: str
    """What was not given, as a clause: `no training images were given`."""


LATER = Omitted(reason="the bundle is older than this study")


def present(found: Found | Omitted | None) -> Found | None:
    """Return what was found, or None where it was omitted or does not apply."""
    return None if isinstance(found, Omitted) else found


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

    count: int
    total: int
    value: float
    low: float
    high: float


class Estimate(Record):
    """A number that is not a share of counted things, with its 95% interval."""

    value: float
    low: float
    high: float


class Axis(Record):
    """Round ends between which an estimate and its interval are drawn."""

    start: float
    end: float
