"""Downloads from a server of our own: whole and verified, or not kept."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from analysis.data import download, sources
from analysis.data.images import ImageSet
from analysis.data.remotes import REMOTES, Mirror
from analysis.system.errors import DatasetError
from analysis.system.progress import Advance, NullProgress
from tests.analysis.data.made_data import mirrors
from tests.analysis.data.server import Handler, serving

Pair = tuple[ImageSet, ImageSet]

FILES = tuple(REMOTES["mnist"].mirrors[0].files)


@pytest.fixture
def server(zipped: Path) -> Iterator[str]:
    """Serve the gzipped digits; return the address."""
    with serving(zipped) as address:
        yield address


@pytest.fixture
def here(server: str, zipped: Path) -> Mirror:
    """Return the mirror that serves them."""
    files = {file: sha256((zipped / file).read_bytes()).hexdigest() for file in FILES}
    return Mirror("here", server, files)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "RETRIES", 0)


def nowhere() -> Mirror:
    """Return a mirror that refuses connections."""
    return Mirror("nowhere", "http://127.0.0.1:9/", dict.fromkeys(FILES, "0"))


@pytest.mark.usefixtures("as_mnist")
def test_a_download_is_kept(here: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    """What arrived is the next run's cache, and nothing else is left beside it."""
    mirrors(monkeypatch, here)

    assert sources.load("mnist", NullProgress()).source == "a download"
    assert sources.load("mnist", NullProgress()).source == "this program's cache"
    assert [path.name for path in download.cache(REMOTES["mnist"]).parent.iterdir()] == ["mnist"]


@pytest.mark.usefixtures("as_mnist")
def test_the_next_mirror_steps_in(here: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mirror that cannot be reached is passed over."""
    mirrors(monkeypatch, nowhere(), here)

    assert len(download.fetch(REMOTES["mnist"], NullProgress()).test) == 40


@pytest.mark.usefixtures("as_mnist")
def test_a_damaged_cache_is_replaced(here: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that went bad is downloaded anew."""
    mirrors(monkeypatch, here)
    download.cache(REMOTES["mnist"]).mkdir(parents=True)
    (download.cache(REMOTES["mnist"]) / next(iter(FILES))).write_bytes(b"\x1f\x8bbad")

    assert sources.load("mnist", NullProgress()).source == "a download"
    assert sources.load("mnist", NullProgress()).source == "this program's cache"


def break_it(how: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the server send something else for one file."""
    match how:
        case "cut":
            monkeypatch.setattr(Handler, "short", frozenset([file.name]))
        case "missing":
            file.unlink()
        case "a bomb":
            file.write_bytes(gzip.compress(bytes(2**27), 1))
        case "an endless file":
            file.write_bytes(bytes(17_000_000))
        case "a packed answer":
            file.write_bytes(gzip.compress(bytes(17_000_000)))
            monkeypatch.setattr(Handler, "packed", True)


@pytest.mark.parametrize(
    ("breakage", "reason"),
    [
        ("cut", "here: the connection broke"),
        ("missing", "here: the server answered 404"),
        ("other content", "another SHA-256 for the train-images"),
        ("a bomb", f"{next(iter(FILES))} arrived with another checksum"),
        ("an endless file", "sends more than the 16,240,000 bytes"),
        ("a packed answer", "sends more than the 16,240,000 bytes"),
        ("no network", "nowhere: no connection"),
    ],
)
def test_a_failed_download_leaves_nothing(
    breakage: str, reason: str, here: Mirror, zipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut short, missing, of another content, too long: told apart, nothing unpacked, and no trace in the cache."""
    mirrors(monkeypatch, nowhere() if breakage == "no network" else here)
    break_it(breakage, zipped / next(iter(FILES)), monkeypatch)

    with pytest.raises(DatasetError, match=reason):
        sources.look(sources.Source("download", partial(download.fetch, REMOTES["mnist"], NullProgress())))
    assert list(download.cache(REMOTES["mnist"]).parent.iterdir()) == []


@pytest.mark.usefixtures("as_mnist")
@pytest.mark.parametrize("home", ["a file", "none"])
def test_no_cache_is_needed(home: str, here: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept, MNIST is downloaded for one run, and no folder called ~ appears."""
    mirrors(monkeypatch, here)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    if home == "none":  # some versions of platformdirs answer so, others ask the system for the home
        homeless = Path("~nobody-of-that-name/x")
        monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: homeless)
    before = set(tmp_path.iterdir())

    assert sources.load("mnist", NullProgress()).source == "a download"
    assert set(tmp_path.iterdir()) == before


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
def test_the_bar_counts_every_byte(here: Mirror, zipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps of the bar add up to the size of the files."""
    mirrors(monkeypatch, here)
    counter = Counter()

    download.fetch(REMOTES["mnist"], counter)

    assert counter.bytes == sum(file.stat().st_size for file in zipped.iterdir())
