"""The confusion matrix, row by row, as the page prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from analysis.bundle.confusion import ConfusionFindings, PredictedImage
from report.chapters.model import Image
from report.chapters.shown_images import cell_id
from report.figures.shades import shade_of, shades_of
from report.text.formats import count, image_file, per_thousand
from report.text.naming import Naming

THUMBNAILS = 10
LONG = 3  # letters, from which on column heads are turned


@dataclass(frozen=True)
class MatrixCell:
    """One cell: how many images of the row's label were predicted as the column's."""

    text: str
    kind: Literal["correct", "none", "error"]
    shade: int
    """From 1, few errors, to 4, many; 0 elsewhere."""
    named: bool
    link: str
    """The id of its errors in their chapter; empty where none is shown there."""
    words: str
    """What is heard instead of the bare number."""


@dataclass(frozen=True)
class MatrixRow:
    """One row: the images of a true label."""

    name: str
    cells: Sequence[MatrixCell]
    errors: str
    per_thousand: str
    images: Sequence[Image]
    """Misclassified test images, at most ten."""
    more: str
    """How many more there are; empty for none."""


@dataclass(frozen=True)
class Matrix:
    """The whole matrix, its heads and its key."""

    heads: Sequence[str]
    rows: Sequence[MatrixRow]
    key: Sequence[str]
    """What each shade of red stands for; empty without errors."""
    long_names: bool
    images: bool
    """Whether the misclassified images stand at the ends of the rows."""
    named: bool
    """Whether cells of named pairs are framed."""


class _Marked(NamedTuple):
    """Prespecified pairs, whose cells are framed, and cells that lead to their errors."""

    named: set[tuple[int, int]]
    linked: set[tuple[int, int]]


def matrix(
    found: ConfusionFindings, naming: Naming, shown: Sequence[PredictedImage], *, images: bool
) -> Matrix:
    """Arrange the counts for a table; `shown` are the errors to which their cells lead."""
    named = {pair.classes for pair in found.pairs if pair.named}
    marked = _Marked(named, {(error.label, error.predicted) for error in shown})
    return Matrix(
        heads=naming.classes.names,
        rows=[_row(found, label, naming, marked, images=images) for label in range(len(found.counts))],
        key=list(map(str, shades_of(found))) if found.errors_total else [],
        long_names=max(map(len, naming.classes.names)) > LONG,
        images=images,
        named=bool(named),
    )


def _row(found: ConfusionFindings, label: int, naming: Naming, marked: _Marked, *, images: bool) -> MatrixRow:
    rate = found.row_error_rates[label]
    mine = [error for error in found.errors if error.label == label] if images else []
    shown = mine if rate.count <= THUMBNAILS else mine[: THUMBNAILS - 1]  # the last place tells how many more
    return MatrixRow(
        name=naming.name(label),
        cells=[_cell(found, (label, predicted), naming, marked) for predicted in range(len(found.counts))],
        errors=count(rate.count),
        per_thousand=per_thousand(rate),
        images=[Image(image_file(error.index), _heard(error, naming)) for error in shown],
        more=count(rate.count - len(shown)) if images and rate.count > len(shown) else "",
    )


def _heard(error: PredictedImage, naming: Naming) -> str:
    """Describe an image and what it was taken for."""
    return f"{naming.image(error.index, error.label)}, predicted as {naming.quoted(error.predicted)}"


def _cell(found: ConfusionFindings, place: tuple[int, int], naming: Naming, marked: _Marked) -> MatrixCell:
    label, predicted = place
    number = found.counts[label][predicted]
    words = f"{naming.error(label, predicted)}: {count(number)}"
    if label == predicted:
        return MatrixCell(str(number), "correct", 0, named=False, link="", words=words)
    framed = (min(place), max(place)) in marked.named
    if not number:
        return MatrixCell("0", "none", 0, framed, "", words)
    return MatrixCell(
        str(number),
        "error",
        shade_of(number, shades_of(found)),
        framed,
        cell_id(label, predicted) if place in marked.linked else "",
        words,
    )
