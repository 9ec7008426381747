"""One file, complete or as it was."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from analysis.system.files.carry import resemble
from analysis.system.files.error_messages import explained, resolved
from analysis.system.files.neighbouring_paths import beside, folders_around, locked
from analysis.system.interrupts import held


def write_file(path: Path, content: bytes) -> None:
    """Write beside the place, then put the file there in one step; a failure leaves the old file.

    A link is followed, an earlier file gives its mode, and a device or a pipe is written to; missing folders are made.  Raises OutputError
    where the folder is read-only or full, or another process writes there for too long.
    """
    with explained(path):
        if is_stream(path):
            with path.open("ab", buffering=0) as stream:
                _write_all(stream.fileno(), content)
            return
        place = resolved(path)
        with folders_around(place), locked(place.parent), held():
            _replace(place, content)


def try_file(path: Path) -> None:
    """Do what `write_file` does, but for the content: raises the OutputError that it would raise later."""
    with explained(path):
        if is_stream(path):
            if not os.access(path, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return
        place = resolved(path)
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if place.is_mount():
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        with folders_around(place), locked(place.parent), held():
            probe = beside(place, place.parent, "new")
            try:
                _create(probe, b"probe")
            finally:
                probe.unlink(missing_ok=True)


def is_stream(path: Path) -> bool:
    """Say whether this is a device, a pipe or what this process has open, as /dev/stdout: nothing to be replaced."""
    try:
        mode = path.stat().st_mode
        return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or _is_open_here(path)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False


def _is_open_here(path: Path) -> bool:
    """Such a place leads to a file, but to write there means to write where the user sent the output."""
    handles = Path("/dev/fd").resolve()  # on Linux a folder of /proc
    link = path.parent.resolve() / path.readlink() if path.is_symlink() else path
    return handles in (path.parent.resolve(), link.parent.resolve())


def _replace(place: Path, content: bytes) -> None:
    new = beside(place, place.parent, "new")
    try:
        _create(new, content)
        with suppress(FileNotFoundError):
            resemble(new, place)
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)


def _create(path: Path, content: bytes) -> None:
    """Write a file that was not there, also to the disk; a link that somebody planted is not followed."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        _write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_all(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
