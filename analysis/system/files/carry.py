"""What others put into a folder of ours comes along when the folder is exchanged: the same files on the disk."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.system.errors import OutputError


def carry(old: Path, new: Path, names: Iterable[str]) -> None:
    """Let files, links and folders of `old` be in `new`, too; `names` has folders before what is in them.

    Files are linked, so that content, mode and times are the same; where the disk knows no links they are copied.
    What its owner removes meanwhile – a lock of git, say – is left out.  May be called again for what came later.
    Raises OSError, and OutputError for what can be neither.
    """
    folders = []
    for name in names:  # plain texts: there may be ten thousands, and a path costs more than a link
        source, target = f"{old}/{name}", f"{new}/{name}"
        with _unless_removed(source):
            state = os.lstat(source)
            if stat.S_ISDIR(state.st_mode):
                Path(target).mkdir(exist_ok=True)
                folders.append(name)
            elif not _same(state, target):
                with suppress(FileNotFoundError):
                    os.unlink(target)  # noqa: PTH108 – as above
                _link(source, target)
    for name in reversed(folders):
        with _unless_removed(old / name):
            resemble(new / name, old / name)
            shutil.copystat(old / name, new / name)


@contextmanager
def _unless_removed(source: str | Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        if os.path.lexists(source):
            raise


def resemble(path: Path, model: Path) -> None:
    """Give a file or folder the mode of another, and its owner as far as this is allowed."""
    found = model.stat()
    with suppress(OSError):
        os.chown(path, found.st_uid, found.st_gid)
    path.chmod(stat.S_IMODE(found.st_mode))  # after the owner: a change of that clears bits


def _same(state: os.stat_result, other: str) -> bool:
    try:
        return os.path.samestat(state, os.lstat(other))
    except FileNotFoundError:
        return False


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        path = Path(source)
        state = path.lstat()
        if not (stat.S_ISLNK(state.st_mode) or stat.S_ISREG(state.st_mode)):
            raise OutputError(
                f"Expected files, folders and links in {path.parent}, found {path.name}, which is none: "
                "move it away, or choose another folder."
            ) from None
        shutil.copy2(source, target, follow_symlinks=False)
