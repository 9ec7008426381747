"""What others put into a folder of ours comes along when the folder is exchanged: the same files on the disk."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from analysis.system.errors import OutputError
from analysis.system.files.listing import is_folder


def carry(old: Path, new: Path, names: Iterable[str]) -> None:
    """Let files, links and folders of `old` be in `new`, too; `names` has folders before what is in them.

    Files are linked, so that content, mode and times are the same; where the disk knows no links they are copied.
    May be called again for what came later.  Raises OSError, and OutputError for what can be neither.
    """
    folders = []
    for name in names:
        source, target = old / name, new / name
        if is_folder(source):
            target.mkdir(exist_ok=True)
            folders.append(name)
        elif not _same(source, target):
            target.unlink(missing_ok=True)
            _link(source, target)
    for name in reversed(folders):
        resemble(new / name, old / name)
        shutil.copystat(old / name, new / name)


def resemble(path: Path, model: Path) -> None:
    """Give a file or folder the mode of another, and its owner as far as this is allowed."""
    found = model.stat()
    with suppress(OSError):
        os.chown(path, found.st_uid, found.st_gid)
    path.chmod(stat.S_IMODE(found.st_mode))  # after the owner: a change of that clears bits


def _same(one: Path, other: Path) -> bool:
    return os.path.lexists(other) and os.path.samestat(one.lstat(), other.lstat())


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        if not (source.is_symlink() or source.is_file()):
            raise OutputError(
                f"Expected files, folders and links in {source.parent}, found {source.name}, which is none: "
                "move it away, or choose another folder."
            ) from None
        shutil.copy2(source, target, follow_symlinks=False)
