"""Labels as people keep them, and the classes that follow from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import DIGITS, Classes
from analysis.data.found import Found
from analysis.data.options import DataOptions
from analysis.system.errors import DatasetError
from analysis.system.user_text import is_plain

FEWEST, MOST = 2, 100
LONGEST = 100


class Resolved(NamedTuple):
    """The classes, and the labels of each part as their indices, intp (n,)."""

    classes: Classes
    labels: tuple[NDArray[np.intp], ...]
    notes: tuple[str, ...]


def flat(labels: NDArray[np.generic], what: str) -> NDArray[np.int64]:
    """Return int64 (n,) from whole numbers (n,) or (n, 1), or one-hot rows (n, K).  Raises DatasetError."""
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.dtype.kind not in "biuf" or labels.ndim not in {1, 2}:
        raise DatasetError(
            f"Expected whole numbers (n,) as {what}, found {str(labels.dtype)[:40]} of shape {labels.shape}: "
            "save one label per image."
        )
    numbers = one_hot(labels) if labels.ndim == 2 else whole(labels)
    if numbers is None and labels.ndim == 2:
        raise DatasetError(
            f"Expected a single 1 in every row of one-hot {what}, found other rows: save one label per image."
        )
    if numbers is None:
        raise DatasetError(f"Expected whole numbers as {what}, found fractions: save one label per image.")
    if len(numbers) and (numbers.min() < 0 or numbers.max() >= 2**31):
        raise DatasetError(
            f"Expected labels from 0 on as {what}, found {numbers.min()} to {numbers.max()}: "
            "count the classes from 0."
        )
    return numbers


def whole(labels: NDArray[np.generic]) -> NDArray[np.int64] | None:
    """Return numbers, or texts of numbers, as int64 of the same shape; None where one is no whole number of 64 bits."""
    numbers = labels.astype(np.float64)
    if not np.isfinite(numbers).all() or (numbers != np.rint(numbers)).any() or (abs(numbers) >= 2**63).any():
        return None
    return numbers.astype(np.int64)


def one_hot(rows: NDArray[np.generic]) -> NDArray[np.int64] | None:
    """Return where in each row of (n, K) the only 1 among zeros stands, int64 (n,); None where a row is another."""
    numbers = rows.astype(np.float64)
    if not (np.isin(numbers, (0, 1)).all() and (numbers.sum(axis=1) == 1).all()):
        return None
    return np.asarray(numbers.argmax(axis=1), np.int64)


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Sort names of classes: numbers by value, then the others by letters."""

    def place(name: str) -> tuple[bool, int, str]:
        number = re.fullmatch(r"\d{1,9}", name)
        return number is None, int(name) if number else 0, name

    return tuple(sorted(set(names), key=place))


def resolve(found: Found, options: DataOptions) -> Resolved:
    """Name the classes as the user, the files, or the known set do, else by their labels.  Raises DatasetError."""
    parts = [part.labels for part in found.parts]
    values = np.unique(np.concatenate(parts))
    _check_alike(parts)
    if not FEWEST <= len(values) <= MOST and not found.names:
        raise DatasetError(
            f"Expected {FEWEST} to {MOST} classes, found {len(values):,} different labels: "
            "check that these are labels, or use fewer classes."
        )
    known = found.known if found.known and len(found.known.names) == len(values) else None
    names = options.classes or found.names or (known.names if known else tuple(map(str, values.tolist())))
    names = check_names(names)
    if len(names) != len(values):
        raise DatasetError(
            f"Expected one name for each of the {len(values)} classes ({_span(values)}), found {len(names)} names: "
            "correct the list of names."
        )
    noun, nouns = _nouns(names, options, (known.noun, known.nouns) if known else None)
    counted = values[-1] + 1 == len(values)
    note = () if counted else (f"The labels {_span(values)} were counted from 0.",)
    indices = tuple(np.searchsorted(values, part).astype(np.intp) for part in parts)
    return Resolved(Classes(names=names, noun=noun, nouns=nouns), indices, note)


def _check_alike(parts: Sequence[NDArray[np.int64]]) -> None:
    """Refuse test labels that are those of the training part, all moved by one."""
    ours = [np.unique(part) for part in parts]
    if len(ours) == 2 and len(ours[0]) == len(ours[1]) and abs(int(ours[1][0]) - int(ours[0][0])) == 1:
        raise DatasetError(
            f"Expected the same labels in both parts, found {_span(ours[0])} for training and {_span(ours[1])} for "
            "the test: count both from the same number."
        )


def _span(values: NDArray[np.int64]) -> str:
    return f"{values[0]} to {values[-1]}" if len(values) else "none"


def check_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names in one spelling of Unicode.  Raises DatasetError unless they differ and can be printed."""
    found = tuple(normalize("NFC", name).strip() for name in names)
    if not FEWEST <= len(found) <= MOST:
        raise DatasetError(
            f"Expected {FEWEST} to {MOST} classes, found {len(found):,}: correct the list of names, or the folders."
        )
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        raise DatasetError(f"Expected class names that differ, found “{twice[:40]}” twice: rename one.")
    if not all(0 < len(name) <= LONGEST and is_plain(name) for name in found):
        raise DatasetError(
            f"Expected class names of 1 to {LONGEST} printable letters, found one that is none: rename it."
        )
    return found


def _nouns(names: tuple[str, ...], options: DataOptions, known: tuple[str, str] | None) -> tuple[str, str]:
    """Return what one class is called, and several."""
    if options.noun:
        return options.noun, options.nouns or plural(options.noun)
    noun, nouns = known or ((DIGITS.noun, DIGITS.nouns) if names == DIGITS.names else ("class", "classes"))
    return noun, options.nouns or nouns


def plural(noun: str) -> str:
    """Return the regular English plural: class → classes, city → cities, garment → garments."""
    if re.search(r"(s|x|z|ch|sh)$", noun):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"
