"""The IDX format of the MNIST files, gzipped or plain: magic number, big-endian sizes, then the bytes."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from analysis.data import content
from analysis.system.errors import DatasetError

# Two zero bytes, the code of uint8, the number of axes: 0x803 for images, 0x801 for labels.
MAGIC = 0x800
# The code of int32 and two axes.
WIDE = 0xC02
GZIP = b"\x1f\x8b"


def read(path: Path, axes: int) -> NDArray[np.uint8]:
    """Return the uint8 array with that many axes that the file holds; no more is unpacked than its header promises.

    Raises DatasetError where the file is truncated or of another kind; it names the file, not its folder.
    """
    try:
        with _opened(path) as (file, packed):
            return _read(file, path.name, axes, packed)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DatasetError(
            f"Expected a complete gzip file, found {path.name} damaged or truncated: fetch it again."
        ) from error


def read_wide(path: Path) -> NDArray[np.int32]:
    """Return the int32 array (n, k) that the file holds, as QMNIST keeps its labels.  Raises DatasetError."""
    try:
        with _opened(path) as (file, packed):
            header = file.read(12)
            shape = [int(size) for size in np.frombuffer(header[4:].ljust(8, b"\0")[:8], ">u4")]
            if int.from_bytes(header[:4], "big") != WIDE or prod(shape) == 0:
                raise DatasetError(
                    f"Expected the magic number {WIDE} in {path.name}, found another: fetch the file again."
                )
            content.refuse_size(path.name, [*shape, 4], packed)
            found = file.read(4 * prod(shape) + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DatasetError(
            f"Expected a complete gzip file, found {path.name} damaged or truncated: fetch it again."
        ) from error
    if len(found) != 4 * prod(shape):
        raise _other_length(path.name, [*shape, 4], min(len(found), 4 * prod(shape)))
    return np.frombuffer(found, ">i4").astype(np.int32).reshape(shape)


def axes_of(path: Path) -> int | None:
    """Return how many axes the bytes of a file have, 1 of labels and 3 of images; None where it is no IDX file."""
    try:
        with _opened(path) as (file, _):
            magic = int.from_bytes(file.read(4), "big")
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return None
    return magic - MAGIC if magic in {MAGIC + 1, MAGIC + 3} else None


def encode(array: NDArray[np.uint8]) -> bytes:
    """Return the array as an unzipped IDX file; the inverse of `read`."""
    header = np.array([MAGIC + array.ndim, *array.shape], ">u4")
    return header.tobytes() + array.tobytes()


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int | None]]:
    """Open a file to read it unzipped; with its size where it is zipped."""
    with content.opened(path) as file:
        zipped = file.read(2) == GZIP
        file.seek(0)
        if not zipped:
            yield file, None
            return
        with gzip.GzipFile(fileobj=file) as unzipped:
            yield cast("BinaryIO", unzipped), os.fstat(file.fileno()).st_size


def _read(file: BinaryIO, name: str, axes: int, packed: int | None) -> NDArray[np.uint8]:
    header = file.read(4 * (1 + axes))
    _refuse_other(header + file.read(content.HEAD), name, len(header), axes)
    file.seek(len(header))
    shape = [int(size) for size in np.frombuffer(header, ">u4")[1:]]
    content.refuse_size(name, shape, packed)
    if packed is None and os.fstat(file.fileno()).st_size - len(header) != prod(shape):
        raise _other_length(name, shape, os.fstat(file.fileno()).st_size - len(header))
    found = np.empty(prod(shape), np.uint8)
    count = _fill(file, found)
    # One byte more than promised also has gzip check its own checksum.
    if count < len(found) or file.read(1):
        raise _other_length(name, shape, count if count < len(found) else None)
    return found.reshape(shape)


def _fill(file: BinaryIO, array: NDArray[np.uint8]) -> int:
    """Read into the array until it or the file ends; return how many bytes came."""
    view, count = array.data, 0
    # A file's type has it not, but both kinds of file that come here do.
    while count < len(view) and (came := file.readinto(view[count : count + 2**20])):  # type: ignore[attr-defined]
        count += came
    return count


def _refuse_other(head: bytes, name: str, start: int, axes: int) -> None:
    """Raise DatasetError unless a file begins as IDX with so many axes."""
    magic = int.from_bytes(head[:4], "big")
    if start == 4 * (1 + axes) and magic == MAGIC + axes:
        return
    what = content.kind(head)
    if what and magic >> 4 != MAGIC >> 4:
        within = " inside the gzip file" if what[0] == "a gzip file" else ""
        raise DatasetError(f"Expected an IDX file under the name {name}, found {what[0]}{within}: {what[1]}.")
    if start < 4 * (1 + axes):
        raise DatasetError(f"Expected an IDX file, found only {start} bytes in {name}: fetch the file again.")
    raise DatasetError(
        f"Expected the magic number {MAGIC + axes} in {name}, found {magic}: "
        "check that images and labels are not interchanged and that this is an IDX file."
    )


def _other_length(name: str, shape: list[int], found: int | None) -> DatasetError:
    """Return the error of a file that is shorter or longer (None: than was read) than its header says."""
    return DatasetError(
        f"Expected {prod(shape):,} bytes after the header of {name}, "
        f"found {'more' if found is None else f'{found:,}'}: the file is damaged; fetch it again."
    )
