"""A folder that cannot be exchanged itself gets new content, file by file."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from analysis.system.files import listing
from analysis.system.files.neighbouring_paths import remove


def fill(folder: Path, place: Path, owned: listing.Owned | None) -> None:
    """Move all files of `folder` to `place`, and remove what is there of ours besides; where owned is None, all else.

    Killed half-way, the next call finishes: meanwhile the list names the old files and the new ones.
    """
    written = listing.files(folder)
    stale = _stale(folder, place, owned, written)
    if owned is not None:
        _announce(folder, place, owned, written)
    _move(folder, place, set(written) - {listing.LISTING})
    _remove(place, stale)
    if owned is not None:
        _move(folder, place, [listing.LISTING])


def _stale(folder: Path, place: Path, owned: listing.Owned | None, written: Iterable[str]) -> list[str]:
    if owned is None:
        there = [name for name in listing.files(place) if folder not in (place / name).parents]
    else:
        there = [name for name, known in owned.items() if listing.is_own(place / name, known)]
    return sorted(set(there) - set(written))


def _announce(folder: Path, place: Path, owned: listing.Owned, written: Iterable[str]) -> None:
    """Put a list of old and new files at the place; the one of the new files alone comes with them, as the last."""
    both = {**owned, **dict.fromkeys(written)}
    both.pop(listing.LISTING)
    announced = folder / f"{listing.LISTING}.both"
    announced.write_bytes(listing.form(both))
    announced.replace(place / listing.LISTING)


def _move(folder: Path, place: Path, written: Iterable[str]) -> None:
    """Pages after what they show."""
    for name in sorted(written, key=lambda name: (name.endswith(".html"), name)):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).replace(place / name)


def _remove(place: Path, stale: Iterable[str]) -> None:
    """Remove files, and folders that are empty then."""
    for name in stale:
        remove(place / name)
        for parent in list(PurePosixPath(name).parents)[:-1]:
            with suppress(OSError):
                (place / parent).rmdir()
