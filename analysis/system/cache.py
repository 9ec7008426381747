"""What this program keeps for the next time, in its folder of the user's cache: to lose it costs nothing but time."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import platformdirs

NOWHERE = Path(os.devnull)
DIGEST = 32
"""Bytes before the content of an entry, by which what is damaged or foreign is told."""


def place(name: str) -> Path:
    """Return the folder of this name in the cache, which may not exist; for a user without a home one that cannot."""
    found = platformdirs.user_cache_path("digits-report", appauthor=False)
    return (found if found.is_absolute() else NOWHERE) / name


class Kept:
    """Byte strings under keys that may be names of files; those used longest ago go where all are more than `most` bytes.

    Where nothing can be read or written, nothing is kept.  Several processes may use one folder.
    """

    def __init__(self, folder: Path, most: int) -> None:
        """Make nothing yet."""
        self._folder, self._most = folder, most

    def get(self, key: str) -> bytes | None:
        """Return what was kept; None where that is nothing, or not what was kept."""
        path = self._folder / key
        with suppress(OSError):
            if path.is_file():  # reading a pipe might not end
                entry = path.read_bytes()
                if entry[:DIGEST] == _digest(key, entry[DIGEST:]):
                    os.utime(path)
                    return entry[DIGEST:]
        return None

    def put(self, entries: dict[str, bytes]) -> None:
        """Keep contents by their keys, each whole or not at all."""
        if not entries:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for key, content in entries.items():
                self._write(key, content)
            self._shrink()

    def _write(self, key: str, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            try:
                file.write(_digest(key, content) + content)
                file.close()
                Path(file.name).replace(self._folder / key)
            except BaseException:
                file.close()
                Path(file.name).unlink()
                raise

    def _shrink(self) -> None:
        """Remove the oldest entries, among them what a process that was killed has left of one."""
        entries = [(path, path.stat()) for path in self._folder.iterdir()]
        room = self._most
        for path, found in sorted(entries, key=lambda entry: -entry[1].st_mtime):
            room -= found.st_size
            if room < 0:
                path.unlink()


def _digest(key: str, content: bytes) -> bytes:
    return sha256(b"\0".join([key.encode(), content])).digest()
