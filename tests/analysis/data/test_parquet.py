"""Laws of Parquet files: pictures and labels as model hubs keep them, or numbers; and what is said without pyarrow."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.data import folder
from analysis.data.options import DataOptions
from analysis.system.errors import DatasetError
from tests.analysis.data.made_data import strokes

OPTIONS = DataOptions()
MADE = {"train": strokes(60), "test": strokes(12, seed=1)}


def png(image: np.ndarray) -> bytes:
    """Return an image as a picture."""
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "png")
    return stream.getvalue()


COLUMNS: dict[str, Callable[[np.ndarray, np.ndarray], dict[str, Any]]] = {
    "pictures with paths": lambda images, labels: {
        "image": [{"bytes": png(image), "path": f"{row}.png"} for row, image in enumerate(images)],
        "label": labels,
    },
    "pictures": lambda images, labels: {"label": labels, "image": [png(image) for image in images]},
    "lists of pixels": lambda images, labels: {
        "image": [image.ravel().tolist() for image in images],
        "target": labels,
    },
    "lists of rows": lambda images, labels: {
        "image": [(image / 255).tolist() for image in images],
        "digit": labels,
    },
    "a column per pixel": lambda images, labels: {
        "__index_level_0__": np.arange(len(labels)),
        **{f"pixel{place + 1}": images.reshape(len(images), -1)[:, place] for place in range(144)},
        "class": [str(label) for label in labels],
    },
}


def write(path: Path, columns: dict[str, Any], names: list[str] | None = None) -> None:
    """Write a file, perhaps with names of classes as the library `datasets` keeps them."""
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    table = pa.table(columns)
    if names:
        features = {"info": {"features": {"label": {"names": names, "_type": "ClassLabel"}}}}
        table = table.replace_schema_metadata({"huggingface": json.dumps(features)})
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)


@pytest.mark.parametrize("kind", COLUMNS)
def test_columns(kind: str, tmp_path: Path) -> None:
    """Pictures in cells, lists of pixels, and a column per pixel are the same images; several files follow each other."""
    for part, (images, labels) in MADE.items():
        for shard in range(2):
            rows = slice(shard * len(labels) // 2, (shard + 1) * len(labels) // 2)
            name = f"{part}-0000{shard}-of-00002.parquet"
            write(tmp_path / "data" / name, COLUMNS[kind](images[rows], labels[rows]))
    (tmp_path / "README.md").write_text("?")

    found = folder.look(tmp_path, OPTIONS)

    for read, made in ((found.training, MADE["train"]), (found.test, MADE["test"])):
        np.testing.assert_array_equal(read.images, made[0])
        np.testing.assert_array_equal(read.labels, made[1])
    scaled = ("Values from 0 to 1 were multiplied by 255.",) if kind == "lists of rows" else ()
    index = ("1 other column was passed over (__index_level_0__).",) if "per pixel" in kind else ()
    assert (found.reading.format, found.reading.notes) == ("4 Parquet files", (*scaled, *index))


def test_names_and_parts(tmp_path: Path) -> None:
    """The file names its classes; a test part labelled −1 is left, and a validation part serves instead."""
    images, labels = MADE["train"]
    pictures = COLUMNS["pictures with paths"]
    write(tmp_path / "train.parquet", pictures(images, labels), ["ant", "bee", "cat"])
    write(tmp_path / "validation.parquet", pictures(*MADE["test"]))
    found = folder.look(tmp_path, OPTIONS)
    assert found.test.classes.names == ("ant", "bee", "cat")
    assert found.reading.notes == (
        "A validation part (validation.parquet) serves as the test part, since there is no other.",
    )

    write(tmp_path / "test.parquet", pictures(*MADE["test"]))
    (note,) = folder.look(tmp_path, OPTIONS).reading.notes
    assert note.startswith("A validation part of 12 images (validation.parquet) was passed over")

    (tmp_path / "validation.parquet").unlink()
    write(tmp_path / "test.parquet", pictures(images[:12], np.full(12, -1)))
    found = folder.look(tmp_path, OPTIONS)
    assert (found.reading.split_off, found.reading.notes) == (
        True,
        ("test.parquet has no labels and was not used.",),
    )

    assert len(folder.look(tmp_path / "train.parquet", OPTIONS).training) == 48


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"image": [{"bytes": None, "path": "1.png"}] * 9, "label": [0] * 9}, "picture in row 1 of x.parquet, found none"),
        ({"image": [{"bytes": b"?", "path": None}] * 9, "label": [0] * 9}, "picture in row 1 of x.parquet, found it damaged"),
        ({"image": [b"?"] * 9}, "found no column of labels: name it “label”"),
        ({"image": [b"?"] * 9, "a": [0] * 9, "b": [0] * 9}, r"2 that may be it \(a, b\): call it “label”"),
        ({"image": [[1, 2], [1]] * 9, "label": [0, 1] * 9}, "as many pixels in every row"),
        ({"image": [[1, None]] * 9, "label": [0] * 9}, "finite numbers as pixels"),
        ({"image": [[1, 2]] * 9, "label": [None] * 9}, "no column of labels|a label in every row"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(columns: dict[str, Any], said: str, tmp_path: Path) -> None:
    """A table that holds no images, or no labels, is refused with the reason."""
    write(tmp_path / "x.parquet", columns)

    with pytest.raises(DatasetError, match=said):
        folder.look(tmp_path / "x.parquet", OPTIONS)


@pytest.mark.parametrize("there", [True, False])
def test_a_file_that_is_none(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file is called so; without pyarrow the sentence says what to install."""
    if there:
        pytest.importorskip("pyarrow")
    else:
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (tmp_path / "x.parquet").write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    said = (
        "found x.parquet damaged or truncated: fetch it"
        if there
        else "it not installed: install .*pip install pyarrow"
    )

    for path in (tmp_path, tmp_path / "x.parquet"):
        with pytest.raises(DatasetError, match=said):
            folder.look(path, OPTIONS)
