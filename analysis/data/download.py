"""MNIST from the network, into this program's cache."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import platformdirs

from analysis.data import folder, mnist
from analysis.errors import DatasetError, OutputError
from analysis.files import new_folder

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.data.images import ImageSet
    from analysis.progress import Advance, Progress


@dataclass(frozen=True)
class Mirror:
    """A place on the network that has all of MNIST."""

    name: str
    url: str
    files: tuple[str, ...]


IDX_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
MIRRORS = (
    Mirror("the PyTorch mirror", "https://ossci-datasets.s3.amazonaws.com/mnist/", IDX_FILES),
    Mirror("the CVDF mirror", "https://storage.googleapis.com/cvdf-datasets/mnist/", IDX_FILES),
    Mirror(
        "the Keras mirror",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        ("mnist.npz",),
    ),
)
# The same on all three to a percent; only the bar needs it.
BYTES = 11_600_000
# Seconds to connect and between two packets: without a network the sample must start soon.
TIMEOUT = (4, 20)
RETRIES = 1


def cache() -> Path:
    """Return the folder of the downloaded files; it exists only when they were complete and verified."""
    return platformdirs.user_cache_path("digits-report", appauthor=False) / "mnist"


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
        cache().parent.mkdir(parents=True, exist_ok=True)
        with new_folder(cache()) as arriving:
            with progress.bar(f"Downloading from {mirror.name}", BYTES) as advance:
                _download(mirror, arriving, advance)
            training, test = folder.read(arriving)
            mnist.verify(mnist.checksums(training, test))
    except (OSError, OutputError) as error:  # requests' errors are OSErrors too
        raise DatasetError(_reason(error)) from error
    return training, test


def _download(mirror: Mirror, arriving: Path, advance: Advance) -> None:
    import pooch  # noqa: PLC0415 – brings requests, and most runs need neither

    pooch.get_logger().setLevel(logging.ERROR)
    # No hash here: pooch would check the gzip wrapper, which differs; the content is checked on arrival.
    remote = pooch.create(arriving, mirror.url, registry=dict.fromkeys(mirror.files), retry_if_failed=RETRIES)
    for file in mirror.files:
        bar = _Bytes(advance)
        remote.fetch(file, downloader=pooch.HTTPDownloader(bar, chunk_size=1 << 16, timeout=TIMEOUT))


def answers(mirror: Mirror) -> bool:
    """Ask a mirror whether it has the first file, without fetching it."""
    import pooch  # noqa: PLC0415 – see `_download`

    ask = pooch.HTTPDownloader(timeout=TIMEOUT)
    try:
        return bool(ask(mirror.url + mirror.files[0], None, None, check_only=True))
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
            return "this program's cache cannot be written"


class _Bytes:
    """What pooch expects of a progress bar, on top of ours; it resets a bar to fill it exactly."""

    def __init__(self, advance: Advance) -> None:
        self.total = 0
        self._advance = advance
        self._done = 0

    def update(self, amount: int) -> None:
        self._done += amount
        self._advance(amount)

    def reset(self) -> None:
        self._advance(-self._done)
        self._done = 0

    def close(self) -> None:
        """Do nothing: the caller closes the bar."""
