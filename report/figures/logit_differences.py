"""Pairs of classes on the axis between them: the difference of their two logits, for all images of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.classes import Classes
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.record import Packed
from report.figures import artists, ticks
from report.figures.canvas import Canvas, shortened
from report.images.theme import INK, INK3, LABEL, RED, RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

MOST = 6
"""Pairs that are drawn."""
ROW, ROW_ON_PAPER, GAP, HEAD, FOOT, SIDE = 92, 66, 14, 6, 46, 12
BINS, FLOOR = 56, 0.6
LONGEST = 150  # pixels of a name


def height(pairs: int, *, paper: bool = False) -> int:
    """Return the height of `differences`, in CSS pixels."""
    return HEAD + pairs * ((ROW_ON_PAPER if paper else ROW) + GAP) + FOOT


def differences(
    canvas: Canvas, table: PredictionTable, pairs: Sequence[Sequence[int]], classes: Classes
) -> None:
    """Draw for each pair the images of its second class above a line, those of the first below; errors of the pair in red."""
    assert isinstance(table.scores, Packed)  # noqa: S101  # the chapter looks
    scores, labels, predicted = table.scores.array(), np.array(table.labels), np.array(table.predicted)
    parts = [(scores[:, second] - scores[:, first], first, second) for first, second in pairs]
    shown = np.concatenate(
        [values[(labels == first) | (labels == second)] for values, first, second in parts]
    )
    low, high = min(float(shown.min()), -1.0), max(float(shown.max()), 1.0)
    step = (high - low) / BINS
    edges = step * np.arange(np.floor(low / step), np.ceil(high / step) + 1)  # zero is an edge
    row = (canvas.height - HEAD - FOOT) / len(pairs)
    for place, (values, first, second) in enumerate(parts):
        top = HEAD + place * row
        axes = canvas.axes(left=SIDE, top=top, right=SIDE, bottom=canvas.height - top - row + GAP)
        axes.set_xlim(edges[0], edges[-1])
        counts = [np.histogram(values[labels == label], edges)[0] for label in (first, second)]
        most = max(2.0, *(float(each.max()) for each in counts))
        for label, each, upwards in ((first, counts[0], -1), (second, counts[1], 1)):
            _bars(axes, edges, each, most, upwards)
            other = second if label == first else first
            wrong = values[(labels == label) & (predicted == other)]
            artists.dots(axes, wrong, np.full(len(wrong), 0.18 * upwards), RED, ms=5, mew=0, alpha=0.85)
        _frame(canvas, axes, last=place == len(pairs) - 1)
        name_first, name_second = (
            shortened(classes.names[label], LONGEST, LABEL) for label in (first, second)
        )
        room = canvas.room(axes)
        canvas.words(room.left, room.bottom - 9, name_first, color=INK, weight=LABEL)
        canvas.words(room.right, room.top + 9, name_second, color=INK, weight=LABEL, ha="right")
    canvas.title_x(axes, "Logit of the class at the right minus logit of the class at the left")


def _bars(
    axes: Axes, edges: NDArray[np.float64], counts: NDArray[np.intp], most: float, upwards: int
) -> None:
    """Draw counts on a logarithmic scale, the largest of both classes as 1, up or down; one image can be seen."""
    tall = np.log(np.maximum(counts, FLOOR) / FLOOR) / np.log(most / FLOOR)
    axes.bar(edges[:-1], upwards * tall, width=np.diff(edges) * 0.86, align="edge", color=INK3)


def _frame(canvas: Canvas, axes: Axes, *, last: bool) -> None:
    low, high = axes.get_xlim()
    axes.set_ylim(-1.08, 1.08)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.axhline(0, color=RULE, lw=0.8)
    axes.axvline(0, color=INK, lw=1.1)
    axes.spines["bottom"].set_visible(last)
    most = ticks.room_for(canvas.room(axes)) if last else 0
    ticks.put(axes.xaxis, ticks.linear(low, high, most) if last else [], _signed)


def _signed(value: float) -> str:
    return f"{value:g}".replace("-", "−")
