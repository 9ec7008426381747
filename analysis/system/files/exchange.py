"""Two places swapped in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from analysis.system.files.carry import resemble
from analysis.system.files.neighbouring_paths import beside

AT_FDCWD = -100
RENAME_EXCHANGE = RENAME_SWAP = 2  # the name on Linux, the name on macOS
# An old kernel, a disk that knows no exchange, and the two names of “not supported”.
CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def swap(folder: Path, place: Path) -> Path | None:
    """Put a folder at its place, which may be empty; return where the old one is now.

    A reader finds either.  Where the system knows no exchange there is a moment between two renames; what is lost
    in it the next command puts back.
    """
    if not os.path.lexists(place):
        folder.rename(place)
        return None
    resemble(folder, place)
    if exchange(folder, place):
        return folder
    old = beside(place, place.parent, "old")
    try:
        place.rename(old)
        folder.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    return old


def swap_back(old: Path, place: Path, folder: Path) -> None:
    """Undo `swap`, which returned `old`: what was at the place is there again, and the folder has its name."""
    if old == folder:
        exchange(old, place)
        return
    place.rename(folder)
    old.rename(place)


def exchange(one: Path, other: Path) -> bool:
    """Swap two existing places of one disk; False where the system cannot.  Raises OSError where it may not."""
    call = _call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


@cache
def _call() -> Callable[[bytes, bytes], int] | None:
    """Return the function of the C library; None where there is none."""
    name = {"linux": "renameat2", "darwin": "renamex_np"}.get(sys.platform)
    function = name and getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if not function:
        return None
    if name == "renamex_np":
        return lambda one, other: int(function(one, other, ctypes.c_uint(RENAME_SWAP)))
    flags = ctypes.c_uint(RENAME_EXCHANGE)
    return lambda one, other: int(function(AT_FDCWD, one, AT_FDCWD, other, flags))
