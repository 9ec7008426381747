"""Zip archives of anything that is read from a folder."""

from __future__ import annotations

import errno
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.data import content
from analysis.system.errors import DatasetError

MOST_FILES = 500_000


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yield a folder with the content, gone afterwards.

    Raises DatasetError where the archive is damaged or encrypted, or unpacks to more than it should.
    """
    with tempfile.TemporaryDirectory() as place:
        # Under the archive's own name, which may tell a known set.
        folder = Path(place, path.stem)
        folder.mkdir()
        unpack(path, folder)
        yield folder


def unpack(path: Path, folder: Path, wanted: Callable[[str], bool] = lambda _: True) -> None:
    """Unpack the files of an archive whose names are `wanted`.  Raises DatasetError, as `unpacked` does."""
    try:
        with zipfile.ZipFile(path) as archive:
            for each in archive.infolist():
                # As Windows' own tools once wrote them; no other name of a file has a backslash on purpose.
                each.filename = each.filename.replace("\\", "/")
            members = [
                each for each in archive.infolist() if _is_content(each.filename) and wanted(each.filename)
            ]
            _refuse(members, path.name)
            for member in members:
                archive.extract(member, folder)
    except (DatasetError, MemoryError):
        raise
    except Exception as error:  # archives raise whatever their bytes lead them to
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        raise DatasetError(
            f"Expected a complete zip archive, found {path.name} damaged or truncated: fetch it again."
        ) from error


def _is_content(name: str) -> bool:
    return not name.startswith("__MACOSX/")


def _refuse(members: list[zipfile.ZipInfo], name: str) -> None:
    if len(members) > MOST_FILES:
        raise DatasetError(
            f"Expected at most {MOST_FILES:,} files in {name}, found {len(members):,}: unpack it first."
        )
    content.refuse_size(
        name, [sum(each.file_size for each in members)], sum(each.compress_size for each in members)
    )
    for member in members:
        if member.flag_bits & 1:
            raise DatasetError(f"Expected {name} without a password, found it encrypted: unpack it first.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # bz2 and LZMA are unpacked without a limit by Python's zipfile.
            raise DatasetError(
                f"Expected {name} packed as usual, found another way of packing: unpack it first."
            )
