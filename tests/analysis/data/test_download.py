"""Downloads from a server of our own: whole and verified, or not kept."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from analysis.data import download, sources
from analysis.data.download import IDX_FILES, Mirror
from analysis.errors import DatasetError
from analysis.progress import NullProgress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analysis.data.images import ImageSet
    from analysis.progress import Advance

    Pair = tuple[ImageSet, ImageSet]


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder without a word; promises more than it sends of a file in `short`."""

    short: frozenset[str] = frozenset()

    def send_header(self, keyword: str, value: str) -> None:
        """Lengthen the promise."""
        if keyword == "Content-Length" and self.path.strip("/") in self.short:
            value = str(int(value) + 10)
        super().send_header(keyword, value)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 – the name is the base's
        """Say nothing."""


@pytest.fixture
def server(zipped: Path) -> Iterator[str]:
    """Serve the gzipped digits; return the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(zipped))) as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "RETRIES", 0)


def nowhere() -> Mirror:
    """Return a mirror that refuses connections."""
    return Mirror("nowhere", "http://127.0.0.1:9/", IDX_FILES)


@pytest.mark.usefixtures("as_mnist")
def test_a_download_is_kept(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What arrived is the next run's cache, and nothing else is left beside it."""
    monkeypatch.setattr(download, "MIRRORS", (Mirror("here", server, IDX_FILES),))

    assert sources.load("mnist", NullProgress()).source == "a download"
    assert sources.load("mnist", NullProgress()).source == "this program's cache"
    assert [path.name for path in download.cache().parent.iterdir()] == ["mnist"]


@pytest.mark.usefixtures("as_mnist")
def test_the_next_mirror_steps_in(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mirror that cannot be reached is passed over."""
    monkeypatch.setattr(download, "MIRRORS", (nowhere(), Mirror("here", server, IDX_FILES)))

    assert len(download.fetch(NullProgress())[1]) == 40


@pytest.mark.usefixtures("as_mnist")
def test_a_damaged_cache_is_replaced(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that went bad is downloaded anew."""
    monkeypatch.setattr(download, "MIRRORS", (Mirror("here", server, IDX_FILES),))
    download.cache().mkdir(parents=True)
    (download.cache() / IDX_FILES[0]).write_bytes(b"\x1f\x8bbad")

    assert sources.load("mnist", NullProgress()).source == "a download"
    assert sources.load("mnist", NullProgress()).source == "this program's cache"


@pytest.mark.parametrize(
    ("breakage", "reason"),
    [
        ("cut", "here: the connection broke"),
        ("missing", "here: the server answered 404"),
        ("other content", "another SHA-256 for the train-images"),
        ("no network", "nowhere: no connection"),
    ],
)
def test_a_failed_download_leaves_nothing(
    breakage: str, reason: str, server: str, zipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut short, missing, or of another content: told apart, and no trace in the cache."""
    mirror = nowhere() if breakage == "no network" else Mirror("here", server, IDX_FILES)
    monkeypatch.setattr(download, "MIRRORS", (mirror,))
    if breakage == "cut":
        monkeypatch.setattr(Handler, "short", frozenset(IDX_FILES[2:3]))
    if breakage == "missing":
        (zipped / IDX_FILES[1]).unlink()

    with pytest.raises(DatasetError, match=reason):
        sources.look(sources.Source("download", partial(download.fetch, NullProgress())))
    assert list(download.cache().parent.iterdir()) == []


class Counter(NullProgress):
    """Adds up what the bar was told."""

    bytes = 0

    @contextmanager
    def bar(self, title: str, total: int) -> Iterator[Advance]:
        """Count."""
        del title, total
        yield self.add

    def add(self, amount: int) -> None:
        """Add."""
        self.bytes += amount


@pytest.mark.usefixtures("as_mnist")
def test_the_bar_counts_every_byte(server: str, zipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps of the bar add up to the size of the files."""
    monkeypatch.setattr(download, "MIRRORS", (Mirror("here", server, IDX_FILES),))
    counter = Counter()

    download.fetch(counter)

    assert counter.bytes == sum(file.stat().st_size for file in zipped.iterdir())
