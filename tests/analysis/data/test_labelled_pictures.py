"""Laws of pictures with a table of their labels: whatever the table calls them, each has the label of its row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis.data import folder
from analysis.data.options import DataOptions
from analysis.system.errors import DatasetError
from tests.analysis.data.made_data import strokes

OPTIONS = DataOptions()
IMAGES, LABELS = strokes(72)
ROWS = range(72)


def save(folder_: Path, name: Callable[[int], str], *, rows: range = ROWS) -> None:
    """Save the pictures under names of their numbers."""
    for row in rows:
        path = folder_ / name(row)
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(IMAGES[row]).save(path)


FORMS: dict[str, tuple[Callable[[int], str], str, Callable[[int], str]]] = {
    "names in the same folder": (lambda row: f"{row}.png", "filename,label", lambda row: f"{row}.png,{LABELS[row]}"),
    "ids, as on Kaggle": (lambda row: f"train/{row}.png", "id_code,diagnosis", lambda row: f"{row},{LABELS[row]}"),
    "paths": (
        lambda row: f"Train/{LABELS[row]}/{row}.png",
        "Width,Height,ClassId,Path",
        lambda row: f"12,12,{LABELS[row]},Train/{LABELS[row]}/{row}.png",
    ),
    "paths of Windows": (lambda row: f"all/{row}.png", "Path,class", lambda row: f".\\all\\{row}.png,{LABELS[row]}"),
    "no head": (lambda row: f"{row:03}.png", "", lambda row: f"{row:03}.png,{LABELS[row]}"),
    "NumtaDB": (
        lambda row: f"training-a/a{row:05}.png",
        "filename,original filename,scanid,digit,database name",
        lambda row: f"a{row:05}.png,scan_{row}.png,{row // 9},{LABELS[row]},BHDDB",
    ),
    "Chinese MNIST": (
        lambda row: f"data/input_{row // 10}_{row % 10}_{LABELS[row] + 1}.png",
        "suite_id,sample_id,code,value,character",
        lambda row: f"{row // 10},{row % 10},{LABELS[row] + 1},{LABELS[row]},{'零一二'[LABELS[row]]}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_pictures_and_a_table(form: str, tmp_path: Path) -> None:
    """Files are found by path, name, name without ending, or numbers in it; the label by the name of its column."""
    name, head, row = FORMS[form]
    save(tmp_path, name)
    lines = [head, *map(row, reversed(ROWS))]
    (tmp_path / "labels.csv").write_text("\n".join(line for line in lines if line), encoding="utf-8")

    found = folder.look(tmp_path, OPTIONS)

    images = np.concatenate([found.training.images, found.test.images])
    labels = np.concatenate([found.training.labels, found.test.labels])
    order = [int(np.flatnonzero((images == image).all(axis=(1, 2)))[0]) for image in IMAGES]
    np.testing.assert_array_equal(labels[order], LABELS)
    assert (found.reading.format, found.reading.notes) == ("pictures and a table of their labels", ())


def test_parts_and_what_is_left(tmp_path: Path) -> None:
    """Tables of both parts are read together, labels in letters alike; pictures and rows without the other are counted."""
    save(tmp_path, lambda row: f"train/{row}.png", rows=range(60))
    save(tmp_path, lambda row: f"test/{row}.png", rows=range(60, 71))
    for part, rows in (("train", range(59)), ("test", range(60, 72))):
        lines = [f"{row},{'bac'[LABELS[row]]}" for row in rows]
        (tmp_path / f"{part}.csv").write_text("\n".join(["image_id,label", *lines]))

    found = folder.look(tmp_path, OPTIONS)

    np.testing.assert_array_equal(found.training.images, IMAGES[:59])
    np.testing.assert_array_equal(found.test.images, IMAGES[60:71])
    np.testing.assert_array_equal(found.test.labels, np.array([1, 0, 2])[LABELS[60:71]])
    assert found.test.classes.names == ("a", "b", "c")
    assert found.reading.notes == (
        "1 picture is in no table of labels, and not used.",
        "1 row names no picture that is there, and was passed over.",
    )


def test_several_columns_that_may_be_labels(tmp_path: Path) -> None:
    """Where the column of labels cannot be told, all that may be it are named."""
    save(tmp_path, lambda row: f"{row}.png")
    (tmp_path / "t.csv").write_text("file,age,writer\n" + "\n".join(f"{row}.png,1,2" for row in ROWS))

    with pytest.raises(
        DatasetError, match=r"in t\.csv, found 2 that may be it \(age, writer\): call it “label”"
    ):
        folder.look(tmp_path, OPTIONS)
