"""Labels as people keep them: numbers, floats that are whole, one-hot rows, names; and the classes that follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import DIGITS, Classes
from analysis.data.labels import check_names, one_hot, plural, whole
from analysis.system.errors import PredictionsError
from analysis.system.user_text import short

Array = NDArray[np.generic]


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
    if all(isinstance(label, (int, float, np.number)) for label in labels):
        return np.asarray(labels.astype(np.float64))
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


def classes_named(names: Sequence[str], noun: str | None) -> Classes:
    """Return classes with names that can be printed.  Raises DatasetError where they differ too little or are too many."""
    found = check_names(map(str, names))
    if noun is None:
        noun = DIGITS.noun if found == DIGITS.names else "class"
    return Classes(names=found, noun=noun, nouns=plural(noun))


def names_of(values: Array) -> tuple[str, ...]:
    """Name each class as its label does, in the order of numbers, or of texts."""
    return tuple(map(str, np.unique(values).tolist()))


class Placed(NamedTuple):
    """The index among the names of each value, intp (n,), and a sentence on how, where it is not the plain way."""

    places: NDArray[np.intp]
    said: str | None


def placed(values: Array, names: Sequence[str], what: str) -> Placed:
    """Find values among the names of the classes: by name, else by number, from 0 or from 1.  Raises PredictionsError."""
    unique, inverse = np.unique(values, return_inverse=True)
    known = {name: place for place, name in enumerate(names)}
    unknown = [value for value in map(str, unique.tolist()) if value not in known]
    if not unknown:
        return Placed(np.array([known[str(value)] for value in unique.tolist()], np.intp)[inverse], None)
    if values.dtype.kind == "U":
        raise PredictionsError(
            f"Expected {what} among the {len(names)} classes ({short(', '.join(names))}), found “{short(unknown[0])}”: "
            "correct it, or name the classes."
        )
    least, most = int(unique.min()), int(unique.max())
    if least == 1 and most == len(names):
        return Placed(values.astype(np.intp) - 1, f"The numbers 1 to {most} of {what} were counted from 1.")
    if least < 0 or most >= len(names):
        raise PredictionsError(
            f"Expected {what} from 0 to {len(names) - 1}, found {most if most >= len(names) else least}: "
            "count the classes from 0, or name them."
        )
    return Placed(values.astype(np.intp), None)
