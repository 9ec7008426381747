"""What the columns of a table of images hold: the label, the pixels, and what says nothing of the image."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import labels, part_names
from analysis.data.text_table import NUMBER
from analysis.system.errors import DatasetError

# Names of the column of labels; where a table has several, the first of these counts.
LABELS = (
    *("label", "labels", "true_label", "class", "classes", "target", "targets", "truth", "ground_truth", "y_true"),
    *("digit", "digits", "letter", "actual", "expected", "value", "values", "category", "class_id", "classid", "class_name"),
    *("character", "char", "symbol", "number", "y", "étiquette", "etiqueta", "klasse", "classe"),
)  # fmt: skip
# Columns that number the rows, or name files; pandas writes some of them.
PASSED_OVER = re.compile(
    r"|index|level_0|id|idx|row|no|image_?id|row_?id|sample_?id|file(?:_?name)?|path|unnamed:_\d+(?:\.\d+)*"
    r"|__index_level_\d+__"
)
# Columns that share a name up to their number, as pixel0, pixel1, …, are pixels from so many on.
FEWEST_PIXELS = 16
NUMBERED = re.compile(r"(?P<name>.*?)(?:\d+x)?\d+")


class Columns(NamedTuple):
    """Places of the columns; `label` is None where there is none, or where `pixels` may still hold it."""

    label: int | None
    pixels: tuple[int, ...]
    passed_over: tuple[int, ...] = ()


def simple(name: str) -> str:
    """Return a name as it is compared: small letters, without the sign of a comment."""
    return re.sub(r"[\s-]+", "_", name.removeprefix("#").strip().casefold())


def label_of(names: Sequence[str]) -> int | None:
    """Return the place of the column of labels, if it has one of their names."""
    simply = [simple(name) for name in names]
    return next((simply.index(name) for name in LABELS if name in simply), None)


def only_label(names: Sequence[str], file: str) -> int | None:
    """Return the place of the column of labels: by its name, or as the only one that may be it.  Raises DatasetError."""
    by_name = label_of(names)
    others = [place for place, name in enumerate(names) if not is_passed_over(name)]
    if by_name is None and len(others) > 1:
        raise DatasetError(
            f"Expected one column of labels in {file}, found {len(others)} that may be it"
            f"{part_names.shown(names[place] for place in others)}: call it “label”."
        )
    return by_name if by_name is not None or not others else others[0]


def taken(name: str) -> tuple[str, ...]:
    """Say which column holds the labels, where its name does not."""
    return (
        () if label_of([name]) is not None else (f"The labels are in the column{part_names.shown([name])}.",)
    )


def is_passed_over(name: str) -> bool:
    """Say whether a column numbers rows or names files."""
    return bool(PASSED_OVER.fullmatch(simple(name)))


def is_square(width: int) -> bool:
    """Say whether so many numbers are the pixels of a square image, grey or in three colours."""
    return any(width % of == 0 and isqrt(width // of) ** 2 == width // of >= FEWEST_PIXELS for of in (1, 3))


def of_names(names: Sequence[str], texts: Sequence[int], file: str) -> Columns:
    """Tell the columns by their names, and by which of them hold `texts`.  Raises DatasetError."""
    pixels = _pixels(names)
    others = sorted(set(range(len(names))) - set(pixels))
    if pixels and not is_square(len(pixels)) and label_of([names[place] for place in others]) is None:
        return Columns(None, pixels, tuple(others))
    unknown = [place for place in others if not is_passed_over(names[place])]
    of_texts = [place for place in unknown if place in texts]
    may_be = unknown if pixels or label_of([names[place] for place in unknown]) is not None else of_texts
    found = only_label([names[place] for place in may_be], file)
    label = None if found is None else may_be[found]
    rest = pixels or tuple(sorted(set(unknown) - {label} - set(texts)))
    return Columns(label, rest, tuple(sorted(set(others) - {label} - set(rest))))


def _pixels(names: Sequence[str]) -> tuple[int, ...]:
    """Return the columns that share their name up to a number; none where they are few."""
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if found := NUMBERED.fullmatch(simple(name)):
            groups.setdefault(found["name"], []).append(place)
    largest = max(groups.values(), key=len, default=[])
    return tuple(largest) if len(largest) >= FEWEST_PIXELS else ()


def edges(places: Sequence[int]) -> tuple[int, ...]:
    """Return which of so many columns may hold labels without a name: the first two, and the last one."""
    return tuple(sorted({0, min(1, len(places) - 1), len(places) - 1}))


def of_values(
    places: Sequence[int], cells: Mapping[int, NDArray[np.str_]], texts: Sequence[int], file: str
) -> tuple[int | None, tuple[int, ...]]:
    """Tell the label and an index by what stands in the `edges` of columns, and in those of `texts`.

    Returns the place of the label, None where all columns are pixels, and the places of all that are none.  Raises
    DatasetError.
    """
    width = len(places)
    first, second, last = places[0], places[min(1, width - 1)], places[-1]
    texts = [place for place in places if place in texts]
    if is_square(width) and not texts:
        return None, ()
    if is_square(width - 1) and len(texts) <= 1:
        by_values = last if _like_labels(cells[last]) > _like_labels(cells[first]) else first
        label = texts[0] if texts else by_values
        return label, (label,)
    counted = next((place for place in (first, second) if _is_counted(cells[place])), None)
    if is_square(width - 2) and len(texts) <= 1 and counted is not None:
        others = (second, last) if counted == first else (first,)
        label = texts[0] if texts else max(others, key=lambda place: _like_labels(cells[place]))
        return label, (counted, label)
    raise DatasetError(
        f"Expected a label and the pixels of a square image in every row of {file}, found {width} "
        "columns: name the column of labels “label”, and leave out all others."
    )


def _like_labels(column: NDArray[np.str_]) -> int:
    """Rate a column: whole numbers that count from 0 or 1 without a gap, few of them, are labels."""
    cells = np.unique(column).tolist()
    if not all(NUMBER.fullmatch(cell) for cell in cells):
        return 0
    values = np.unique(np.array(cells, np.float64))
    if not labels.FEWEST <= len(values) <= labels.MOST or (values != np.rint(values)).any():
        return 0
    return 2 if values[0] in {0, 1} and values[-1] - values[0] + 1 == len(values) else 1


def _is_counted(column: NDArray[np.str_]) -> bool:
    """Say whether a column numbers the rows, from 0 or from 1 on."""
    return any(column.tolist() == [str(row + start) for row in range(len(column))] for start in (0, 1))


def check_pixels(width: int, file: str) -> None:
    """Raise DatasetError unless so many numbers beside the label are the pixels of a square image."""
    if not is_square(width):
        raise DatasetError(
            f"Expected the pixels of a square image in every row of {file}, found {width:,} columns of numbers beside the "
            "label: leave out what is no pixel."
        )


def numbered_labels(
    parts: Sequence[NDArray[np.str_]], file: str
) -> tuple[list[NDArray[np.int64]], tuple[str, ...] | None]:
    """Return the labels of each part as numbers; labels in letters as places in the list of their names, which is returned, too.

    Raises DatasetError where a label is missing, is a fraction, or there are too many.
    """
    values = np.unique(np.concatenate(parts)).tolist()
    if missing := [value for value in values if value.casefold() in {"", "nan", "na", "null", "none"}]:
        rows = next((part == missing[0]).argmax() for part in parts if (part == missing[0]).any())
        raise DatasetError(
            f"Expected a label in every row of {file}, found “{missing[0]}” in row {rows + 1:,}: leave out the rows without one."
        )
    if all(NUMBER.fullmatch(value) for value in values):
        return [labels.flat(part.astype(np.float64), f"labels in {file}") for part in parts], None
    names = labels.in_order(values)
    if len(names) > labels.MOST:
        raise DatasetError(
            f"Expected {labels.FEWEST} to {labels.MOST} classes, found {len(names):,} different labels in {file}: "
            "check that these are labels, or use fewer classes."
        )
    place = {name: number for number, name in enumerate(names)}
    return [np.array([place[cell] for cell in part.tolist()], np.int64) for part in parts], names
