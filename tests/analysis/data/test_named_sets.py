"""Laws of the sets that are downloaded by their names, with small stand-ins on a server of our own."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import md5, sha256
from pathlib import Path

import numpy as np
import pytest

from analysis.data import download, idx, sources
from analysis.data.images import Dataset
from analysis.data.remotes import REMOTES, Mirror
from analysis.run.settings import taken_by
from analysis.system.errors import DatasetError
from analysis.system.progress import NullProgress
from tests.analysis.data.made_data import strokes
from tests.analysis.data.server import Handler, serving

PARTS = {"digits": 10, "letters": 26, "balanced": 47}


@dataclass(frozen=True)
class Server:
    """Where the stand-ins lie, and at which address they are served."""

    files: Path
    address: str

    def offer(self, name: str, *, checksum: Callable[[bytes], str] | None = None) -> None:
        """Serve a set of that name from here alone, as large as its stand-in is."""
        remote = REMOTES[name]
        sums = {
            file: checksum((self.files / file).read_bytes()) if checksum else told
            for file, told in remote.mirrors[0].files.items()
        }
        size = sum((self.files / file).stat().st_size for file in sums)
        assert remote.known
        counts = (12 * len(remote.known.names), 2 * len(remote.known.names))
        known = remote.known._replace(counts=counts)
        here = replace(remote, mirrors=(Mirror("here", self.address, sums),), size=size, known=known)
        REMOTES[name] = here


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serve an empty folder."""
    monkeypatch.setattr(download, "RETRIES", 0)
    for name, remote in REMOTES.items():
        monkeypatch.setitem(REMOTES, name, remote)
    files = tmp_path / "served"
    files.mkdir()
    with serving(files) as address:
        yield Server(files, address)


def parts_of(classes: int, first: int = 0) -> dict[str, np.ndarray]:
    """Draw twelve training and two test images of each class; labels count from `first`."""
    (x_train, y_train), (x_test, y_test) = (
        strokes(12 * classes, classes),
        strokes(2 * classes, classes, seed=1),
    )
    return {
        "train-images": x_train,
        "train-labels": y_train + first,
        "test-images": x_test,
        "test-labels": y_test + first,
    }


def packed(name: str, content: np.ndarray) -> bytes:
    """Write an array as the files of that name are written."""
    if "idx2-int" in name:
        wide = np.zeros((len(content), 8), ">i4")
        wide[:, 0] = content
        return gzip.compress(np.array([0xC02, *wide.shape], ">u4").tobytes() + wide.tobytes())
    return gzip.compress(idx.encode(content.astype(np.uint8)))


def fill(server: Server, name: str) -> None:
    """Put the files of a set of ten classes onto the server."""
    arrays = parts_of(10)
    for file in REMOTES[name].mirrors[0].files:
        part = "train" if "train-" in file else "test"
        what = "images" if "images" in file else "labels"
        (server.files / file).write_bytes(packed(file, arrays[f"{part}-{what}"]))


def fill_emnist(server: Server) -> None:
    """Put an archive onto the server, with images whose rows are columns, and with what nobody needs."""
    with zipfile.ZipFile(server.files / "gzip.zip", "w") as file:
        for name, classes in {**PARTS, "byclass": 62}.items():
            for what, array in parts_of(classes, first=int(name == "letters")).items():
                content = array.swapaxes(1, 2) if array.ndim == 3 else array
                form = "idx3" if array.ndim == 3 else "idx1"
                file.writestr(f"gzip/emnist-{name}-{what}-{form}-ubyte.gz", packed(form, content))
        file.writestr("gzip/../../outside.gz", b"?")


def of_sha256(content: bytes) -> str:
    return sha256(content).hexdigest()


def of_md5(content: bytes) -> str:
    return f"md5:{md5(content, usedforsecurity=False).hexdigest()}"


def load(name: str) -> Dataset:
    return sources.load(name, NullProgress())


@pytest.mark.parametrize(
    ("name", "checksum", "title", "noun", "third", "polarity"),
    [
        ("fashion-mnist", of_sha256, "Fashion-MNIST", "garment", "Pullover", "photograph"),
        ("kmnist", of_sha256, "Kuzushiji-MNIST", "character", "su", "ink"),
        ("qmnist", of_md5, "QMNIST", "digit", "2", "ink"),
    ],
)
def test_a_named_set_is_downloaded_once(  # noqa: PLR0913, PLR0917
    name: str,
    checksum: Callable[[bytes], str],
    title: str,
    noun: str,
    third: str,
    polarity: str,
    server: Server,
) -> None:
    """The first use fetches and keeps it, with its own names, noun and polarity; the second needs no network."""
    fill(server, name)
    server.offer(name, checksum=checksum)

    found = load(name)
    for file in server.files.iterdir():
        file.unlink()
    again = load(name)

    assert (found.source, again.source) == ("a download", "this program's cache")
    assert (found.title, found.name, found.published) == (title, "folder", name)
    assert (found.classes.noun, found.classes.names[2]) == (noun, third)
    assert found.test.polarity == polarity
    assert [source.outcome for source in found.tried] == ["nothing there yet", "used"]
    assert again.sha256 == found.sha256
    np.testing.assert_array_equal(found.training.images, parts_of(10)["train-images"])


def test_one_archive_serves_all_of_emnist(server: Server) -> None:
    """The wanted files of its archive are kept, nothing outside them is written, and the images stand upright."""
    fill_emnist(server)
    for name in PARTS:
        server.offer(f"emnist-{name}", checksum=of_sha256)

    found = load("emnist-letters")
    (server.files / "gzip.zip").unlink()
    others = [load(f"emnist-{name}") for name in ("digits", "balanced")]

    np.testing.assert_array_equal(found.training.images, parts_of(26)["train-images"])
    assert "rows and columns were exchanged" in str(found.reading)
    assert (found.classes.names[0], found.classes.names[-1], found.classes.noun) == ("A", "Z", "letter")
    assert [other.source for other in others] == ["this program's cache"] * 2
    assert [len(other.classes.names) for other in others] == [10, 47]
    kept = {path.name for path in download.cache(REMOTES["emnist-letters"]).rglob("*") if path.is_file()}
    assert len(kept) == 12
    assert not any("byclass" in name or "outside" in name for name in kept)


def spoil(how: str, server: Server) -> None:
    """Have the server send something else."""
    name = "fashion-mnist"
    first = server.files / next(iter(REMOTES[name].mirrors[0].files))
    match how:
        case "wrong checksum":
            first.write_bytes(gzip.compress(b"?"))
        case "too large":
            first.write_bytes(bytes(2 * REMOTES[name].most))
        case "away":
            nowhere = Mirror("here", "http://127.0.0.1:9/", {first.name: "0"})
            REMOTES[name] = replace(REMOTES[name], mirrors=(nowhere,))
        case "wrong content":
            known = REMOTES[name].known
            assert known
            REMOTES[name] = replace(REMOTES[name], known=known._replace(counts=(60_000, 10_000)))
        case "truncated":
            Handler.short = frozenset([first.name])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("wrong checksum", "train-images-idx3-ubyte.gz arrived with another checksum than it should have"),
        ("too large", "the server sends more than the [0-9,]+ bytes that Fashion-MNIST may have"),
        ("away", "no connection"),
        (
            "wrong content",
            "Expected 60,000 training and 10,000 test images of 10 classes in Fashion-MNIST, found 120 and 20",
        ),
        ("truncated", "the connection broke"),
    ],
)
def test_a_failed_download_leaves_nothing(
    how: str, said: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes instead of the set, one sentence names the reason and the way out, and the cache stays empty."""
    monkeypatch.setattr(Handler, "short", frozenset())
    fill(server, "fashion-mnist")
    server.offer("fashion-mnist", checksum=of_sha256)
    spoil(how, server)

    with pytest.raises(DatasetError, match=f"here: .*{said}.*connect to the network, or name a folder"):
        load("fashion-mnist")
    assert not list(download.cache(REMOTES["fashion-mnist"]).parent.iterdir())


def test_checksums_are_whole() -> None:
    """Each file of each set has a checksum of its kind's length, and the sets are those that can be described."""
    for name, remote in REMOTES.items():
        assert (remote.known is None) == (name == "mnist")
        for mirror in remote.mirrors:
            lengths = {len(told.removeprefix("md5:")) for told in mirror.files.values()}
            assert lengths == ({32} if name == "qmnist" else {64})
            assert mirror.url.endswith("/")


def test_every_name_is_told() -> None:
    """The settings and the help of the command name every set that can be downloaded."""
    dataset = taken_by("build")["dataset"]
    assert all(
        name in text for name in REMOTES if name != "mnist" for text in (dataset.comment, dataset.help)
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [("fashion_mnist", "fashion-mnist"), ("emnist", "emnist-digits, emnist-letters, emnist-balanced")],
)
def test_a_name_that_was_meant(
    name: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is nearly one of the sets' is answered with them."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatasetError, match=rf"check the spelling, or say --dataset {meant}\.$"):
        load(name)
