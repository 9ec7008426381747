"""What is written beside its place at first: its names, who holds the folder around it, what a killed process left.

Whoever creates, swaps or sweeps in a folder holds a lock on that folder itself, so there is no lock file, and a
process that is killed holds nothing.  A new folder that is still being filled holds a lock of its own.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.system.errors import OutputError
from analysis.system.interrupts import held

try:
    import fcntl
except ImportError:  # Windows; there and on disks without locks, age decides what is dead
    fcntl = None  # type: ignore[assignment]


PATIENCE = 30.0
"""Seconds to wait for another process that writes at the same place; it needs less than one."""
LONG_AGO = 3600.0
"""Seconds after which something is taken for dead where locks do not tell."""
_OURS = re.compile(r"\.(?P<name>.+)\.digits-report-[0-9a-f]{8}\.(?P<kind>new|old)", re.DOTALL)


def beside(place: Path, room: Path, kind: str) -> Path:
    """Return a name that nobody can foresee, for what will be (`new`) or was (`old`) at a place."""
    return room / f".{place.name}.digits-report-{secrets.token_hex(4)}.{kind}"


@contextmanager
def folders_around(place: Path) -> Iterator[None]:
    """Make the folders around a place that are missing; what nobody put anything into is removed again at the end."""
    missing = [folder for folder in place.parents if not os.path.lexists(folder)]
    try:
        if missing:
            place.parent.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        with held(), suppress(OSError):
            for folder in missing:
                folder.rmdir()


@contextmanager
def locked(room: Path) -> Iterator[None]:
    """Hold a folder, after it is swept: what lies in it from a process that was killed is put back or removed.

    Raises OutputError where another process holds it for too long.
    """
    handle = _open(room)
    try:
        _sweep(room, sure=handle is not None and _acquired(handle, room))
        yield
    finally:
        if handle is not None:
            os.close(handle)


@contextmanager
def new_beside(place: Path, room: Path) -> Iterator[Path]:
    """Yield an empty folder for what will be at a place; at the end, what still has its name is removed."""
    folder = beside(place, room, "new")
    handle = None
    try:
        with locked(room):
            folder.mkdir()
            handle = _open(folder)
            if handle is not None:
                _try_lock(handle)
        yield folder
    finally:
        with held():
            remove(folder)
            if handle is not None:
                os.close(handle)


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all that is in it, as far as that is possible."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        return
    shutil.rmtree(path, ignore_errors=True)
    if path.exists():  # folders that may not be written keep what is in them
        for folder, _, _ in os.walk(path):
            with suppress(OSError):
                Path(folder).chmod(0o700)
        shutil.rmtree(path, ignore_errors=True)


def _open(folder: Path) -> int | None:
    """Return a handle to lock; None where there is none, which those notice who then write there."""
    with suppress(OSError):
        return os.open(folder, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    return None


def _try_lock(handle: int) -> bool:
    """Take a lock.  Raises BlockingIOError where another has it, OSError where the disk knows none."""
    if fcntl is None:
        return False
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True


def _acquired(handle: int, room: Path) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return _try_lock(handle)
        except BlockingIOError:
            time.sleep(0.02)
        except OSError:  # a network disk
            return False
    raise OutputError(
        f"Expected {room} to be free within {PATIENCE:.0f} seconds, found {_holder(handle)} writing there: "
        "wait until it has ended, or choose another place."
    )


def _holder(handle: int) -> str:
    """Name the process that has the lock, where the system tells."""
    inode = os.fstat(handle).st_ino
    with suppress(OSError):
        for line in Path("/proc/locks").read_text("ascii").splitlines():
            words = line.split()
            if words[1] == "FLOCK" and words[5].endswith(f":{inode}"):
                return f"process {words[4]}"
    return "another process"


def _sweep(room: Path, *, sure: bool) -> None:
    """Remove what is dead; what has no successor is put back.  `sure`: nobody else is at work in this folder."""
    with suppress(OSError):
        for path in list(room.iterdir()):
            found = _OURS.fullmatch(path.name)
            if found and _is_dead(path, found["kind"], sure=sure):
                _settle(path, found["kind"], room / found["name"])


def _settle(path: Path, kind: str, place: Path) -> None:
    if kind == "old" and not os.path.lexists(place):
        path.rename(place)
    else:
        remove(path)


def _is_dead(path: Path, kind: str, *, sure: bool) -> bool:
    if not sure:
        return time.time() - path.lstat().st_ctime > LONG_AGO
    return kind == "old" or not _is_held(path)


def _is_held(path: Path) -> bool:
    handle = _open(path)
    if handle is None:
        return False
    try:
        _try_lock(handle)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
