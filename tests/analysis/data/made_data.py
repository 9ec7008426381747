"""Small data sets, and files of several kinds that hold them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis.data import idx
from analysis.data.remotes import REMOTES, Mirror
from analysis.system.progress import NullProgress

Arrays = dict[str, np.ndarray]


class Listener(NullProgress):
    """Remembers what was said."""

    def __init__(self) -> None:
        """Begin without a word."""
        self.said: list[str] = []
        self.warned: list[str] = []

    def say(self, text: str) -> None:
        """Remember it."""
        self.said.append(text)

    def warn(self, text: str) -> None:
        """Remember it."""
        self.warned.append(text)


def strokes(count: int, classes: int = 3, side: int = 12, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw light bars on dark, a place for each class, with noise so that all images differ."""
    labels = np.arange(count) % classes
    images = np.zeros((count, side, side), np.uint8)
    images[:, 3:-3, 3:-3] = np.random.default_rng(seed).integers(0, 120, (count, side - 6, side - 6))
    for image, label in zip(images, labels, strict=True):
        image[3 + label % (side - 6), 3:-4] = 255
    return images, labels


def table(images: np.ndarray, labels: np.ndarray | None, *, head: bool, last: bool = False) -> str:
    """Write a table of labels and pixels."""
    pixels = images.reshape(len(images), -1)
    names = [f"pixel{number}" for number in range(pixels.shape[1])]
    columns = (
        pixels if labels is None else np.insert(pixels.astype(int), pixels.shape[1] if last else 0, labels, 1)
    )
    if labels is not None:
        names.insert(len(names) if last else 0, "label")
    rows = [",".join(map(str, row)) for row in columns.tolist()]
    return "\n".join([",".join(names), *rows] if head else rows) + "\n"


def pictures(at: Path, images: np.ndarray, labels: np.ndarray, names: list[str]) -> None:
    """Save a picture for each image, in the folder of its class."""
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        (at / names[label]).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(at / names[label] / f"{number:03}.png")


def put_idx(at: Path, made: Arrays, prefix: str = "", test: str = "t10k") -> None:
    """Write four IDX files."""
    at.mkdir(parents=True, exist_ok=True)
    for part, word in (("train", "train"), ("test", test)):
        (at / f"{prefix}{word}-images-idx3-ubyte").write_bytes(idx.encode(made[f"x_{part}"]))
        labels = made[f"y_{part}"].astype(np.uint8)
        (at / f"{prefix}{word}-labels-idx1-ubyte").write_bytes(idx.encode(labels))


def archive(at: Path, **changes: np.ndarray) -> Path:
    """Save 60 and 12 images of three classes, some arrays changed."""
    (x_train, y_train), (x_test, y_test) = strokes(60), strokes(12, seed=1)
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test} | changes
    np.savez_compressed(at / "mine.npz", allow_pickle=True, **arrays)
    return at / "mine.npz"


def write_text(path: Path, text: str) -> Path:
    """Save a table."""
    (path / "mine.csv").write_text(text)
    return path / "mine.csv"


def mirrors(monkeypatch: pytest.MonkeyPatch, *there: Mirror, name: str = "mnist") -> None:
    """Let a set be downloaded from these places alone."""
    monkeypatch.setitem(REMOTES, name, replace(REMOTES[name], mirrors=there))
