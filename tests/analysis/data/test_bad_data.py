"""Whatever cannot be read is told in one sentence."""

from __future__ import annotations

import pickle
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis.data import folder
from analysis.data.options import DataOptions
from analysis.system.errors import DatasetError
from tests.analysis.data.made_data import archive, pictures, strokes, write_text

OPTIONS = DataOptions()


def write_zip(path: Path) -> Path:
    """Zip some pictures, and cut the archive short."""
    pictures(path / "all", *strokes(36), ["a", "b", "c"])
    with zipfile.ZipFile(path / "mine.zip", "w") as file:
        for each in sorted((path / "all").rglob("*.png")):
            file.write(each, each.relative_to(path))
    whole = (path / "mine.zip").read_bytes()
    (path / "mine.zip").write_bytes(whole[: len(whole) // 2])
    return path / "mine.zip"


def write_sizes(path: Path) -> Path:
    """Save pictures of two sizes."""
    pictures(path, *strokes(36), ["a", "b", "c"])
    Image.new("L", (20, 9)).save(path / "b" / "other.png")
    return path


def write_damaged(path: Path) -> Path:
    """Save a picture that is none."""
    pictures(path, *strokes(36), ["a", "b", "c"])
    (path / "c" / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    return path


def write_large(path: Path) -> Path:
    """Save a picture larger than any that is shown."""
    (path / "a").mkdir()
    Image.new("L", (100, 80)).save(path / "a" / "1.png")
    return path


def write_pickle(path: Path) -> Path:
    """Pickle some arrays."""
    (path / "mine.pkl").write_bytes(pickle.dumps(strokes(12)))
    return path / "mine.pkl"


def shifted(path: Path) -> Path:
    """Count the test labels from 1."""
    return archive(path, y_test=np.arange(12) % 3 + 1)


ROW = ",".join(["0"] * 64)


def write_tables(path: Path) -> Path:
    """Write two tables, and NaN in that of the test part alone."""
    write_text(path, "").unlink()
    (path / "train.csv").write_text(f"1,{ROW}\n0,{ROW}\n", encoding="utf-8")
    (path / "test.csv").write_text(f"1,{ROW}\n0,nan{ROW[1:]}\n", encoding="utf-8")
    return path


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "one class": (
        lambda path: archive(path, y_train=np.zeros(60, int), y_test=np.zeros(12, int)),
        "2 to 100 classes, found 1 different",
    ),
    "fractions as labels": (
        lambda path: archive(path, y_train=np.arange(60) / 2),
        "whole numbers .* found fractions",
    ),
    "texts as labels": (
        lambda path: archive(path, y_train=np.array(["a"] * 60)),
        "numbers in y_train, found texts",
    ),
    "labels moved by one": (shifted, "the same labels in both parts, found 0 to 2 .* and 1 to 3"),
    "rows that are not one-hot": (
        lambda path: archive(path, y_train=np.ones((60, 3))),
        "a single 1 in every row of one-hot",
    ),
    "NaN": (lambda path: archive(path, x_train=np.full((60, 12, 12), np.nan)), "found NaN"),
    "standardised pixels": (
        lambda path: archive(path, x_train=np.linspace(-2, 3, 60 * 144).reshape(60, 12, 12)),
        "found -2 to 255: scale",
    ),
    "objects": (
        lambda path: archive(path, x_train=np.array([{}], object)),
        "found Python objects in x_train",
    ),
    "a pickle": (write_pickle, "a pickle, which is a program"),
    "a truncated zip": (write_zip, "Expected .* mine.zip"),
    "a table with text": (
        lambda path: write_text(path, f"1,{ROW}\n0,x{ROW[1:]}\n"),
        "found the text “x” near row 2",
    ),
    "a table with an empty cell": (lambda path: write_text(path, f"1,{ROW}\n0,{ROW[1:]}\n"), "numbers alone"),
    "a table with NaN": (
        lambda path: write_text(path, f"1,{ROW}\n0,nan{ROW[1:]}\n"),
        "NaN or infinity in row 2 of the numbers",
    ),
    "a test table with NaN": (write_tables, "in test.csv, found NaN or infinity in row 2"),
    "a table of unequal rows": (
        lambda path: write_text(path, f"1,{ROW}\n0,{ROW},1\n"),
        "another number of columns",
    ),
    "a table of other columns": (lambda path: write_text(path, "1,2,3\n4,5,6\n"), "found 3 columns: name"),
    "a head alone": (lambda path: write_text(path, "label,pixel0\n"), "rows of numbers .* found none"),
    "a web page as a table": (lambda path: write_text(path, "<!doctype html>"), "found a web page"),
    "pictures of two sizes": (write_sizes, "one size, 12 × 12, found 9 × 20 in other.png: .*--resize"),
    "a damaged picture": (write_damaged, "a picture in x.png, found it damaged"),
    "large pictures": (write_large, "at most 64 pixels a side, found 80 × 100 .*--resize"),
    "an empty folder": (lambda path: path, "found none of these"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input(kind: str, tmp_path: Path) -> None:
    """Whatever cannot be read is told in one sentence, with what was found and what to do, and no path above the file."""
    write, said = BAD[kind]

    with pytest.raises(DatasetError, match=said) as caught:
        folder.look(write(tmp_path), OPTIONS)
    assert re.fullmatch(r"Expected [^\n]{20,400}\.", str(caught.value))
    assert str(tmp_path) not in str(caught.value)
