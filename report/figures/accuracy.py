"""How often predictions are correct: for each class, and from one training run to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING

from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.classes import Classes
from analysis.bundle.record import Estimate
from analysis.bundle.seeds import SeedFindings
from report.figures import artists, ticks
from report.figures.canvas import Canvas, width_of
from report.images.theme import INK, INK3, LABEL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DOT = 10  # pixels that a dot of a strip needs
STRIP = 40  # pixels for all levels of a strip
SEEDS_HEIGHT = 226
ERRORS = "Misclassified"


def recalls_height(classes: int, *, paper: bool = False) -> int:
    """Return the height of `recalls`, in CSS pixels."""
    return artists.rows_height(classes, paper=paper)


def recalls(
    canvas: Canvas, found: AccuracyFindings, classes: Classes, shown: Sequence[int] | None = None
) -> None:
    """Draw the recall of each class, or of those shown, on its interval, and overall accuracy as a line through all."""
    lowest = found.lowest_recall if found.lowest_recall_significant else None
    scores = found.classes if shown is None else [found.classes[label] for label in shown]
    remarks = [f"{score.errors:,} of {score.support:,}" for score in scores]
    names = artists.fitting(canvas, [classes.names[score.label] for score in scores], remarks, ERRORS)
    rows = [
        artists.Row(name, score.recall, remark, artists.Look(score.label == lowest))
        for score, name, remark in zip(scores, names, remarks, strict=True)
    ]
    axes = artists.row_axes(canvas, [(row.name, row.remark) for row in rows], ERRORS)
    ends = [found.overall.value, *(score.recall.low for score in scores)]
    artists.share_axis(
        canvas, axes, min(ends), max(found.overall.value, *(score.recall.high for score in scores))
    )
    axes.axvline(found.overall.value, color=INK3, lw=0.8, zorder=1)
    artists.estimates(canvas, axes, rows)
    _name_overall(canvas, axes, found.overall.value)
    canvas.words(canvas.width, 16, ERRORS, ha="right")
    canvas.title_x(axes, "Recall")


def _name_overall(canvas: Canvas, axes: Axes, accuracy: float) -> None:
    """Name the line of all classes above it, beside the head of the last column."""
    words = f"Accuracy {ticks.percent(round(accuracy, 4))}"
    x, _ = canvas.place(axes, accuracy, 0)
    half = width_of(words) / 2
    last = canvas.width - width_of(ERRORS) - 12 - half
    canvas.words(min(max(x, half), last), 16, words, ha="center")


def seeds_height(found: SeedFindings, width: int) -> int:
    """Return the height of `seeds` at a width, both in CSS pixels: many runs with close accuracies stack up."""
    values = [run.accuracy.value for run in found.runs]
    ends = [*values, found.new_images.low, min(1, found.new_images.high)]
    pixels = (width - 28) / (1.06 * (max(ends) - min(ends) or 0.01))
    stack = DOT * max(levels([value * pixels for value in values]))
    return SEEDS_HEIGHT + max(0, stack - STRIP)


def seeds(canvas: Canvas, found: SeedFindings, shown_seed: int | None) -> None:
    """Draw the accuracy of each run, the one with the seed of this report full, and their mean with its two intervals."""
    axes = canvas.axes(left=14, top=4, right=14, bottom=46)
    values = [run.accuracy.value for run in found.runs]
    ends = [*values, found.new_images.low, found.new_images.high]
    artists.share_axis(canvas, axes, min(ends), min(1, max(ends)))
    axes.set_ylim(canvas.height - 50, 0)  # in pixels
    more = max(0, canvas.height - SEEDS_HEIGHT)  # for a high stack
    axes.set_yticks([])
    axes.grid(visible=True, axis="x")
    _name(canvas, 14, f"{len(values)} training runs")
    places = [canvas.place(axes, value, 0)[0] for value in values]
    stacked = levels(places)
    step = min(DOT, (STRIP + more) / max(1, *stacked))
    heights = [32 + step * level for level in stacked]
    artists.rings(canvas, axes, values, heights)
    shown = [k for k, run in enumerate(found.runs) if run.seed == shown_seed]
    artists.dots(axes, [values[k] for k in shown], [heights[k] for k in shown], ms=7)
    _mean(canvas, axes, 82 + more, "Mean, these images", found.accuracy)
    _mean(canvas, axes, 124 + more, "Mean, new images", found.new_images)
    canvas.title_x(axes, "Accuracy on the test set")


def levels(places: Sequence[float]) -> list[int]:
    """Stack dots that would touch: each takes the first level that is free at its place."""
    taken: list[tuple[float, int]] = []
    for place in places:
        near = {level for other, level in taken if abs(place - other) < DOT}
        taken.append((place, next(level for level in count() if level not in near)))
    return [level for _, level in taken]


def _mean(canvas: Canvas, axes: Axes, top: float, name: str, mean: Estimate) -> None:
    _name(canvas, top, name, f"{mean.value:.2%} ({mean.low:.2%} to {mean.high:.2%})")
    artists.whiskers(axes, [mean.low], [mean.high], [top + 16], color=INK, lw=1.7)
    artists.dots(axes, [mean.value], [top + 16], ms=7)


def _name(canvas: Canvas, y: float, name: str, remark: str = "") -> None:
    canvas.halo(canvas.words(0, y, name, color=INK, weight=LABEL))
    canvas.halo(canvas.words(canvas.width, y, remark, ha="right"))
