"""One array of NumPy in a stream: its header, and its numbers a part at a time."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from math import prod
from typing import IO, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from analysis.data import content, labels, pixels
from analysis.system.errors import DatasetError

# Bytes; the header of a plain array has 128, and NumPy would read one of 4 GB before it refuses that.
LONGEST_HEADER = 2**14
KINDS = {"U": "texts", "S": "bytes of texts", "c": "complex numbers", "M": "dates"}
# Numbers that are read at a time.
CHUNK = 2**20


class Header(NamedTuple):
    """What an array says of itself."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype[np.generic]
    start: int
    """Bytes before the numbers."""


class Stored(NamedTuple):
    """An array in a file or an archive."""

    name: str
    file: str
    opened: Callable[[], IO[bytes]]
    size: int
    """Bytes, unpacked."""
    packed: int | None


def header_of(stream: IO[bytes], name: str, file: str) -> Header:
    """Read what an array says of itself.  Raises DatasetError unless it is one of numbers."""
    head = io.BytesIO(stream.read(LONGEST_HEADER))
    try:
        with warnings.catch_warnings(action="ignore"):
            reader = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}[
                npy.read_magic(head)
            ]
            shape, fortran, dtype = reader(head)
    except Exception as error:  # a header is a piece of Python, and raises anything
        raise DatasetError(
            f"Expected {name} in {file} to be a NumPy array, found it damaged or of another kind: save it again."
        ) from error
    if dtype.hasobject:
        raise DatasetError(
            f"Expected plain arrays in {file}, found Python objects in {name}: save the pixels and labels as uint8."
        )
    if dtype.kind not in "biuf" or dtype.names or dtype.subdtype:
        raise DatasetError(
            f"Expected numbers in {name}, found {KINDS.get(dtype.kind, str(dtype)[:40])}: save the pixels and labels as "
            "uint8, and name the classes with --classes."
        )
    return Header(shape, fortran, dtype, head.tell())


def _chunks(stored: Stored, header: Header) -> Iterator[NDArray[np.generic]]:
    """Yield all numbers of an array, in the order of the file, a part at a time.  Raises DatasetError at NaN."""
    left = prod(header.shape)
    with stored.opened() as stream:
        stream.read(header.start)
        while left:
            chunk = np.frombuffer(stream.read(min(left, CHUNK) * header.dtype.itemsize), header.dtype)
            if not np.isfinite(chunk).all():
                raise DatasetError(
                    f"Expected numbers in {stored.name}, found NaN or infinity: mend them first."
                )
            left -= len(chunk)
            yield chunk
        stream.read(1)  # the end, where the archive's checksum is compared


def ends(stored: Stored, header: Header) -> tuple[float, float]:
    """Return the least and the largest number."""
    low, high = 0.0, 0.0
    for chunk in _chunks(stored, header):
        low, high = min(low, float(chunk.min())), max(high, float(chunk.max()))
    return low, high


def pixels_of(stored: Stored, header: Header, scale: pixels.Scale) -> NDArray[np.uint8]:
    """Read the numbers of images as pixels, uint8, in the shape of the header."""
    found, done = np.empty(prod(header.shape), np.uint8), 0
    for chunk in _chunks(stored, header):
        found[done : done + len(chunk)] = scale.of(chunk)
        done += len(chunk)
    return np.ascontiguousarray(found.reshape(header.shape, order="F" if header.fortran else "C"))


def labels_of(stored: Stored, header: Header) -> NDArray[np.generic]:
    """Read labels; of one-hot rows there are at most as many columns as classes."""
    if len(header.shape) > 2 or prod(header.shape[1:]) > labels.MOST:
        raise DatasetError(
            f"Expected one label per image in {stored.name}, found the shape {content.shown(header.shape)}: save the "
            "class of each image."
        )
    numbers = [*_chunks(stored, header)] or [np.empty(0, header.dtype)]
    return np.concatenate(numbers).reshape(header.shape, order="F" if header.fortran else "C")
