"""The list of what this program wrote into a folder that others may use, too: checksums as `sha256sum -c` reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from analysis.system.errors import OutputError

Owned = Mapping[str, str | None]
"""What this program wrote, by name in the folder: its checksum, or None where whatever stands there is ours."""
LISTING = "digits-report.sha256"
UNKNOWN = "0" * 64
"""Stands in the list for a file that is being replaced."""
_LINE = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<name>[^\x00\n\\]+)")


def read(folder: Path) -> Owned | None:
    """Return the checksum of each listed file; None where there is no list.  Raises OutputError where it is damaged."""
    try:
        lines = (folder / LISTING).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        lines = ["?"]
    found = [_LINE.fullmatch(line) for line in lines]
    listed = {each["name"]: None if each["sum"] == UNKNOWN else each["sum"] for each in found if each}
    if len(listed) < len(lines) or not all(map(_is_inside, listed)):
        raise OutputError(
            f"Expected checksums of the files that digits-report wrote in {folder / LISTING}, found something else: "
            "remove that file, or choose another folder."
        )
    return {**listed, LISTING: checksum(folder / LISTING)}


def seal(folder: Path) -> None:
    """Write the list of all files of a folder into it."""
    sums = {name: checksum(folder / name) for name in files(folder) if name != LISTING}
    (folder / LISTING).write_bytes(form(sums))


def form(owned: Owned) -> bytes:
    """Return the list as it is written; equal files give equal bytes."""
    return "".join(f"{owned[name] or UNKNOWN}  {name}\n" for name in sorted(owned)).encode()


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def files(folder: Path) -> list[str]:
    """Return the names of all that is no folder, sorted; links are not followed."""
    return sorted(name for name, is_folder in _walk(folder) if not is_folder)


def others(folder: Path, owned: Owned) -> list[str]:
    """Return the names of all that this program did not write, folders before what is in them.

    A listed file that was changed since is somebody's work, too.  A folder that holds only files of ours is ours.
    """
    names = list(_walk(folder)) if folder.is_dir() else []
    kept: set[str] = set()
    inhabited = {_around(name) for name, _ in names}
    for name, folds in reversed(names):  # what is in a folder before the folder
        if folds:
            is_kept = name in kept or name not in inhabited
        else:
            is_kept = name not in owned or not is_own(folder / name, owned[name])
        if is_kept:
            kept |= {name, _around(name)}
    return [name for name, _ in names if name in kept]


def is_own(path: Path, known: str | None) -> bool:
    """Say whether a file is there with its checksum (with any, where None is known); a link is not.

    Another process may remove it meanwhile.
    """
    try:
        return is_file(path) and (known is None or checksum(path) == known)
    except FileNotFoundError:
        return False


def refuse_collision(folder: Path, owned: Owned, written: Mapping[str, bytes | None]) -> None:
    """Raise OutputError where something of somebody else stands in the way of what shall be written."""
    name = collision(folder, owned, written)
    if name is not None and name in owned and not is_folder(folder / name):
        raise OutputError(
            f"Expected {folder / name} as digits-report wrote it, found it changed since: move your version away, or "
            "remove it to have it made anew."
        )
    if name is not None:
        raise OutputError(
            f"Expected {folder / name} to be absent or written by digits-report, found something else there: "
            "move it away, or choose another folder."
        )


def collision(folder: Path, owned: Owned, written: Mapping[str, bytes | None]) -> str | None:
    """Return the first name where something that is not owned stands in the way of what shall be written.

    What was owned and is changed since is somebody's work, too.  A file with the same content does not stand in the
    way; content None is like no other.
    """
    for name, content in sorted(written.items()):
        for parent in reversed(PurePosixPath(name).parents):
            if os.path.lexists(folder / parent) and not is_folder(folder / parent):
                return str(parent)
        path = folder / name
        if is_folder(path):
            return name
        if os.path.lexists(path) and not (
            (name in owned and (path.is_symlink() or is_own(path, owned[name]))) or _holds(path, content)
        ):
            return name
    return None


def is_folder(path: Path) -> bool:
    """Say whether this is a folder, and no link to one."""
    return path.is_dir() and not path.is_symlink()


def is_file(path: Path) -> bool:
    """Say whether this is an ordinary file, and no link to one."""
    return path.is_file() and not path.is_symlink()


def _holds(path: Path, content: bytes | None) -> bool:
    return content is not None and is_file(path) and path.read_bytes() == content


def _around(name: str) -> str:
    """Return the name of the folder that something is in; empty for what is in none."""
    return name.rpartition("/")[0]


def _walk(folder: Path, within: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the name of all that is in a folder, sorted, each folder before what is in it, and whether it is a folder.

    There may be ten thousands, as in `.git`: the system's list says what each is.
    """
    with os.scandir(folder) as entries:
        found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for name, is_folder in found:
        yield within + name, is_folder
        if is_folder:
            yield from _walk(folder / name, f"{within}{name}/")


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name
