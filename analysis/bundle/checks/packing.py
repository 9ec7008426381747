"""Packed arrays: type and shape are those of the field that they stand in."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from analysis.bundle.checks.agreement import agree
from analysis.bundle.record import Packed


def unpacked(field: str, found: Packed, dtype: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return the array.  Raises ContradictionError where type or shape are others."""
    agree(f"{field}.dtype", found.dtype, dtype)
    agree(f"{field}.shape", found.shape, shape)
    return found.array()
