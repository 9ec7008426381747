"""MNIST from the network, into this program's cache."""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from analysis.data import folder, mnist
from analysis.errors import DatasetError, OutputError
from analysis.files import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analysis.data.images import ImageSet
    from analysis.progress import Advance, Progress


@dataclass(frozen=True)
class Mirror:
    """A place on the network that has all of MNIST."""

    name: str
    url: str
    files: Mapping[str, str]
    """Names, and the SHA-256 of each as it arrives: nothing else is unpacked."""


IDX_FILES = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}
MIRRORS = (
    Mirror("the PyTorch mirror", "https://ossci-datasets.s3.amazonaws.com/mnist/", IDX_FILES),
    Mirror("the CVDF mirror", "https://storage.googleapis.com/cvdf-datasets/mnist/", IDX_FILES),
    Mirror(
        "the Keras mirror",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        {"mnist.npz": "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"},
    ),
)
# The same on all three to a percent; the bar needs it.
BYTES = 11_600_000
# A server that sends more than this sends something else.
MOST_BYTES = 16_000_000
AS_IT_IS = {"Accept-Encoding": "identity"}
# Seconds to connect and between two packets: without a network the sample must start soon.
TIMEOUT = (4, 20)
RETRIES = 1
CHUNK = 1 << 16


def cache() -> Path:
    """Return the folder of the downloaded files; it exists only when they were complete and verified."""
    place = platformdirs.user_cache_path("digits-report", appauthor=False) / "mnist"
    # Without a home `~` stays as it is, and would become a folder of that name here.
    return place if place.is_absolute() else Path(os.devnull, "mnist")


def fetch(progress: Progress) -> tuple[ImageSet, ImageSet]:
    """Download from the first mirror that delivers MNIST, keep it in the cache, return training and test set.

    Raises DatasetError that says what was wrong with each mirror.
    """
    reasons = []
    for mirror in MIRRORS:
        try:
            return _fetch_from(mirror, progress)
        except DatasetError as error:
            reasons.append(f"{mirror.name}: {error}")
    raise DatasetError("; ".join(reasons))


def _fetch_from(mirror: Mirror, progress: Progress) -> tuple[ImageSet, ImageSet]:
    try:
        with _place(progress) as arriving:
            with progress.bar(f"Downloading from {mirror.name}", BYTES) as advance:
                _download(mirror, arriving, advance)
            training, test = folder.read(arriving)
            mnist.verify(mnist.checksums(training, test))
    except (OSError, OutputError) as error:  # requests' errors are OSErrors too
        raise DatasetError(_reason(error)) from error
    return training, test


@contextmanager
def _place(progress: Progress) -> Iterator[Path]:
    """Yield where the files arrive: to stay in the cache, or for this run alone where that cannot be written."""
    try:
        cache().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache().parent):
            pass
    except OSError:  # no home, or a read-only one
        progress.warn("This program's cache cannot be written, so the next run downloads MNIST again.")
        with tempfile.TemporaryDirectory() as passing:
            yield Path(passing)
    else:
        with new_folder(cache()) as arriving:
            yield arriving


def _download(mirror: Mirror, arriving: Path, advance: Advance) -> None:
    import pooch  # noqa: PLC0415 – brings requests, and most runs need neither

    pooch.get_logger().setLevel(logging.ERROR)
    remote = pooch.create(arriving, mirror.url, registry=dict(mirror.files), retry_if_failed=RETRIES)
    for file in mirror.files:
        bar = _Bytes(advance, arriving)
        get = pooch.HTTPDownloader(bar, chunk_size=CHUNK, timeout=TIMEOUT, headers=AS_IT_IS)
        try:
            remote.fetch(file, downloader=get)
        except ValueError as error:  # what pooch raises of another checksum
            raise DatasetError(f"{file} arrived with another SHA-256 than it should have") from error


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

    def __init__(self, advance: Advance, arriving: Path) -> None:
        self.total = 0
        self._advance, self._arriving = advance, arriving
        self._done = 0

    def update(self, amount: int) -> None:
        """Count what came.  Raises DatasetError where more lies there than MNIST has.

        Looked up, not added: a server that packs its answer makes much out of few bytes.
        """
        self._done += amount
        if sum(file.stat().st_size for file in self._arriving.iterdir()) > MOST_BYTES:
            raise DatasetError(f"the server sends more than the {MOST_BYTES:,} bytes that MNIST may have")
        self._advance(amount)

    def reset(self) -> None:
        self._advance(-self._done)
        self._done = 0

    def close(self) -> None:
        """Do nothing: the caller closes the bar."""
