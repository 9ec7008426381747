"""Data sets from the network, into this program's cache: whole and with the known checksums, or not at all."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import platformdirs

from analysis.data import archive, folder
from analysis.data.folder import Look
from analysis.data.options import DataOptions
from analysis.data.remotes import Mirror, Remote
from analysis.system.errors import DatasetError, OutputError
from analysis.system.files import new_folder
from analysis.system.interrupts import held
from analysis.system.progress import Advance, Progress

AS_IT_IS = {"Accept-Encoding": "identity"}
# Seconds to connect and between two packets: without a network the sample must start soon.
TIMEOUT = (4, 20)
RETRIES = 1
CHUNK = 1 << 16


# Bytes from which on the size is said before.
LARGE = 100_000_000


def cache(remote: Remote) -> Path:
    """Return the folder of the downloaded files; it exists only when they were complete and verified."""
    place = platformdirs.user_cache_path("digits-report", appauthor=False) / remote.folder
    # Without a home `~` stays as it is, and would become a folder of that name here.
    return place if place.is_absolute() else Path(os.devnull, remote.folder)


def fetch(remote: Remote, progress: Progress, options: DataOptions | None = None) -> Look:
    """Download from the first mirror that delivers the set, keep it in the cache, return what it holds.

    Raises DatasetError that says what was wrong with each mirror.
    """
    if remote.size > LARGE:
        progress.say(f"{remote.title} comes in a file of {remote.size / 1e6:,.0f} MB, once.")
    reasons = []
    for mirror in remote.mirrors:
        try:
            return _fetch_from(mirror, remote, progress, options)
        except DatasetError as error:
            reasons.append(f"{mirror.name}: {error}")
    raise DatasetError("; ".join(reasons))


def look(remote: Remote, place: Path, options: DataOptions | None = None) -> Look:
    """Read the set in a folder of its files.  Raises DatasetError unless it holds what it should."""
    found = folder.look(place / remote.inside, options or DataOptions(), remote.known)
    remote.verify(found.training, found.test)
    return found


def _fetch_from(mirror: Mirror, remote: Remote, progress: Progress, options: DataOptions | None) -> Look:
    try:
        with _place(remote, progress) as arriving:
            with progress.bar(f"Downloading from {mirror.name}", remote.size) as advance:
                _download(mirror, arriving, partial(_Bytes, advance, arriving, remote))
            if remote.members:
                _keep_members(arriving / next(iter(mirror.files)), remote)
            return look(remote, arriving, options)
    except (OSError, OutputError) as error:  # requests' errors are OSErrors too
        raise DatasetError(_reason(error)) from error


def _keep_members(packed: Path, remote: Remote) -> None:
    """Put some files of an archive in its place.  Raises DatasetError."""
    wanted = re.compile(remote.members)
    archive.unpack(packed, packed.parent, wanted=lambda name: wanted.fullmatch(name) is not None)
    packed.unlink()


@contextmanager
def _place(remote: Remote, progress: Progress) -> Iterator[Path]:
    """Yield where the files arrive: to stay in the cache, or for this run alone where that cannot be written."""
    place = cache(remote)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with held(), tempfile.TemporaryDirectory(dir=place.parent):
            pass
    except OSError:  # no home, or a read-only one
        progress.warn(
            f"This program's cache cannot be written, so the next run downloads {remote.title} again."
        )
        with tempfile.TemporaryDirectory() as passing:
            yield Path(passing)
    else:
        with new_folder(place) as arriving:
            yield arriving


def _download(mirror: Mirror, arriving: Path, bar: Callable[[], _Bytes]) -> None:
    """Fetch all files, each with a bar that pooch may reset."""
    import pooch  # noqa: PLC0415 – brings requests, and most runs need neither

    pooch.get_logger().setLevel(logging.ERROR)
    remote = pooch.create(arriving, mirror.url, registry=dict(mirror.files), retry_if_failed=RETRIES)
    for file in mirror.files:
        get = pooch.HTTPDownloader(bar(), chunk_size=CHUNK, timeout=TIMEOUT, headers=AS_IT_IS)
        try:
            remote.fetch(file, downloader=get)
        except ValueError as error:  # what pooch raises of another checksum
            raise DatasetError(f"{file} arrived with another checksum than it should have") from error


def answers(mirror: Mirror) -> bool:
    """Ask a mirror whether it has the first file, without fetching it."""
    import pooch  # noqa: PLC0415 – see `_download`

    ask = pooch.HTTPDownloader(timeout=TIMEOUT)
    try:
        return bool(ask(mirror.url + next(iter(mirror.files)), None, None, check_only=True))
    except OSError:
        return False


def _reason(error: Exception) -> str:
    import requests  # noqa: PLC0415 – see `_download`

    match error:
        case requests.HTTPError(response=requests.Response(status_code=code)):
            return f"the server answered {code}"
        case requests.ConnectionError() | requests.Timeout():
            return "no connection"
        case requests.RequestException():
            return "the connection broke"
        case _:
            return "there is no room or no right to write"


class _Bytes:
    """What pooch expects of a progress bar, on top of ours; it resets a bar to fill it exactly."""

    def __init__(self, advance: Advance, arriving: Path, remote: Remote) -> None:
        self.total = 0
        self._advance, self._arriving, self._remote = advance, arriving, remote
        self._done = 0

    def update(self, amount: int) -> None:
        """Count what came.  Raises DatasetError where more lies there than the set has.

        Looked up, not added: a server that packs its answer makes much out of few bytes.
        """
        self._done += amount
        if sum(file.stat().st_size for file in self._arriving.iterdir()) > self._remote.most:
            raise DatasetError(
                f"the server sends more than the {self._remote.most:,} bytes that {self._remote.title} may have"
            )
        self._advance(amount)

    def reset(self) -> None:
        self._advance(-self._done)
        self._done = 0

    def close(self) -> None:
        """Do nothing: the caller closes the bar."""
