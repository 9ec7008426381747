"""A hundred and forty digits as files, standing in for MNIST."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from analysis.data import idx, mnist
from analysis.data.images import ImageSet

REAL = os.environ.get("DIGITS_REPORT_DATA", "")
Pair = tuple[ImageSet, ImageSet]


def noise(count: int, seed: int) -> ImageSet:
    """Make `count` images of noise; labels go round from 0 to 9."""
    pixels = np.random.default_rng(seed).integers(0, 256, (count, 28, 28), dtype=np.uint8)
    return ImageSet(pixels, (np.arange(count) % 10).astype(np.uint8))


@pytest.fixture
def digits() -> Pair:
    """Return 100 training and 40 test images."""
    return noise(100, 1), noise(40, 2)


@pytest.fixture
def plain(digits: Pair, tmp_path: Path) -> Path:
    """Return a folder with the four plain IDX files."""
    folder = tmp_path / "plain"
    folder.mkdir()
    for part, of in zip(("train", "t10k"), digits, strict=True):
        (folder / f"{part}-images-idx3-ubyte").write_bytes(idx.encode(of.images))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx.encode(of.labels.astype(np.uint8)))
    return folder


@pytest.fixture
def zipped(plain: Path, tmp_path: Path) -> Path:
    """Return a folder with the four files gzipped."""
    folder = tmp_path / "zipped"
    folder.mkdir()
    for file in plain.iterdir():
        (folder / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 1))
    return folder


@pytest.fixture
def archive(digits: Pair, tmp_path: Path) -> Path:
    """Return an .npz file of the same content, labels as int64."""
    training, test = digits
    path = tmp_path / "mnist.npz"
    np.savez(
        path,
        x_train=training.images,
        y_train=training.labels.astype(np.int64),
        x_test=test.images,
        y_test=test.labels.astype(np.int64),
    )
    return path


@pytest.fixture
def as_mnist(digits: Pair, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Let these digits count as MNIST."""
    monkeypatch.setattr(mnist, "MNIST_SHA256", mnist.checksums(*digits))
    return digits


@pytest.fixture
def mnist_folder() -> str:
    """Return where the real files are."""
    return REAL


@pytest.fixture(autouse=True)
def _empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the caches and the data of the machine that runs the tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv("DIGITS_REPORT_DATA", raising=False)
