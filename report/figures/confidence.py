"""The confidence of correct and of incorrect predictions.

Confidence crowds at 1, so its bins get narrower towards 1; here each bin is one step wide.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import Classes
from analysis.bundle.confidence import ClassConfidence, ConfidenceFindings, ConfidenceSummary
from analysis.bundle.confusion import ConfusionFindings
from report.figures import artists, ticks
from report.figures.canvas import Box, Canvas, width_of
from report.images.theme import INK, INK3, LABEL, RED, RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEFT, RIGHT, FOOT = 52, 20, 46  # pixels around the axes
HANGING = 0.43  # of the height for the errors, at most
SIZES = (9, 7.5, 6.5, 5.5)  # pixels for one error
ONE_EACH = 200  # errors that may be drawn one by one
BAR = 0.84  # of its step
BELOW = "Below 90%"
FLOOR = 0.6  # where a logarithmic scale of counts begins


class _Marks(NamedTuple):
    """How errors are drawn one by one: pixels for each, how many side by side in a bin."""

    size: float
    beside: int
    tall: float
    """Pixels from the first row to the axis, with room for words."""


def confidence(canvas: Canvas, found: ConfidenceFindings) -> None:
    """Draw correct predictions as bars on a log scale; below them errors, one mark each, or bars if they are many."""
    most = HANGING * canvas.height
    packed = _packed(found.incorrect_histogram, canvas.width - LEFT - RIGHT, most)
    foot = FOOT + (packed.tall if packed else most) * bool(found.incorrect.count)
    axes = canvas.axes(left=LEFT, top=34, right=RIGHT, bottom=foot)
    _bars(axes, found.correct_histogram, INK3)
    canvas.words(0, 14, f"{found.correct.count:,} correct", weight=LABEL)
    if found.incorrect.count:
        axes.spines["bottom"].set_color(RULE)
        axes.set_xticks([])
        axes = canvas.axes(left=LEFT, top=canvas.height - foot, right=RIGHT, bottom=FOOT)
        _errors(canvas, axes, found, packed)
    _name_edges(canvas, axes, found.edges)
    canvas.title_x(axes, "Confidence")


def bars(found: ConfidenceFindings, width: int, height: int) -> list[tuple[Box, int, bool]]:
    """Return where the bins lie in a drawing of this size that hold images: the place of each, its bin, and whether of errors."""
    packed = _packed(found.incorrect_histogram, width - LEFT - RIGHT, HANGING * height)
    foot = FOOT + (packed.tall if packed else HANGING * height) * bool(found.incorrect.count)
    rows = (
        (found.correct_histogram, 34.0, height - foot, False),
        (found.incorrect_histogram, height - foot, float(height - FOOT), True),
    )
    step = (width - LEFT - RIGHT) / len(found.correct_histogram)
    return [
        (Box(LEFT + k * step, top, LEFT + (k + 1) * step, bottom), k, wrong)
        for counts, top, bottom, wrong in rows
        for k, count in enumerate(counts)
        if count
    ]


def _packed(counts: Sequence[int], width: float, tall: float) -> _Marks | None:
    """Return the largest marks that fit into the room, if any do."""
    for size in SIZES:
        beside = max(1, int(width / len(counts) * BAR / size))
        needed = 3 * artists.LINE + size * math.ceil(max(counts) / beside)
        if needed <= tall and sum(counts) <= ONE_EACH:
            return _Marks(size, beside, needed)
    return None


def _bars(axes: Axes, counts: Sequence[int], colour: str) -> None:
    """Draw counts on a logarithmic scale that begins below 1, so that one image can be seen."""
    axes.set(xlim=(0, len(counts)), yscale="log")
    heights = np.maximum(np.array(counts) - FLOOR, 0)
    axes.bar(np.arange(len(counts)) + 0.5, heights, width=BAR, bottom=FLOOR, color=colour)
    axes.set_ylim(FLOOR, 1.4 * max(1, *counts))
    ticks.put(axes.yaxis, ticks.logarithmic(1, 1.4 * max(1, *counts), 5), ticks.count)


def _errors(canvas: Canvas, axes: Axes, found: ConfidenceFindings, packed: _Marks | None) -> None:
    counts = found.incorrect_histogram
    words = f"{found.incorrect.count:,} misclassified"
    if packed:
        words += ", one mark each" * (found.incorrect.count > 1)
        _marks(axes, counts, packed)
    else:
        _bars(axes, counts, RED)
        axes.invert_yaxis()
    half = len(counts) // 2
    y = canvas.height - FOOT - artists.LINE
    if sum(counts[:half]) < sum(counts[half:]):
        name = canvas.words(LEFT + 8, y, words, color=RED, weight=LABEL)
    else:
        name = canvas.words(canvas.width - RIGHT, y, words, ha="right", color=RED, weight=LABEL)
    canvas.halo(name)


def _marks(axes: Axes, counts: Sequence[int], packed: _Marks) -> None:
    """Fill each bin with marks row by row, from the top."""
    size, beside, tall = packed
    step = BAR / beside
    places = [(k, *divmod(mark, beside)) for k, count in enumerate(counts) for mark in range(count)]
    x = [k + (1 - BAR) / 2 + (column + 0.5) * step for k, _, column in places]
    y = [(row + 0.5) * size + 3 for _, row, _ in places]
    axes.set(xlim=(0, len(counts)), ylim=(tall, 0), yticks=[])
    artists.dots(axes, x, y, RED, ms=0.6 * size, mew=0)


def _name_edges(canvas: Canvas, axes: Axes, edges: Sequence[float]) -> None:
    """Name the end, and where there is room the edges that lack a half, a tenth, a hundredth … to 1."""
    last = len(edges) - 1
    lacking = [k for k, edge in enumerate(edges) if 0 < edge < 1 and _is_round(1 - edge)]
    named: list[int] = []
    free = float("inf")
    for k in (last, *reversed(lacking)):
        (x, _), half = canvas.place(axes, k, 0), width_of(ticks.percent(edges[k])) / 2
        if x + half <= free:
            named.append(k)
            free = x - half - 8
    ticks.put(axes.xaxis, named[::-1], lambda k: ticks.percent(edges[int(k)]))


def _is_round(lacking: float) -> bool:
    power = math.log10(lacking)
    return math.isclose(lacking, 0.5) or math.isclose(power, round(power), abs_tol=1e-6)


def class_confidence_height(classes: int, *, paper: bool = False) -> int:
    """Return the height of `class_confidence`, in CSS pixels."""
    return artists.rows_height(classes, paper=paper)


def class_confidence(
    canvas: Canvas,
    found: ConfidenceFindings,
    errors: ConfusionFindings,
    classes: Classes,
    shown: Sequence[int] | None = None,
) -> None:
    """Draw for each true label, or for those shown, the median and the tails of the correct predictions.

    Below them stand its errors in red.
    """
    place = {label: k for k, label in enumerate(range(len(found.classes)) if shown is None else shown)}
    these = [found.classes[label] for label in place]
    remarks = [_below_90(each) for each in these]
    names = artists.fitting(canvas, [classes.names[label] for label in place], remarks, BELOW)
    rows = list(zip(names, remarks, strict=True))
    axes = artists.row_axes(canvas, rows, BELOW)
    axes.set(xlim=(0, len(found.edges) - 1), ylim=(len(rows), 0))
    correct = {place[each.label] + 0.36: each.correct for each in these if each.correct.count}
    _medians(axes, found.edges, correct, INK3, INK)
    _class_errors(axes, found, errors, place)
    artists.name_rows(canvas, axes, [(*row, False) for row in rows])
    if found.incorrect.count:
        canvas.words(0, 16, "Misclassified", color=RED, weight=LABEL)
    if found.correct.count:
        canvas.words(canvas.room(axes).right, 16, "Correct", ha="right", color=INK, weight=LABEL)
    canvas.words(canvas.width, 16, BELOW, ha="right")
    _name_edges(canvas, axes, found.edges)
    canvas.title_x(axes, "Confidence")


def _class_errors(
    axes: Axes, found: ConfidenceFindings, errors: ConfusionFindings, place: Mapping[int, int]
) -> None:
    """Draw each error in the row of its true label, or the tails of all where they are too many or not all kept."""
    sure = [(error.confidence, error.label) for error in errors.errors if error.confidence is not None]
    if sure and len(sure) == found.incorrect.count <= ONE_EACH:
        drawn = [(confidence, place[label] + 0.7) for confidence, label in sure if label in place]
        x = step_of([confidence for confidence, _ in drawn], found.edges)
        artists.dots(axes, x, [y for _, y in drawn], RED, ms=4.6, mew=0, alpha=0.8)
    else:
        these = [found.classes[label] for label in place]
        wrong = {place[each.label] + 0.7: each.incorrect for each in these if each.incorrect.count}
        _medians(axes, found.edges, wrong, RED, RED)


def step_of(confidence: Sequence[float], edges: Sequence[float]) -> NDArray[np.float64]:
    """Return where confidences lie when each bin is one step wide."""
    return np.asarray(np.interp(confidence, edges, np.arange(len(edges))))


def _medians(
    axes: Axes, edges: Sequence[float], groups: Mapping[float, ConfidenceSummary], line: str, dot: str
) -> None:
    """Draw groups by their height: a dot at the median, a line from the lowest 5% to the highest."""
    low, median, high = (
        step_of([getattr(group, name) for group in groups.values()], edges)
        for name in ("low_tail", "median", "high_tail")
    )
    artists.whiskers(axes, low, high, list(groups), color=line, lw=1.3)
    artists.dots(axes, median, list(groups), dot)


def _below_90(found: ClassConfidence) -> str:
    return f"{found.below_90:,} of {found.images:,}"
