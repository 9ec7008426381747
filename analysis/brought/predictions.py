"""What tables and arrays of predictions hold: told by the names of their columns, else by their shape and values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data.text_table import is_number
from analysis.system.errors import PredictionsError
from analysis.system.user_text import short

Array = NDArray[np.generic]

# The names that columns and arrays bear, in small letters, with `_` for spaces, dots and hyphens: the plainest first.
LABELS = (
    "y_true", "true_label", "true_labels", "true_class", "true", "truth", "ground_truth", "groundtruth", "gt", "gold", "actual",
    "actual_label", "actual_class", "y_actual", "actuals", "expected", "expected_label", "reference", "correct_label", "y_test",
    "labels", "label", "targets", "target", "y",
)  # fmt: skip
PREDICTED = (
    "predicted", "predicted_label", "predicted_labels", "predicted_class", "predictions", "prediction", "pred", "preds",
    "pred_label", "pred_class", "prediction_label", "y_pred", "y_hat", "yhat", "argmax", "answer", "guess", "class",
)  # fmt: skip
SCORES = ("probabilities", "logits", "scores", "probs", "proba", "y_prob", "y_proba", "outputs")
# A single column that may hold the probability of the second of two classes.
OF_ONE = ("probability", "score", "proba", "prob", "confidence")
# Columns that number the images, where they hold each number once.
IDS = (
    "index", "id", "ids", "idx", "imageid", "image_id", "sample_id", "sample", "row", "row_id", "rowid", "unnamed:_0", "",
)  # fmt: skip
# Columns that say nothing of the class, or repeat what the others say.
PASSED_OVER = (
    *IDS, "image", "file", "filename", "file_name", "path", "filepath", "image_path", "confidence", "second", "score",
    "probability", "max_prob", "max_probability", "prediction_score", "correct", "is_correct", "error", "loss", "entropy", "margin", "split",
)  # fmt: skip
# Heads of columns that number the classes instead of naming them: `p_0`, `class 1`, `0.0`.
NUMBERED = re.compile(
    r"(|p|prob|probs|proba|probability|class|logit|logits|score|output|pred|label|digit|y)[ _.\-]?(\d{1,9})(?:\.0*)?",
    re.IGNORECASE,
)
REMEDY = "give an .npy, .npz or CSV file of probabilities, logits or predicted classes"


class PredictionsRead(NamedTuple):
    """What was brought: scores (n, K) or predicted classes (n,), numbers or names, and perhaps the true labels (n,)."""

    scores: Array | None
    predicted: Array | None
    labels: Array | None
    columns: tuple[str, ...] | None = None
    """The classes of the columns of scores, where they are named."""
    ids: Array | None = None
    """Numbers of the images, (n,), where a column holds each from 0 or 1 on once, in another order."""
    beside: Array | None = None
    """Predicted classes, (n,), that stand beside the scores."""
    notes: tuple[str, ...] = ()
    """Sentences on how the file was read, where that is not the plain way."""


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


def of_frame(frame: Any) -> PredictionsRead:  # noqa: ANN401  # pandas is not needed here
    """Read a DataFrame as the table that it would be as a file, its index as a column of numbers of the images."""
    names = [str(name) for name in frame.columns]
    columns = [_plain(frame.iloc[:, place].to_numpy()) for place in range(len(names))]
    index = np.asarray(frame.index)
    if len(names) == 1 and _plain_name(names[0]) not in {*LABELS, *PREDICTED}:
        return by_shape(columns[0])._replace(ids=permutation([index]))
    found = of_columns(names, columns, "the DataFrame")
    return found if found.ids is not None else found._replace(ids=permutation([index]))


def _plain(column: Array) -> Array:
    """Return numbers as they are, and whatever else as texts."""
    return column if column.dtype.kind in "biuf" else column.astype(np.str_)


def _plain_name(name: str) -> str:
    return re.sub(r"[\s.\-]+", "_", name.strip().lower())


def of_columns(names: Sequence[str], columns: Sequence[Array], where: str) -> PredictionsRead:
    """Read a table by the names of its columns.  Raises PredictionsError where they tell nothing."""
    plain = [_plain_name(name) for name in names]
    by_name = dict(zip(plain, columns, strict=True))
    if len(by_name) < len(names):
        raise PredictionsError(
            f"Expected a name of its own for each column of {where}, found one twice: rename it."
        )
    labels = next((name for name in LABELS if name in by_name), None)
    predicted = next((name for name in PREDICTED if name in by_name), None)
    if labels is None and predicted not in {None, "class"} and "class" in by_name:
        labels = "class"
    taken = {labels, predicted, *PASSED_OVER}
    left = [(name, by_name[each]) for name, each in zip(names, plain, strict=True) if each not in taken]
    ids = permutation([by_name[name] for name in IDS if name in by_name])
    truth = by_name[labels] if labels else None
    found = _scores(left, where) if len(left) > 1 else None
    if found:
        return PredictionsRead(
            found[0], None, truth, found[1], ids, by_name[predicted] if predicted else None
        )
    alone = next((name for name in (predicted, *OF_ONE) if name in by_name), None)
    if alone is not None and not (left and alone in OF_ONE):
        return by_shape(by_name[alone], truth)._replace(ids=ids)
    return _classes_alone(by_name, labels, [_plain_name(name) for name, _ in left], where)._replace(ids=ids)


def _scores(left: Sequence[tuple[str, Array]], where: str) -> tuple[Array, tuple[str, ...]] | None:
    """Return the columns of scores and their names; None where fewer than two are numbers.

    Of numbered columns beside others, those that are numbered alike are the scores; columns of texts are none.
    """
    stems = [match[1].lower() if (match := NUMBERED.fullmatch(name.strip())) else None for name, _ in left]
    counted = [stem for stem in stems if stem is not None]
    most = max(counted, key=counted.count) if counted else None
    if most is not None and counted.count(most) > 1:
        left = [each for each, stem in zip(left, stems, strict=True) if stem == most]
    left = [(name, column) for name, column in left if not _is_of_texts(column)]
    if len(left) < 2:
        return None
    return numbers([column for _, column in left], where), tuple(name for name, _ in left)


def _is_of_texts(column: Array) -> bool:
    return column.dtype.kind == "U" and not any(map(is_number, column.tolist()))


def permutation(columns: Sequence[Array]) -> Array | None:
    """Return the first column that holds the numbers of all rows, from 0 or 1 on, in another order."""
    for column in columns:
        n = len(column)
        if column.dtype.kind not in "iuf" or not n:
            continue
        counted = np.arange(n) + (column.min() if column.min() in {0, 1} else 0)
        if np.array_equal(np.sort(column), counted) and not np.array_equal(column, counted):
            return np.asarray(column.astype(np.intp) - int(counted[0]))
    return None


def _classes_alone(
    by_name: Mapping[str, Array], labels: str | None, names: Sequence[str], where: str
) -> PredictionsRead:
    """Read a table of one column that can be the prediction: Kaggle calls what is predicted the label."""
    rest = [*names, *([labels] if labels else [])]
    if len(rest) == 2 and labels:
        return PredictionsRead(None, by_name[names[0]], by_name[labels])
    if len(rest) == 1:
        return PredictionsRead(None, by_name[rest[0]], None)
    raise PredictionsError(
        f"Expected a column `predicted` or a column of scores for each class in {where}, found "
        f"{short(', '.join(list(by_name)[:5]))}: name the columns so."
    )


def nameless(columns: Sequence[Array], where: str) -> PredictionsRead:
    """Read a table without names: one column is the prediction, two of classes are label and prediction."""
    if len(columns) == 1:
        return by_shape(columns[0])
    if _counts(columns[0]) and len(columns) > 2:  # pandas' index
        columns = columns[1:]
    whole = [_is_of_classes(column) for column in columns]
    if len(columns) == 2 and all(whole):
        return PredictionsRead(None, columns[1], columns[0])
    ends = [place for place in (0, len(columns) - 1) if whole[place]]
    if len(columns) > 2 and len(ends) == 1 and sum(whole) == 1:
        labels = columns[ends[0]]
        rest = [column for place, column in enumerate(columns) if place != ends[0]]
        return PredictionsRead(numbers(rest, where), None, labels)
    return PredictionsRead(numbers(columns, where), None, None)


def _counts(column: Array) -> bool:
    """Say whether a column counts the rows."""
    return column.dtype.kind in "iuf" and any(
        np.array_equal(column, np.arange(len(column)) + first) for first in (0, 1)
    )


def _is_of_classes(column: Array) -> bool:
    """Say whether a column holds whole numbers from 0 on, or names."""
    if column.dtype.kind == "U":
        return True
    values = column.astype(np.float64)
    return bool((values >= 0).all() and (values == np.rint(values)).all())


def numbers(columns: Sequence[Array], where: str) -> NDArray[np.float64]:
    """Return columns of numbers as (n, k).  Raises PredictionsError where a cell holds something else."""
    for column in columns:
        if column.dtype.kind not in "biuf":
            row, cell = next(
                (row, cell) for row, cell in enumerate(column.tolist()) if not is_number(str(cell))
            )
            raise PredictionsError(
                f"Expected numbers in the columns of scores of {where}, found “{short(str(cell))}” in row {row + 1:,}: "
                "correct it, or name the columns."
            )
    found = np.empty((len(columns[0]), len(columns)))
    for place, column in enumerate(columns):
        found[:, place] = column
    return found
