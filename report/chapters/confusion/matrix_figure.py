"""The confusion matrix as a figure: a table of counts, or a heat map of many classes."""

from __future__ import annotations

from functools import partial

from analysis.bundle.confusion import ConfusionFindings
from report.chapters import cross_table
from report.chapters.class_count import are_many
from report.chapters.model import AnyTable, Drawing, Figure
from report.figures import confusion_map, sheets
from report.figures.canvas import NARROW, PAPER_WIDTHS, WIDTHS
from report.text.formats import count, percent
from report.text.grammar import opening, plural, some, times
from report.text.naming import Naming

MATRIX = "Test images by true label (rows) and predicted label (columns)"


def figure(found: ConfusionFindings, naming: Naming) -> Figure:
    """Show the matrix: its template prints it, or, of more than twenty classes, a heat map is drawn."""
    if are_many(naming):
        return _heat_map(found, naming)
    shares = cross_table.of_classes(
        "True",
        naming,
        lambda label, predicted: percent(found.row_shares[label][predicted], 1),
        caption="Share of the images of each true label by predicted label",
        style="shares",
    )
    return Figure(
        claim=_largest_cell(found, naming),
        measure=MATRIX,
        numbers=[shares],
        data=[_counts(found, naming)],
        sheet=partial(sheets.matrix, found=found, classes=naming.classes),
        wide=True,
    )


def _counts(found: ConfusionFindings, naming: Naming) -> AnyTable:
    """Tabulate the counts for those who take them away."""
    return cross_table.of_classes(
        "True", naming, lambda label, predicted: count(found.counts[label][predicted])
    )


def _heat_map(found: ConfusionFindings, naming: Naming) -> Figure:
    """Draw the matrix of more than twenty classes; the counts are in results.json."""
    tall = partial(confusion_map.heat_map_height, classes=naming.classes)
    return Figure(
        claim=_largest_cell(found, naming),
        measure=f"{MATRIX}; every count is in results.json",
        data=[_counts(found, naming)],
        drawings=[
            Drawing(
                name="confusion-matrix",
                alt=f"Heat map of {count(len(found.counts))} by {count(len(found.counts))} counts. "
                f"{_largest_cell(found, naming)}",
                draw=partial(confusion_map.heat_map, found=found, classes=naming.classes),
                height=tall(WIDTHS["text"]),
                narrow=tall(NARROW),
                paper=tall(PAPER_WIDTHS["text"], paper=True),
            )
        ],
    )


def _largest_cell(found: ConfusionFindings, naming: Naming) -> str:
    """Name the most frequent kind of error and its reverse, or say that none is most frequent."""
    cell = found.largest_cell
    if cell is None:
        return "Every count is on the diagonal."
    if not cell.unique:
        return f"The most frequent kinds of error occurred {times(cell.count)} each."
    label, predicted = naming.quoted(cell.label), naming.quoted(cell.predicted)
    images = plural(cell.count, "image of {} was", "images of {} were").format(label)
    return f"{opening(cell.count)} {images} predicted as {predicted}, and {some(cell.reverse)} of {predicted} as {label}."
