"""What the system complains of, said in one sentence that names the place."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.system.errors import OutputError

_FOUND = {
    errno.ENOSPC: ("room on the disk", "none: free some"),
    errno.EDQUOT: ("room within the disk quota", "none: free some"),
    errno.EROFS: ("a disk that can be written", "a read-only one: choose another place"),
    errno.EACCES: ("the right to write there", "none: choose another place, or change its permissions"),
    errno.EPERM: ("the right to write there", "none: choose another place, or change its permissions"),
    errno.ENOENT: ("an existing folder around it", "none: create it first"),
    errno.ENOTDIR: ("a folder around it", "a file: choose another place"),
    errno.EISDIR: ("a file or nothing in its place", "a folder: choose another name"),
    errno.EEXIST: ("a folder or nothing in its place", "something else: move that away"),
    errno.ENAMETOOLONG: ("a name that the disk can hold", "a longer one: choose a shorter name"),
    errno.EBUSY: ("a place that can be replaced", "one where a disk is mounted: choose another place"),
    errno.EPIPE: ("somebody who reads it", "nobody: start the reader again"),
}


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
        place = _place(error, path)
        raise OutputError(f"Cannot write {place}: expected {expected}, found {found}.") from error


def resolved(path: Path) -> Path:
    """Return where a path leads to, links followed.  Raises OutputError where it is no name or leads in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # in turn: a circle, a circle until 3.12, a NUL
        raise OutputError(
            f"Expected the name of a place, found {str(path)!r} ({error}): choose another name."
        ) from error


def _place(error: OSError, path: Path) -> object:
    """Name what the user named, unless the trouble is with something in it, or elsewhere as in a full temporary folder.

    What stands beside the place has names of our own, which say nothing to anybody.
    """
    place = path.resolve()
    for name in (error.filename, error.filename2):
        if isinstance(name, str | bytes):
            troubled = Path(os.path.abspath(os.fsdecode(name)))  # noqa: PTH100 – resolving would follow links
            ours = ".digits-report-" in str(troubled)
            if not ours and (place in troubled.parents or place.parent not in troubled.parents):
                return os.fsdecode(name)
    return path
