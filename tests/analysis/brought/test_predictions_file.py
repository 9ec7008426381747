"""Files of predictions, in every form that people keep them in, say the same; what cannot be used says why."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax

from analysis.brought import predictions_file, resolve
from analysis.brought.resolve import Brought
from analysis.system.errors import DigitsReportError

RNG = np.random.default_rng(3)
LABELS = np.arange(60) % 3
LOGITS = RNG.normal(size=(60, 3)) + 2 * np.eye(3)[LABELS]
SHARES = softmax(LOGITS, axis=1)
CHOSEN = LOGITS.argmax(axis=1)
NAMES = np.array(["cat", "dog", "ibis"])


def read(path: Path) -> Brought:
    """Read a file that holds labels, too."""
    return resolve.alone(predictions_file.read(path))


def table(
    path: Path, rows: Iterable[Sequence[object]], head: Sequence[str] | None = None, separator: str = ","
) -> None:
    """Write a table."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=separator)
        if head:
            writer.writerow(head)
        writer.writerows(rows)


def saved(path: Path, **arrays: np.ndarray) -> None:
    """Write an archive, whatever the ending."""
    with path.open("wb") as file:
        np.savez(file, allow_pickle=True, **arrays)


def saved_alone(path: Path, array: np.ndarray) -> None:
    """Write one array, whatever the ending."""
    with path.open("wb") as file:
        np.save(file, array)


def with_scores(path: Path, scores: np.ndarray, labels: np.ndarray, head: Sequence[str]) -> None:
    """Write labels before scores."""
    table(path, ([label, *row] for label, row in zip(labels.tolist(), scores.tolist(), strict=True)), head)


WRITERS: dict[str, Callable[[Path], object]] = {
    "npz": lambda path: saved(path, predictions=SHARES, labels=LABELS),
    "npz of logits": lambda path: saved(path, logits=LOGITS, y_test=LABELS[:, np.newaxis]),
    "npz, one-hot": lambda path: saved(path, y_pred=SHARES, y_true=np.eye(3)[LABELS]),
    "npz of classes": lambda path: saved(path, predicted=CHOSEN, labels=LABELS.astype(float)),
    "probabilities": lambda path: with_scores(path, SHARES, LABELS, ["label", "0", "1", "2"]),
    "class_0 …": lambda path: with_scores(path, LOGITS, LABELS, ["y_true", "class_0", "class_1", "class_2"]),
    "named columns": lambda path: with_scores(path, SHARES[:, [2, 0, 1]], NAMES[LABELS], ["label", *NAMES[[2, 0, 1]]]),
    "label and predicted": lambda path: table(path, zip(LABELS, CHOSEN, strict=True), ["label", "predicted"]),
    "names": lambda path: table(path, zip(NAMES[CHOSEN], NAMES[LABELS], strict=True), ["Prediction", "True"], ";"),
    "without a head": lambda path: table(path, zip(LABELS, CHOSEN, strict=True)),
    "names without a head": lambda path: table(path, zip(NAMES[LABELS], NAMES[CHOSEN], strict=True)),
    "scores without a head": lambda path: table(path, (row for row in np.column_stack([LABELS.astype(object), SHARES]))),
    "of a site": lambda path: table(
        path,
        zip(range(60), NAMES[LABELS], NAMES[CHOSEN], SHARES.max(axis=1), NAMES[CHOSEN], strict=True),
        ["index", "label", "predicted", "confidence", "second"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", WRITERS)
def test_every_form_says_the_same(form: str, tmp_path: Path) -> None:
    """The predicted class of each image, and its label, are those that were written, whatever the ending."""
    path = tmp_path / "predictions.dat"
    WRITERS[form](path)

    found = read(path)

    names = np.array(found.classes.names)
    order = np.argsort(names) if found.classes.names != ("0", "1", "2") else np.arange(3)
    rank = np.empty(3, int)
    rank[order] = np.arange(3)
    assert np.array_equal(rank[found.labels], LABELS)
    assert np.array_equal(rank[found.predicted], CHOSEN)


def test_the_columns_are_ordered_by_their_names(tmp_path: Path) -> None:
    """Scores stand under the class that heads them, in whatever order the columns are."""
    WRITERS["named columns"](tmp_path / "p.csv")
    found = read(tmp_path / "p.csv")

    assert found.scores is not None
    assert found.classes.names == ("ibis", "cat", "dog")
    assert np.allclose(softmax(found.scores.logits, axis=1), SHARES[:, [2, 0, 1]])


@pytest.mark.parametrize("shape", [(60,), (60, 1)])
@pytest.mark.parametrize("kind", ["shares", "logits"])
def test_one_column_speaks_for_the_second_of_two_classes(
    kind: str, shape: tuple[int, ...], tmp_path: Path
) -> None:
    """Numbers that are no whole ones are its probability, or its logit; whole ones are predicted classes."""
    logits, labels = LOGITS[:, 0], (LABELS == 0).astype(int)
    share = 1 / (1 + np.exp(-logits))
    saved(
        tmp_path / "p.npz", predictions=(share if kind == "shares" else logits).reshape(shape), labels=labels
    )
    found = read(tmp_path / "p.npz")

    assert found.scores is not None
    assert np.allclose(softmax(found.scores.logits, axis=1)[:, 1], share)
    assert np.array_equal(found.predicted, (share > 0.5).astype(int))
    saved(tmp_path / "p.npz", predictions=found.predicted.astype(float).reshape(shape), labels=labels)
    again = read(tmp_path / "p.npz")
    assert (again.scores is None, again.predicted.tolist()) == (True, found.predicted.tolist())


def write(content: bytes) -> Callable[[Path], object]:
    """Return a writer of these bytes."""
    return lambda path: path.write_bytes(content)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "no file": (lambda _: None, "No such file"),
    "a folder": (lambda path: path.mkdir(), "Is a directory"),
    "empty": (write(b""), "an empty file"),
    "a web page": (write(b"<!DOCTYPE html><html></html>"), "a web page"),
    "a picture": (write(b"\xff\xd8\xff\xe0" + bytes(range(256))), "found a single picture: name the folder"),
    "a pickle": (write(b"\x80\x04\x95" + b"x" * 100), "a pickle"),
    "objects": (lambda path: saved_alone(path, np.array([[1], [2, 3]], object)), "Python objects"),
    "half an array": (write(b"\x93NUMPY\x01\x00"), "damaged"),
    "half an archive": (write(b"PK\x03\x04" + bytes(50)), "damaged"),
    "no labels": (lambda path: saved_alone(path, SHARES), "Expected the true labels"),
    "fewer labels": (lambda path: saved(path, predictions=SHARES, labels=LABELS[:50]), "50 test images, found 60"),
    "fractions": (lambda path: saved(path, predictions=SHARES, labels=LABELS + 0.5), "found fractions"),
    "NaN": (lambda path: saved(path, predictions=SHARES * np.nan, labels=LABELS), "NaN"),
    "other arrays": (lambda path: saved(path, a=SHARES, b=SHARES, labels=LABELS), "found a, b"),
    "text among scores": (lambda path: with_scores(path, np.where(SHARES > 0.99, "?", SHARES.astype(str)), LABELS, ["label", *"012"]), "found “\\?”"),
    "ragged": (write(b"label,predicted\n1,2\n1\n"), "in row 3"),
    "a head alone": (write(b"label,predicted\n"), "names of columns alone|found no|2 to 100"),
    "an unknown name": (lambda path: table(path, [["cat", "dog"], ["dog", "cat"]], ["label", "score"]), "found 1 of"),
    "a huge label": (lambda path: table(path, ([i % 2 if i else 987654321] * 2 for i in range(61)), ["label", "predicted"]), "found 1 of “987654321”"),
    "too many classes": (lambda path: table(path, ([i, i] for i in range(101)), ["label", "predicted"]), "found 101"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_used(case: str, tmp_path: Path) -> None:
    """One sentence says what was expected, what was found, and what to do; no program in a file is run."""
    make, said = BROKEN[case]
    make(tmp_path / "p.csv")

    with pytest.raises(DigitsReportError, match=said) as caught:
        read(tmp_path / "p.csv")

    assert "\n" not in str(caught.value)
    assert ": " in str(caught.value)
