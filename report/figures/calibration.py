"""Whether confidence and accuracy agree, and what withholding the least confident predictions gains."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.calibration import CalibrationFindings, ReliabilityBin
from analysis.bundle.selective_prediction import CoveragePoint, SelectivePredictionFindings
from report.figures import annotation, artists, ticks
from report.figures.canvas import Box, Canvas, width_of
from report.images.theme import INK, INK3, RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEFT, TOP, RIGHT, FOOT = 48, 34, 12, 46  # pixels around the axes
CURVE_LEFT, CURVE_RIGHT = 52, 60
STRIP = 64  # pixels for the counts below the diagram


def reliability(canvas: Canvas, found: CalibrationFindings) -> None:
    """Draw accuracy against mean confidence for each bin, on its interval; below, how many images the bin holds."""
    bins = found.bins
    low, span = _span(bins)
    axes = canvas.axes(left=LEFT, top=TOP, right=RIGHT, bottom=FOOT + STRIP + 8)
    axes.set(xlim=span, ylim=(0, 1.03))
    axes.plot([low, 1], [low, 1], color=RULE, lw=1)
    sure = [b.confidence for b in bins]
    artists.upright_whiskers(axes, [b.accuracy.low for b in bins], [b.accuracy.high for b in bins], sure)
    artists.dots(axes, sure, [b.accuracy.value for b in bins])
    ticks.put(axes.yaxis, [0, 0.25, 0.5, 0.75, 1], ticks.percent)
    axes.set_xticks([])
    axes.spines["bottom"].set_color(RULE)
    canvas.title_y(axes, "Accuracy")
    annotation.name_line(canvas, axes, "ideal", [(low, low), (1, 1)], _marks(canvas, axes, bins))
    _counts(canvas, bins, span)


def _span(bins: Sequence[ReliabilityBin]) -> tuple[float, tuple[float, float]]:
    """Return where the diagonal begins, and the ends of the horizontal axis."""
    low = min(0.9, bins[0].confidence)
    return low, (low - 0.03 * (1 - low), 1 + 0.03 * (1 - low))


def columns(found: CalibrationFindings, width: int, height: int) -> list[Box]:
    """Return the column of each bin in a drawing of this size: it reaches half-way to the next, 14 pixels at most."""
    _, (low, high) = _span(found.bins)
    x = [LEFT + (b.confidence - low) / (high - low) * (width - LEFT - RIGHT) for b in found.bins]
    half = [(b - a) / 2 for a, b in pairwise(x)]
    ends = zip(x, [14.0, *half], [*half, 14.0], strict=True)
    return [Box(at - min(14, left), TOP, at + min(14, right), height - FOOT) for at, left, right in ends]


def _marks(canvas: Canvas, axes: Axes, bins: Sequence[ReliabilityBin]) -> list[Box]:
    """Return the boxes of dots and intervals."""
    taken = annotation.around(canvas, axes, [(b.confidence, b.accuracy.value) for b in bins])
    for b in bins:
        taken += annotation.along(
            canvas, axes, [(b.confidence, b.accuracy.low), (b.confidence, b.accuracy.high)]
        )
    return taken


def _counts(canvas: Canvas, bins: Sequence[ReliabilityBin], span: tuple[float, float]) -> None:
    from matplotlib.ticker import NullLocator

    axes = canvas.axes(left=LEFT, top=canvas.height - FOOT - STRIP, right=RIGHT, bottom=FOOT)
    axes.set(xlim=span, yscale="log", ylim=(0.6, 14 * max(b.count for b in bins)))
    axes.bar(
        [b.confidence for b in bins],
        [b.count - 0.6 for b in bins],
        width=0.03 * (span[1] - span[0]),
        bottom=0.6,
        color=INK3,
    )
    axes.grid(visible=False)
    axes.yaxis.set_major_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    ticks.put(axes.xaxis, ticks.linear(*span, 5 if canvas.narrow else 8), ticks.percent)
    _count_names(canvas, axes, bins)
    canvas.title_x(axes, "Mean confidence, and images per bin (logarithmic)")


def _count_names(canvas: Canvas, axes: Axes, bins: Sequence[ReliabilityBin]) -> None:
    """Write counts on the bars, the largest first, where they do not touch."""
    taken: list[tuple[float, float]] = []
    for b in sorted(bins, key=lambda b: -b.count):
        words = f"{b.count:,}"
        half = width_of(words) / 2 + 2
        x, y = canvas.place(axes, b.confidence, b.count)
        x = min(x, canvas.width - half)
        if all(abs(x - other) > half + reach for other, reach in taken):
            taken.append((x, half))
            canvas.words(x, y - 9, words, ha="center")


def risk_coverage(canvas: Canvas, found: SelectivePredictionFindings) -> None:
    """Draw the error rate among the most confident share of the predictions, for each such share."""
    start = first_coverage(found.risk)
    points = [point for point in found.points if point.coverage >= start / 100]
    everything = max(points, key=lambda point: point.coverage).errors
    top = 1.05 * max(everything.high, *found.risk[start:])
    axes = canvas.axes(left=CURVE_LEFT, top=TOP, right=CURVE_RIGHT, bottom=FOOT)
    axes.set(xlim=(start / 100, 1), ylim=(0, top))
    ticks.put(axes.xaxis, ticks.linear(start / 100, 1, 6), ticks.percent)
    ticks.put(axes.yaxis, ticks.linear(0, top, 6), ticks.percent)
    axes.plot([start / 100, 1], [everything.value] * 2, color=RULE, lw=1.2)
    axes.plot(np.arange(start, 101) / 100, found.risk[start:], color=INK)
    coverages = [point.coverage for point in points]
    artists.upright_whiskers(
        axes, [point.errors.low for point in points], [point.errors.high for point in points], coverages
    ).set_clip_on(False)
    artists.dots(axes, coverages, [point.errors.value for point in points])
    curve = [(k / 100, found.risk[k]) for k in range(start, 101)]
    _name_risks(canvas, axes, points, curve)
    canvas.title_y(axes, "Error rate")
    canvas.title_x(axes, "Coverage (the most confident first)")


def thresholds(
    found: SelectivePredictionFindings, width: int, height: int
) -> list[tuple[Box, CoveragePoint]]:
    """Return the column of each point in a drawing of this size that withholds images and is drawn."""
    start = first_coverage(found.risk) / 100
    room = width - CURVE_LEFT - CURVE_RIGHT
    places = {
        CURVE_LEFT + (point.coverage - start) / (1 - start) * room: point
        for point in found.points
        if point.withheld and point.coverage >= start
    }
    half = [b - a for a, b in pairwise(sorted(places))]
    near = min([14.0, *(each / 2 for each in half)])
    return [(Box(x - near, TOP, x + near, height - FOOT), point) for x, point in places.items()]


def first_coverage(risk: Sequence[float]) -> int:
    """Return the percentage at which the curve begins: late where almost all of it is near 0."""
    return next(start for start in (80, 50, 0) if start == 0 or risk[start] < 0.1 * risk[100])


def _name_risks(
    canvas: Canvas, axes: Axes, points: Sequence[CoveragePoint], curve: Sequence[tuple[float, float]]
) -> None:
    """Name the points and the line of random order; words keep clear of curve, line, intervals and each other."""
    shares = [(point.coverage, point.errors.value) for point in points]
    everything = max(shares)[1]
    line = [(curve[0][0], everything), (1.0, everything)]
    taken = [*annotation.around(canvas, axes, shares), *annotation.along(canvas, axes, curve)]
    for point in points:
        ends = [(point.coverage, point.errors.low), (point.coverage, point.errors.high)]
        taken += annotation.along(canvas, axes, ends)
    taken = annotation.name_line(canvas, axes, "random order", line, taken)
    named = [annotation.Named(x, y, ticks.rate(y), strong=x == 1) for x, y in shares]
    annotation.name_points(canvas, axes, named, taken)
