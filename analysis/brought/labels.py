"""Labels as people keep them: numbers, floats that are whole, one-hot rows, names; and the classes that follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import DIGITS, Classes
from analysis.data.labels import MOST, check_names, one_hot, plural, whole
from analysis.system.errors import PredictionsError
from analysis.system.user_text import short

Array = NDArray[np.generic]

# Heads of columns that number the classes instead of naming them: `p_0`, `class 1`, `prob2`.
NUMBERED = re.compile(r"(?:p|prob|probability|proba|class|logit|score|label)?[ _.]?(\d+)", re.IGNORECASE)


def flat(labels: Array, what: str) -> Array:
    """Return (n,) of numbers or texts from (n,), (n, 1) or one-hot (n, K).  Raises PredictionsError."""
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim == 2 and labels.dtype.kind in "biuf":
        return _from_one_hot(labels, what)
    if labels.ndim != 1 or labels.dtype.kind not in "biufUO":
        raise PredictionsError(
            f"Expected one class per image as {what}, found {labels.dtype} of shape {labels.shape}: give numbers or names."
        )
    if labels.dtype.kind == "O":
        labels = _texts(labels, what)
    return labels if labels.dtype.kind == "U" and not _all_whole(labels) else _whole(labels, what)


def _texts(labels: Array, what: str) -> Array:
    if not all(isinstance(label, str) for label in labels):
        raise PredictionsError(
            f"Expected numbers or names as {what}, found other Python objects: give numbers or names."
        )
    return np.asarray(labels.astype(np.str_))


def _from_one_hot(labels: Array, what: str) -> Array:
    numbers = one_hot(labels)
    if numbers is None:
        raise PredictionsError(
            f"Expected one class per image as {what}, found the shape {labels.shape} with rows that are not one-hot: "
            "give one number or name per image."
        )
    return numbers


def _all_whole(labels: Array) -> bool:
    return all(re.fullmatch(r"\d{1,9}(?:\.0*)?", label) for label in np.unique(labels).tolist())


def _whole(labels: Array, what: str) -> Array:
    numbers = whole(labels)
    if numbers is None:
        raise PredictionsError(
            f"Expected whole numbers or names as {what}, found fractions or NaN: give the class of each image."
        )
    return numbers


def classes_of(
    labels: Array, predicted: Array | None, columns: int | None, names: Sequence[str] | None, noun: str | None
) -> Classes:
    """Name the classes: as `names` says, as the labels do, or by number.  Raises PredictionsError."""
    if names is None:
        values = (
            labels
            if predicted is None or predicted.dtype.kind != labels.dtype.kind
            else np.concatenate([labels, predicted])
        )
        if labels.dtype.kind == "U":
            names = np.unique(values).tolist()
        else:
            count = columns or int(values.max(initial=0)) + 1
            if count > MOST:  # before so many names are made
                raise PredictionsError(
                    f"Expected 2 to {MOST} classes, found {count:,}, since a label is {count - 1:,}: count the classes from "
                    "0, or give their names as labels."
                )
            names = [str(label) for label in range(count)]
    names = check_names(map(str, names))
    if noun is None:
        noun = DIGITS.noun if names == DIGITS.names else "class"
    return Classes(names=names, noun=noun, nouns=plural(noun))


def numbered(heads: Sequence[str]) -> bool:
    """Say whether the heads of the columns count the classes from 0, in order, and so name none."""
    found = [NUMBERED.fullmatch(head) for head in heads]
    return [match and int(match[1]) for match in found] == list(range(len(heads)))


def indices(values: NDArray[Any], classes: Classes, what: str) -> NDArray[np.intp]:
    """Return the index of each class, (n,); numbers that are names count as names.  Raises PredictionsError."""
    names = list(classes.names)
    unique, places = np.unique(values, return_inverse=True)
    if values.dtype.kind == "U" or set(map(str, unique.tolist())) <= set(names):
        known = {name: place for place, name in enumerate(names)}
        unknown = [str(value) for value in unique.tolist() if str(value) not in known]
        if unknown:
            raise PredictionsError(
                f"Expected {what} among the {len(names)} classes ({short(', '.join(names))}), found “{short(unknown[0])}”: "
                "correct it, or name the classes."
            )
        return np.array([known[str(value)] for value in unique.tolist()], np.intp)[places]
    outside = unique[(unique < 0) | (unique >= len(names))]
    if len(outside):
        raise PredictionsError(
            f"Expected {what} from 0 to {len(names) - 1}, found {outside[-1]}: count the classes from 0, or name them."
        )
    return values.astype(np.intp)
