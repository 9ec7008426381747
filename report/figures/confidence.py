"""How sure the network was, where it was right and where it was wrong.

Confidence crowds at 1, so its bins halve the doubt again and again; here each bin is one step wide.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from report.figures import artists, ticks
from report.images.theme import INK, INK3, LABEL, RED, RULE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from analysis.bundle import Findings
    from analysis.bundle.confidence import ConfidenceFindings, DigitConfidence, Spread
    from report.figures.canvas import Sheet

LEFT, RIGHT, FOOT = 52, 20, 46  # pixels around the axes
HANGING = 0.43  # of the height for the mistakes, at most
SIZES = (9, 7.5, 6.5, 5.5)  # pixels for one mistake
ONE_EACH = 200  # mistakes that may be drawn one by one
BAR = 0.84  # of its step
FLOOR = 0.6  # where a logarithmic scale of counts begins


class _Marks(NamedTuple):
    """How mistakes are drawn one by one: pixels for each, how many side by side in a bin."""

    size: float
    beside: int
    tall: float
    """Pixels from the first row to the axis, with room for words."""


def confidence(sheet: Sheet, findings: Findings) -> None:
    """Draw right answers as bars on a log scale; below them wrong ones, one mark each, or bars if they are many."""
    found = findings.confidence
    most = HANGING * sheet.height
    packed = _packed(found.wrong_histogram, sheet.width - LEFT - RIGHT, most)
    foot = FOOT + (packed.tall if packed else most) * bool(found.wrong.count)
    axes = sheet.axes(left=LEFT, top=34, right=RIGHT, bottom=foot)
    _bars(axes, found.correct_histogram, INK3)
    sheet.words(0, 14, f"{found.correct.count:,} read correctly", weight=LABEL)
    if found.wrong.count:
        axes.spines["bottom"].set_color(RULE)
        axes.set_xticks([])
        axes = sheet.axes(left=LEFT, top=sheet.height - foot, right=RIGHT, bottom=FOOT)
        _mistakes(sheet, axes, found, packed)
    _name_edges(axes, found.edges)
    sheet.title_x(axes, "Confidence in the chosen digit")


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


def _mistakes(sheet: Sheet, axes: Axes, found: ConfidenceFindings, packed: _Marks | None) -> None:
    counts = found.wrong_histogram
    words = f"{found.wrong.count:,} misread"
    if packed:
        words += ", one mark each"
        _marks(axes, counts, packed)
    else:
        _bars(axes, counts, RED)
        axes.invert_yaxis()
    half = len(counts) // 2
    y = sheet.height - FOOT - artists.LINE
    if sum(counts[:half]) < sum(counts[half:]):
        name = sheet.words(LEFT + 8, y, words, color=RED, weight=LABEL)
    else:
        name = sheet.words(sheet.width - RIGHT, y, words, ha="right", color=RED, weight=LABEL)
    sheet.halo(name)


def _marks(axes: Axes, counts: Sequence[int], packed: _Marks) -> None:
    """Fill each bin with marks row by row, from the top."""
    size, beside, tall = packed
    step = BAR / beside
    places = [(k, *divmod(mark, beside)) for k, count in enumerate(counts) for mark in range(count)]
    x = [k + (1 - BAR) / 2 + (column + 0.5) * step for k, _, column in places]
    y = [(row + 0.5) * size + 3 for _, row, _ in places]
    axes.set(xlim=(0, len(counts)), ylim=(tall, 0), yticks=[])
    artists.dots(axes, x, y, RED, ms=0.6 * size, mew=0)


def _name_edges(axes: Axes, edges: Sequence[float]) -> None:
    """Name the edges where the doubt is a half, a tenth, a hundredth …, and the end."""
    last = len(edges) - 1
    named = [k for k, edge in enumerate(edges) if 0 < edge < 1 and _is_round(1 - edge) and last - k >= 3]
    ticks.put(axes.xaxis, [*named, last], lambda k: ticks.percent(edges[int(k)]))


def _is_round(doubt: float) -> bool:
    power = math.log10(doubt)
    return math.isclose(doubt, 0.5) or math.isclose(power, round(power), abs_tol=1e-6)


def confidence_digits(sheet: Sheet, findings: Findings) -> None:
    """Draw for each true digit the median and the tails of the right answers; below them its mistakes in red."""
    found = findings.confidence
    remarks = 88 if sheet.narrow else 100
    axes = sheet.axes(left=26, top=32, right=remarks, bottom=46)
    axes.set(xlim=(0, len(found.edges) - 1), ylim=(10, 0))
    right = {digit.digit + 0.36: digit.correct for digit in found.digits if digit.correct.count}
    _medians(axes, found.edges, right, INK3, INK)
    mistakes = findings.confusion.mistakes
    if len(mistakes) == found.wrong.count <= ONE_EACH:
        sure = step_of([mistake.confidence for mistake in mistakes], found.edges)
        artists.dots(axes, sure, [mistake.label + 0.7 for mistake in mistakes], RED, ms=4.6, mew=0, alpha=0.8)
    else:
        wrong = {digit.digit + 0.7: digit.wrong for digit in found.digits if digit.wrong.count}
        _medians(axes, found.edges, wrong, RED, RED)
    artists.name_rows(sheet, axes, [(str(digit.digit), _unsure(digit), False) for digit in found.digits])
    if found.wrong.count:
        sheet.words(26, 16, "Misread", color=RED, weight=LABEL)
    sheet.words(sheet.width - remarks, 16, "Read correctly", ha="right", color=INK, weight=LABEL)
    sheet.words(sheet.width, 16, "Below 90%", ha="right")
    _name_edges(axes, found.edges)
    sheet.title_x(axes, "Confidence in the chosen digit")


def step_of(confidence: Sequence[float], edges: Sequence[float]) -> NDArray[np.float64]:
    """Return where confidences lie when each bin is one step wide."""
    return np.asarray(np.interp(confidence, edges, np.arange(len(edges))))


def _medians(axes: Axes, edges: Sequence[float], groups: Mapping[float, Spread], line: str, dot: str) -> None:
    """Draw groups by their height: a dot at the median, a line from the lowest 5% to the highest."""
    low, median, high = (
        step_of([getattr(group, name) for group in groups.values()], edges)
        for name in ("low_tail", "median", "high_tail")
    )
    artists.whiskers(axes, low, high, list(groups), color=line, lw=1.3)
    artists.dots(axes, median, list(groups), dot)


def _unsure(digit: DigitConfidence) -> str:
    below = digit.correct.below_90 + digit.wrong.below_90
    return f"{below:,} of {digit.correct.count + digit.wrong.count:,}"
