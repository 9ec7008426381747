"""The order of the sources, the fallback, and that nothing unverified passes for MNIST."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from analysis.data import download, folder, idx, sources
from analysis.data.images import ImageSet
from analysis.data.options import DataOptions
from analysis.data.remotes import REMOTES
from analysis.system.errors import DatasetError
from analysis.system.progress import NullProgress
from tests.analysis.data.made_data import Listener, mirrors

Pair = tuple[ImageSet, ImageSet]

NAMES = ("the folder in DIGITS_REPORT_DATA", "this program's cache", "Keras' cache", "a download")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    mirrors(monkeypatch)


def put(source: str, zipped: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a source have the digits."""
    match source:
        case "the folder in DIGITS_REPORT_DATA":
            monkeypatch.setenv("DIGITS_REPORT_DATA", str(zipped))
        case "this program's cache":
            shutil.copytree(zipped, download.cache(REMOTES["mnist"]))
        case "Keras' cache":
            target = archive.parent / "keras" / "datasets" / "mnist.npz"
            target.parent.mkdir(parents=True)
            shutil.copy(archive, target)
        case "a download":
            monkeypatch.setattr(download, "fetch", lambda *_: folder.look(zipped, DataOptions()))


@pytest.mark.usefixtures("as_mnist")
@pytest.mark.parametrize("first", range(4))
def test_the_first_source_wins(
    first: int, zipped: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all sources that have MNIST the first is used; those before it are named with their reasons."""
    for source in NAMES[first:]:
        put(source, zipped, archive, monkeypatch)

    found = sources.load("auto", NullProgress())

    assert (found.name, found.source, found.fallback) == ("mnist", NAMES[first], False)
    assert [tried.name for tried in found.tried] == [*NAMES[: first + 1]]
    assert [tried.outcome == "used" for tried in found.tried] == [False] * first + [True]


def test_auto_falls_back_loudly() -> None:
    """Without any source the sample stands in, and the warning and the record name every source."""
    listener = Listener()

    found = sources.load("auto", listener)

    assert (found.name, found.fallback, len(found.test)) == ("digits", True, 360)
    assert tuple(tried.name for tried in found.tried) == NAMES
    assert all(name in listener.warned[0] for name in NAMES)


def test_mnist_never_falls_back() -> None:
    """`mnist` without a source is an error that names every source."""
    with pytest.raises(DatasetError) as caught:
        sources.load("mnist", NullProgress())

    assert all(name in str(caught.value) for name in NAMES)


def test_the_sample_on_request() -> None:
    """`digits` is no fallback: it was asked for."""
    found = sources.load("digits", NullProgress())

    assert (found.name, found.fallback, found.tried) == ("digits", False, ())


def test_other_digits_do_not_pass_for_mnist(zipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source with other content is passed over, with a warning and without the folder's path."""
    monkeypatch.setenv("DIGITS_REPORT_DATA", str(zipped))
    listener = Listener()

    found = sources.load("auto", listener)

    assert found.fallback
    assert "another SHA-256 for the train-images" in found.tried[0].outcome
    assert str(zipped) not in listener.warned[0] + repr(found.tried)


@pytest.mark.usefixtures("as_mnist")
def test_a_broken_variable_is_mentioned(
    plain: Path, zipped: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a later source steps in for a broken one, a warning says so."""
    put("this program's cache", zipped, archive, monkeypatch)
    monkeypatch.setenv("DIGITS_REPORT_DATA", str(plain / "gone"))
    listener = Listener()

    assert sources.load("auto", listener).source == "this program's cache"
    assert [text.split(".")[0] for text in listener.warned] == [
        "the folder in DIGITS_REPORT_DATA was not used"
    ]


def test_a_path_to_other_digits(zipped: Path) -> None:
    """Digits of one's own are taken, under a name of their own."""
    found = sources.load(str(zipped), NullProgress())

    assert (found.name, found.source) == ("folder", "the path in --dataset")
    assert str(zipped) not in repr((found.title, found.source, found.tried))


@pytest.mark.usefixtures("as_mnist")
def test_a_path_to_mnist(archive: Path) -> None:
    """MNIST is recognised by its content."""
    assert sources.load(str(archive), NullProgress()).name == "mnist"


def test_a_path_is_never_replaced(plain: Path) -> None:
    """A path that fails is an error, though other sources remain; the sentence names the path."""
    (plain / "t10k-labels-idx1-ubyte").write_bytes(idx.encode(np.zeros(3, np.uint8)))

    with pytest.raises(DatasetError, match=f"{plain}: .*40 images and 3 labels"):
        sources.load(str(plain), NullProgress())


@pytest.mark.skipif("DIGITS_REPORT_DATA" not in os.environ, reason="DIGITS_REPORT_DATA names no MNIST")
def test_real_mnist(monkeypatch: pytest.MonkeyPatch, mnist_folder: str) -> None:
    """The real files have the checksums that this program knows."""
    monkeypatch.setenv("DIGITS_REPORT_DATA", mnist_folder)

    found = sources.load("mnist", NullProgress())

    assert (len(found.training), len(found.test)) == (60_000, 10_000)
