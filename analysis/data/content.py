"""What a file is, by its first bytes, and how much of it may be unpacked."""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Sequence
from math import prod
from pathlib import Path

from analysis.system.errors import DatasetError, DigitsReportError

# Of one array: two thousand million pixels are 2.7 million images of MNIST's size.
LARGEST = 2**31
# Images of handwriting shrink to a tenth at best; what shrinks to less than a fiftieth was made to fill a memory.
PACKED, SMALL = 50, 2**26
# Bytes of a file that tell what it is.
HEAD = 512

_KINDS = (
    (rb"\Z", "an empty file", "fetch it again"),
    (rb"(?s)\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|\?xml|!--)", "a web page", "download the file that it links to"),
    (rb"version https://git-lfs", "a pointer of Git LFS", "fetch what it points to with `git lfs pull`"),
    (rb"/annex/objects/", "a pointer of git-annex", "fetch what it points to with `git annex get`"),
    (rb"\x1f\x8b", "a gzip file", "unpack it once"),
    (rb"\x89HDF\r\n", "an HDF5 file", "save its arrays with numpy.savez"),
    (rb"MATLAB 5\.0", "a MATLAB file", "read it with scipy.io.loadmat and save its arrays with numpy.savez"),
    (rb"\x93NUMPY", "a single array", "save all four in one file with numpy.savez"),
    (rb"\x00\x00\x08[\x01-\x04]", "a single IDX file", "name the folder that holds it and its labels"),
    (rb"PAR1", "a Parquet file", "give it the ending .parquet"),
    (rb"(?:\s*%[^\n]*\n)*\s*@relation\b", "an ARFF file of Weka", "save it as CSV"),
    (rb"(?:\xef\xbb\xbf)?\s*[\[{]", "JSON", "save its numbers as CSV, or with numpy.savez"),
    (rb"\xd0\xcf\x11\xe0", "an Excel workbook", "save it as CSV"),
    (rb"ARROW1|FEA1", "a Feather file", "save it as Parquet or CSV"),
    (rb"SQLite format 3", "a database of SQLite", "save its table as CSV"),
    (rb"%PDF", "a PDF", "save its pictures as PNG"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|II\*\0|MM\0\*", "a single picture", "name the folder of all pictures"),
    (rb"(?s).{257}ustar", "a tar archive", "unpack it first"),
    (rb"\x80[\x02-\x05]", "a pickle, which is a program and is not run", "save its arrays with numpy.savez"),
    (rb"BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "a packed file", "unpack it first"),
    (rb"PK\x03\x04", "a zip archive", "unpack it first"),
)  # fmt: skip


def kind(head: bytes) -> tuple[str, str] | None:
    """Say what begins like this, and what to do with it; None where that is not known."""
    found = (words for pattern, *words in _KINDS if re.match(pattern, head, re.IGNORECASE))
    what, remedy = next(found, (None, None))
    return (what, remedy) if what and remedy else None


def opened(path: Path, error: type[DigitsReportError] = DatasetError) -> io.BufferedReader:
    """Open a file to read its bytes; raise `error` at a pipe or a device, which would be waited for for ever; OSError."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        found = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
        raise error(f"Expected a file under the name {path.name}, found {found}: remove or replace it.")
    return path.open("rb")


def refuse_size(name: str, shape: Sequence[int], packed: int | None = None) -> None:
    """Raise DatasetError where an array may not be unpacked: too large, or far larger than its `packed` bytes."""
    count = prod(shape)
    if max(count, *shape, 0) > LARGEST:
        raise DatasetError(
            f"Expected at most {LARGEST:,} numbers in {name}, found the shape {shown(shape)}: use fewer images."
        )
    if packed is not None and count > max(SMALL, PACKED * packed):
        raise DatasetError(
            f"Expected at most {PACKED} times of what is packed in {name}, found {count:,} numbers in {packed:,} "
            "bytes: unpack it yourself if you trust it."
        )


def shown(shape: Sequence[int]) -> str:
    """Write a shape: `60,000 × 28 × 28`; of many axes the first four."""
    sides = " × ".join(f"{side:,}" for side in shape[:4]) or "of a single number"
    return f"{sides} × …" if len(shape) > 4 else sides
