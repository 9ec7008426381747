"""Laws of tables of images: whatever the columns are called, pixels are pixels, and labels are labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from analysis.data import folder
from analysis.data.options import DataOptions
from analysis.system.errors import DatasetError
from tests.analysis.data.made_data import strokes

OPTIONS = DataOptions()
COUNT, SIDE = 72, 12
IMAGES, LABELS = strokes(COUNT)
PIXELS = IMAGES.reshape(COUNT, -1)
NAMES = [f"pixel{number}" for number in range(SIDE * SIDE)]
SCALED = "Values from 0 to 1 were multiplied by 255."


def text(columns: Sequence[np.ndarray], head: Sequence[str] | None = None) -> str:
    """Write columns of any type as a table."""
    rows = [
        [str(cell) for column in columns for cell in np.atleast_1d(column[row]).tolist()]
        for row in range(COUNT)
    ]
    return "\n".join(map(",".join, [list(head), *rows] if head else rows))


def in_letters(labels: np.ndarray) -> np.ndarray:
    """Call the labels b, a, c."""
    return np.take(["b", "a", "c"], labels)


ROWS = np.arange(COUNT)
PASSED = "1 other column was passed over"
TABLES: dict[str, tuple[Callable[[], str], str]] = {
    "no head, 0 to 1": (lambda: text([LABELS, np.round(PIXELS / 255, 4)]), SCALED),
    "no head, 0 to 1, labels last": (lambda: text([np.round(PIXELS / 255, 4), LABELS]), SCALED),
    "no head, -1 to 1": (
        lambda: text([LABELS, np.round(PIXELS / 127.5 - 1, 4)]),
        "Values from −1 to 1 were scaled to 0 to 255.",
    ),
    "no head, rows counted": (lambda: text([ROWS, LABELS, PIXELS]), f"{PASSED}."),
    "no head, rows counted, labels last": (lambda: text([ROWS + 1, PIXELS, LABELS]), f"{PASSED}."),
    "rows counted": (lambda: text([ROWS, LABELS, PIXELS], ["", "label", *NAMES]), f"{PASSED}."),
    "rows counted twice": (
        lambda: text([ROWS, ROWS, LABELS, PIXELS], ["Unnamed: 0.1", "Unnamed: 0", "label", *NAMES]),
        "2 other columns were passed over (Unnamed: 0.1, Unnamed: 0).",
    ),
    "columns counted": (lambda: text([LABELS, PIXELS], [str(place) for place in range(145)]), ""),
    "columns and rows counted": (
        lambda: text([ROWS, LABELS, PIXELS], ["", *(str(place) for place in range(145))]),
        f"{PASSED}.",
    ),
    "V1 is the label": (lambda: text([LABELS, PIXELS], [f"V{place}" for place in range(1, 146)]), ""),
    "names by row and column": (
        lambda: text([LABELS, PIXELS], ["label", *(f"{row}x{column}" for row in range(12) for column in range(12))]),
        "",
    ),
    "another name": (lambda: text([PIXELS, LABELS], [*NAMES, "what it is"]), "The labels are in the column (what it is)."),
    "another column": (
        lambda: text([np.array(["train"] * COUNT), LABELS, PIXELS], ["part", "Digit", *NAMES]),
        f"{PASSED} (part).",
    ),
    "pixels without a common name": (
        lambda: text([ROWS, PIXELS / 255, LABELS], ["id", *(f"{place}th" for place in range(144)), "actual"]),
        f"{PASSED} (id). {SCALED}",
    ),
    "label 987654321": (
        lambda: text([np.array([7, 8, 987654321])[LABELS], PIXELS], ["label", *NAMES]),
        "The labels 7 to 987654321 were counted from 0.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_columns(kind: str, tmp_path: Path) -> None:
    """Labels are told from pixels before pixels are scaled; what numbers the rows is passed over, and that is said."""
    write, notes = TABLES[kind]
    (tmp_path / "mine.csv").write_text(write(), encoding="utf-8")

    same(folder.look(tmp_path / "mine.csv", OPTIONS), notes)


def same(found: folder.Look, notes: str) -> None:
    """Demand all images with their labels, in whichever part, and what was said."""
    images = np.concatenate([found.training.images, found.test.images])
    labels = np.concatenate([found.training.labels, found.test.labels])
    order = [int(np.flatnonzero((images == image).all(axis=(1, 2)))[0]) for image in IMAGES]
    np.testing.assert_array_equal(labels[order], LABELS)
    assert " ".join(found.reading.notes) == notes


@pytest.mark.parametrize(
    "name",
    ["actual", "value", "y_true", "Ground Truth", "expected", "truth", "Class", "étiquette", "# label", "Unnamed: 0"],
)  # fmt: skip
def test_usual_names_of_labels(name: str, tmp_path: Path) -> None:
    """A column of labels is known by any of its usual names, or as the only one that is no pixel."""
    (tmp_path / "mine.csv").write_text(text([LABELS, PIXELS], [name, *NAMES]), encoding="latin-1")

    if name == "Unnamed: 0":
        with pytest.raises(DatasetError, match="found 144 columns of pixels alone: add the column of labels"):
            folder.look(tmp_path / "mine.csv", OPTIONS)
    else:
        found = folder.look(tmp_path / "mine.csv", OPTIONS)
        latin = "mine.csv is not UTF-8, and was read as Windows-1252 (Latin-1)."
        same(found, latin if name == "étiquette" else "")


@pytest.mark.parametrize("head", [["label", *NAMES], None])
def test_labels_in_letters(head: list[str] | None, tmp_path: Path) -> None:
    """Labels that are no numbers name the classes, in the order of their letters, the same in both parts."""
    for part in ("train", "test"):
        (tmp_path / f"{part}.csv").write_text(text([in_letters(LABELS), PIXELS], head))

    found = folder.look(tmp_path, OPTIONS)

    assert found.test.classes.names == ("a", "b", "c")
    np.testing.assert_array_equal(found.training.labels, np.array([1, 0, 2])[LABELS])
    np.testing.assert_array_equal(found.test.labels, found.training.labels)


def test_parts(tmp_path: Path) -> None:
    """A test part with ids and no labels is left; a validation part serves in its place, or is counted and left."""
    table = text([LABELS, PIXELS], ["label", *NAMES])
    (tmp_path / "train.csv").write_text(table)
    (tmp_path / "test.csv").write_text(text([ROWS, PIXELS], ["id", *NAMES]))
    unlabelled = "test.csv has no labels and was not used."
    found = folder.look(tmp_path, OPTIONS)
    assert (found.reading.split_off, found.reading.notes) == (True, (unlabelled,))

    (tmp_path / "valid.csv").write_text(table)
    found = folder.look(tmp_path, OPTIONS)
    served = "A validation part (valid.csv) serves as the test part, since there is no other."
    assert (found.reading.split_off, found.reading.notes) == (False, (unlabelled, served))

    (tmp_path / "test.csv").write_text(table)
    (note,) = folder.look(tmp_path, OPTIONS).reading.notes
    assert note.startswith("A validation part of 72 images (valid.csv) was passed over: ")


def test_names_that_no_font_may_have(tmp_path: Path) -> None:
    """Signs of file names that a font may lack are not carried into the report."""
    (tmp_path / "train.csv").write_text(text([LABELS, PIXELS], ["label", *NAMES]))
    (tmp_path / "测试 test.csv").write_text(text([PIXELS], NAMES))
    (tmp_path / "读我.doc").write_text("?")

    assert folder.look(tmp_path, OPTIONS).reading.notes == (
        "?? test.csv has no labels and was not used.",
        "1 other file was passed over.",
    )


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda: text([LABELS, LABELS, PIXELS], ["one", "two", *NAMES]), r"2 that may be it \(one, two\): call"),
        (lambda: text([ROWS, PIXELS], ["label", *NAMES]) + "\n1,2\n", "found another number"),
        (lambda: text([np.where(ROWS == 3, "", "a"), PIXELS], ["label", *NAMES]), "a label in every row .* row 4"),
        (lambda: text([np.array([f"n{row * 2}" for row in range(COUNT)]), PIXELS[:, :-1]]), "found 144 columns: name"),
        (lambda: text([ROWS, LABELS], ["id", "label"]), "found 0 columns of numbers beside the label"),
        (lambda: text([LABELS, PIXELS[:, 50:53]], ["species", "width", "length", "age"]), "found 4 columns: name"),
        (lambda: text([LABELS, PIXELS[:, 50:53]], ["label", "width", "length", "age"]), "found 3 columns of numbers beside"),
        (lambda: text([LABELS, PIXELS[:, :60]], ["digit", *NAMES[:60]]), "found 60 columns of numbers beside the label"),
        (lambda: text([PIXELS]), "found 144 columns of pixels alone"),
    ],
)  # fmt: skip
def test_columns_that_cannot_be_told(write: Callable[[], str], said: str, tmp_path: Path) -> None:
    """Where labels cannot be told, the sentence names the columns."""
    (tmp_path / "mine.csv").write_text(write())

    with pytest.raises(DatasetError, match=said):
        folder.look(tmp_path / "mine.csv", OPTIONS)
