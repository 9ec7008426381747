"""Files and folders that are either complete or as they were before."""

from __future__ import annotations

import errno
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from analysis.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FOUND = {
    errno.ENOSPC: ("room on the disk", "none: free some"),
    errno.EDQUOT: ("room within the disk quota", "none: free some"),
    errno.EROFS: ("a disk that can be written", "a read-only one: choose another place"),
    errno.EACCES: ("the right to write there", "none: choose another place, or change its permissions"),
    errno.EPERM: ("the right to write there", "none: choose another place, or change its permissions"),
    errno.ENOENT: ("an existing folder around it", "none: create it first"),
    errno.ENOTDIR: ("a folder around it", "a file: choose another place"),
    errno.EISDIR: ("a file or nothing in its place", "a folder: choose another name"),
}


def write_file(path: Path, content: bytes) -> None:
    """Write beside the place, then put the file there in one step; a failure leaves the old file.

    Raises OutputError where the folder is missing, read-only or full.
    """
    beside = _beside(path, "new")
    try:
        with explained(path):
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder beside the place, and put it there when the block ends without an error.

    A folder that was there is gone then; a failure, also Ctrl-C, leaves it as it was.  Raises OutputError.
    """
    beside, old = _beside(path, "new"), _beside(path, "old")
    try:
        with explained(path):
            beside.mkdir()
            yield beside
            # Many at once: hundreds of small files would wait for the disk one after another.
            with ThreadPoolExecutor() as pool:
                list(pool.map(_flush, filter(_is_new, beside.rglob("*"))))
            _swap(beside, path, old)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if path.exists():
            shutil.rmtree(old, ignore_errors=True)


def put(path: Path, content: bytes, before: Path) -> None:
    """Write a file of a new folder; where `before`, its like in the old one, says the same, take that over.

    What is on the disk already need not be flushed, nor be deleted with the old folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # no such file, or no links on this disk
        if before.read_bytes() == content:
            path.hardlink_to(before)
            return
    path.write_bytes(content)


def _is_new(path: Path) -> bool:
    return path.is_file() and path.stat().st_nlink == 1


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _swap(beside: Path, path: Path, old: Path) -> None:
    """Two renames: no system offers one that replaces a full folder everywhere."""
    if not path.exists():
        beside.rename(path)
        return
    path.rename(old)
    try:
        beside.rename(path)
    except BaseException:
        old.rename(path)
        raise


def _beside(path: Path, word: str) -> Path:
    """On the same disk, so that a rename suffices, and named for this process."""
    return path.with_name(f".{path.name}.{os.getpid()}.{word}")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error of the system into a sentence; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno is None:  # a missing template calls itself an OSError, too
            raise
        expected, found = _FOUND.get(
            error.errno, ("to be able to", f"“{error.strerror}”: choose another place")
        )
        raise OutputError(f"Cannot write {path}: expected {expected}, found {found}.") from error
