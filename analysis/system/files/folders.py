"""Whole folders: exchanged in one step, also where others keep files of their own in them.

A reader finds the old folder or the new one.  Where the folder itself cannot be exchanged – a disk is mounted there,
or somebody stands in it – its files are replaced one by one.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.system.files import listing
from analysis.system.files.carry import carry
from analysis.system.files.error_messages import explained, resolved
from analysis.system.files.exchange import swap, swap_back
from analysis.system.files.mount_points import fill
from analysis.system.files.neighbouring_paths import beside, folders_around, locked, new_beside, remove
from analysis.system.interrupts import held

if TYPE_CHECKING:
    """Returns what this program wrote into a folder; everything else there is somebody's."""

Owner = Callable[[Path], listing.Owned]


@contextmanager
def new_folder(path: Path, owner: Owner | None = None) -> Iterator[Path]:
    """Yield an empty folder, and put it at the place, whose folders may be missing, when the block ends without an error.

    With an `owner`, all that is not ours stays, and a list of what is goes into the folder; without one, the whole
    old folder is gone.  A failure, also a signal, leaves what was there, or it waits until the new one is complete.
    Raises OutputError.
    """
    with explained(path):
        place = resolved(path)
        room = _room(place)
        with folders_around(place), new_beside(place, room) as folder:
            yield folder
            if owner:
                listing.seal(folder)
            _flush(folder)
            with locked(room), held():
                _put_in_place(folder, place, owner, inside=room == place)


def try_folder(path: Path, owner: Owner | None = None) -> None:
    """Do what `new_folder` does, up to the exchange: raises the OutputError that it would raise later."""
    with explained(path):
        place = resolved(path)
        room = _room(place)
        with folders_around(place), new_beside(place, room) as folder:
            if owner and place.is_dir():
                with locked(room):  # another writer's list and files belong together
                    carry(place, folder, listing.others(place, owner(place)))
            with beside(place, folder, "new").open("xb") as probe:
                probe.write(b"probe")
                os.fsync(probe.fileno())


def heal(path: Path) -> None:
    """Put back what a killed process left beside a place or in it, and remove the rest, as far as that is possible."""
    place = resolved(path)
    for room in {place.parent, place}:
        if os.access(room, os.W_OK | os.X_OK):
            with locked(room):
                pass


def put(path: Path, content: bytes, before: Path) -> None:
    """Write a file of a new folder; where `before`, its like in the old one, says the same, take that over.

    What is on the disk already need not be flushed, nor be deleted with the old folder.  Links are not followed.
    The old file is looked at once, since another process may exchange or remove it at any moment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    old = _looked_at(before)
    if old and old.content == content:
        with suppress(OSError):  # no links on this disk, or no such file any more
            path.hardlink_to(before)
            if os.path.samestat(path.stat(), old.state):
                return
            path.unlink()
    path.write_bytes(content)
    if old:
        path.chmod(stat.S_IMODE(old.state.st_mode))


class _Old(NamedTuple):
    """A file as it was when it was opened."""

    content: bytes
    state: os.stat_result


def _looked_at(path: Path) -> _Old | None:
    """Return what an ordinary file holds; None where there is none, or only by a link."""
    with suppress(OSError):
        if listing.is_file(path) and path.resolve() == path:
            with path.open("rb") as file:
                return _Old(file.read(), os.fstat(file.fileno()))
    return None


def _room(place: Path) -> Path:
    """Return the folder in which the new one is filled: around the place, or the place where only that can be changed."""
    if os.path.lexists(place) and not os.access(place, os.W_OK | os.X_OK):
        raise PermissionError(
            errno.EACCES, os.strerror(errno.EACCES)
        )  # the old folder could not be removed later
    return place if place.is_dir() and not _is_movable(place) else place.parent


def _is_movable(place: Path) -> bool:
    around = place.parent
    with suppress(OSError):
        if Path.cwd().is_relative_to(place):  # a shell stands there, and would stand in a deleted folder
            return False
        if around.stat().st_mode & stat.S_ISVTX and os.geteuid() not in (
            0,
            around.stat().st_uid,
            place.stat().st_uid,
        ):
            return False
    return os.access(around, os.W_OK | os.X_OK) and not any(
        each.is_relative_to(place) for each in _mounts(place)
    )


def _mounts(place: Path) -> list[Path]:
    """Return where disks are mounted; besides the system's list, a look at the place."""
    found = [place] if place.is_mount() else []
    with suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_bytes().splitlines():
            point = re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), line.split()[4])
            found.append(Path(os.fsdecode(point)))
    return found


def _flush(folder: Path) -> None:
    """Have the new files on the disk; many at once, for hundreds of small ones would wait one after another."""
    names = [folder / name for name in listing.files(folder)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(_sync, [path for path in names if path.stat().st_nlink == 1]))


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _put_in_place(folder: Path, place: Path, owner: Owner | None, *, inside: bool) -> None:
    written = frozenset(listing.files(folder))
    if owner:
        contents = {name: (folder / name).read_bytes() for name in written}
        listing.refuse_collision(place, owner(place), contents)
    if inside:
        fill(folder, place, owner(place) if owner else None)
        return
    if owner and place.is_dir():
        carry(place, folder, _kept(place, owner, written))
    try:
        old = swap(folder, place)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EBUSY):  # a layer of a container, or a disk mounted there
            raise
        fill(folder, place, owner(place) if owner else None)
        return
    if not old:
        return
    try:
        if owner:
            carry(old, place, _kept(old, owner, written))  # what came meanwhile
    except BaseException:
        swap_back(old, place, folder)
        raise
    remove(old)


def _kept(place: Path, owner: Owner, written: frozenset[str]) -> list[str]:
    return [name for name in listing.others(place, owner(place)) if name not in written]
