"""A file of predictions: .npy, .npz or a table; scores or predicted classes, with or without the true labels."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.brought import tables
from analysis.data import content
from analysis.data.text_table import is_number
from analysis.system.errors import PredictionsError
from analysis.system.files import is_stream

Array = NDArray[np.generic]

# The names that columns and arrays of such files bear, in small letters.
LABELS = ("y_test", "y_true", "labels", "label", "true", "target", "targets", "truth", "y", "true_label")
PREDICTED = ("predicted", "predictions", "prediction", "pred", "preds", "y_pred", "predicted_label", "class")
SCORES = ("probabilities", "logits", "scores", "probs", "proba", "y_prob", "y_proba", "outputs")
# Columns that say nothing of the class, or repeat what the others say.
PASSED_OVER = ("index", "id", "imageid", "image_id", "image", "file", "filename", "confidence", "second", "")
# Bytes of all arrays of an archive.
LARGEST = 2**31
REMEDY = "give an .npy, .npz or CSV file of probabilities, logits or predicted classes"


class PredictionsRead(NamedTuple):
    """What a file holds: scores (n, K) or predicted classes (n,), numbers or names, and perhaps the true labels (n,)."""

    scores: Array | None
    predicted: Array | None
    labels: Array | None
    columns: tuple[str, ...] | None = None
    """The classes of the columns of scores, where the file names them."""


def read(path: Path) -> PredictionsRead:
    """Read predictions; what the file is follows from its first bytes.  Raises PredictionsError."""
    if is_stream(path):
        raise PredictionsError(
            f"Expected predictions in {path}, found a device or a pipe: copy it into a file."
        )
    try:
        with path.open("rb") as file:
            head = file.read(content.HEAD)
        if head.startswith(b"\x93NUMPY"):
            return by_shape(_array(path))
        return _archive(path) if head.startswith(b"PK") else _table(path)
    except MemoryError as error:
        raise PredictionsError(
            f"Expected memory for the predictions in {path.name}, found too little: give fewer of them."
        ) from error
    except OSError as error:
        raise PredictionsError(
            f"Expected predictions in {path}, found “{error.strerror or error}”: {REMEDY}."
        ) from error


def by_shape(predictions: Array, labels: Array | None = None) -> PredictionsRead:
    """Take whole numbers or names in one row for predicted classes, other numbers there for the second of two classes.

    Anything wider is scores.
    """
    if predictions.ndim == 2 and predictions.shape[1] == 1:
        predictions = predictions[:, 0]
    if predictions.ndim not in (1, 2):
        raise PredictionsError(
            f"Expected predictions (n, classes) or (n,), found the shape {predictions.shape}: {REMEDY}."
        )
    if predictions.ndim == 1:
        both = _of_two(predictions)
        return (
            PredictionsRead(None, predictions, labels)
            if both is None
            else PredictionsRead(both, None, labels)
        )
    return PredictionsRead(predictions, None, labels)


def _of_two(column: Array) -> Array | None:
    """Return (n, 2) of the scores for the second of two classes, (n,); None where they are classes."""
    if column.dtype.kind != "f":
        return None
    numbers = column.astype(np.float64)
    if not np.isfinite(numbers).all() or (numbers == np.rint(numbers)).all():
        return None
    are_shares = numbers.min() >= 0 and numbers.max() <= 1
    return np.stack([1 - numbers if are_shares else np.zeros_like(numbers), numbers], axis=1)


def _array(path: Path) -> Array:
    """Map the file first: it is refused where it is shorter than its header promises."""
    try:
        return np.array(np.load(path, mmap_mode="r", allow_pickle=False))
    except ValueError as error:
        raise _refused(path, error) from error


def _archive(path: Path) -> PredictionsRead:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise PredictionsError(
                    f"Expected arrays below 2 GB in {path.name}, found larger ones: give fewer images."
                )
        with np.load(path, allow_pickle=False) as archive:
            found = {name.lower(): archive[name] for name in archive.files}
    except (ValueError, zipfile.BadZipFile, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise _refused(path, error) from error
    labels = next((found.pop(name) for name in LABELS if name in found), None)
    named = next((found[name] for name in (*SCORES, *PREDICTED) if name in found), None)
    if named is None and len(found) != 1:
        raise PredictionsError(
            f"Expected an array `predictions`, and `labels` if you have them, in {path.name}, found "
            f"{', '.join(sorted(found)[:5]) or 'none'}: save them under these names."
        )
    return by_shape(next(iter(found.values())) if named is None else named, labels)


def _refused(path: Path, error: Exception) -> PredictionsError:
    if "pickle" in str(error) or "object" in str(error).lower():
        return PredictionsError(
            f"Expected plain numbers in {path.name}, found Python objects, which are programs and are not run: "
            "save an array of numbers with numpy.save."
        )
    return PredictionsError(f"Expected arrays of NumPy in {path.name}, found it damaged: save it again.")


def _table(path: Path) -> PredictionsRead:
    table = tables.read(path)
    if table.names is None:
        return _nameless(table.columns, path.name)
    by_name = {name.lower(): column for name, column in zip(table.names, table.columns, strict=True)}
    if len(by_name) < len(table.names):
        raise PredictionsError(
            f"Expected a name of its own for each column of {path.name}, found one twice: rename it."
        )
    labels = next((name for name in LABELS if name in by_name), None)
    predicted = next((name for name in PREDICTED if name in by_name), None)
    taken = {labels, predicted, *PASSED_OVER}
    names = tuple(name for name in table.names if name.lower() not in taken)
    if predicted is None and len(names) < 2:
        return _classes_alone(by_name, labels, names, path.name)
    truth = by_name[labels] if labels else None
    if len(names) < 2 and predicted is not None:
        return PredictionsRead(None, by_name[predicted], truth)
    scores = tables.numbers([by_name[name.lower()] for name in names], path.name)
    return PredictionsRead(scores, None, truth, names)


def _classes_alone(
    by_name: Mapping[str, Array], labels: str | None, names: tuple[str, ...], file: str
) -> PredictionsRead:
    """Read a table of one column that can be the prediction: Kaggle calls what is predicted the label."""
    rest = [*names, *([labels] if labels else [])]
    if len(rest) == 2 and labels:
        return PredictionsRead(None, by_name[names[0].lower()], by_name[labels])
    if len(rest) == 1:
        return PredictionsRead(None, by_name[rest[0].lower()], None)
    raise PredictionsError(
        f"Expected a column `predicted` or a column of scores for each class in {file}, found "
        f"{', '.join(list(by_name)[:5])}: name the columns so."
    )


def _nameless(columns: list[NDArray[np.str_]], file: str) -> PredictionsRead:
    """Read a table without names: one column is the prediction, two of classes are label and prediction."""
    if len(columns) == 1:
        return PredictionsRead(None, columns[0], None)
    whole = [_is_of_classes(column) for column in columns]
    if len(columns) == 2 and all(whole):
        return PredictionsRead(None, columns[1], columns[0])
    ends = [place for place in (0, len(columns) - 1) if whole[place]]
    if len(columns) > 2 and len(ends) == 1 and sum(whole) == 1:
        labels = columns[ends[0]]
        rest = [column for place, column in enumerate(columns) if place != ends[0]]
        return PredictionsRead(tables.numbers(rest, file), None, labels)
    return PredictionsRead(tables.numbers(columns, file), None, None)


def _is_of_classes(column: NDArray[np.str_]) -> bool:
    """Say whether a column holds whole numbers, or names."""
    cells = np.unique(column)
    return all(cell.isdigit() or not is_number(cell) for cell in cells.tolist())
