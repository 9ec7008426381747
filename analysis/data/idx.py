"""The IDX format of the MNIST files, gzipped or plain: magic number, big-endian sizes, then the bytes."""

from __future__ import annotations

import gzip
import zlib
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

# Two zero bytes, the code of uint8, the number of axes: 0x803 for images, 0x801 for labels.
MAGIC = 0x800


def read(path: Path, axes: int) -> NDArray[np.uint8]:
    """Return the uint8 array with that many axes that the file holds.

    Raises DatasetError where the file is truncated or of another kind; it names the file, not its folder.
    """
    content = _unzipped(path)
    start = 4 * (1 + axes)
    if len(content) < start:
        raise DatasetError(
            f"Expected an IDX file, found only {len(content)} bytes in {path.name}: fetch the file again."
        )
    magic, *shape = (int(size) for size in np.frombuffer(content, ">u4", 1 + axes))
    if magic != MAGIC + axes:
        raise DatasetError(
            f"Expected the magic number {MAGIC + axes} in {path.name}, found {magic}: "
            "check that images and labels are not interchanged and that this is an IDX file."
        )
    if len(content) - start != prod(shape):
        raise DatasetError(
            f"Expected {prod(shape):,} bytes after the header of {path.name}, "
            f"found {len(content) - start:,}: the file is damaged; fetch it again."
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def encode(array: NDArray[np.uint8]) -> bytes:
    """Return the array as an unzipped IDX file; the inverse of `read`."""
    header = np.array([MAGIC + array.ndim, *array.shape], ">u4")
    return header.tobytes() + array.tobytes()


def _unzipped(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DatasetError(
            f"Expected a complete gzip file, found {path.name} damaged or truncated: fetch it again."
        ) from error
