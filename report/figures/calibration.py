"""Whether confidence can be taken at its word, and what refusing the least certain images gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import NullLocator

from report.figures import annotation, artists, ticks
from report.images.theme import INK, INK2, INK3, RULE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from analysis.bundle import Findings
    from analysis.bundle.confidence import Coverage, ReliabilityBin
    from report.figures.canvas import Sheet

STRIP = 64  # pixels for the counts below the diagram


def reliability(sheet: Sheet, findings: Findings) -> None:
    """Draw observed against claimed accuracy for each bin, on its interval; below, how many images it holds."""
    bins = findings.confidence.calibration.bins
    low = min(0.9, bins[0].confidence)
    span = (low - 0.03 * (1 - low), 1 + 0.03 * (1 - low))
    axes = sheet.axes(left=48, top=34, right=12, bottom=46 + STRIP + 8)
    axes.set(xlim=span, ylim=(0, 1.03))
    axes.plot([low, 1], [low, 1], color=RULE, lw=1)
    sheet.halo(axes.annotate("ideal", (low, low), (16, -4), textcoords="offset points", color=INK2))
    sure = [b.confidence for b in bins]
    artists.upright_whiskers(axes, [b.accuracy.low for b in bins], [b.accuracy.high for b in bins], sure)
    artists.dots(axes, sure, [b.accuracy.value for b in bins])
    ticks.put(axes.yaxis, [0, 0.25, 0.5, 0.75, 1], ticks.percent)
    axes.set_xticks([])
    axes.spines["bottom"].set_color(RULE)
    sheet.title_y(axes, "Share read correctly")
    _counts(sheet, bins, span)


def _counts(sheet: Sheet, bins: Sequence[ReliabilityBin], span: tuple[float, float]) -> None:
    axes = sheet.axes(left=48, top=sheet.height - 46 - STRIP, right=12, bottom=46)
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
    ticks.put(axes.xaxis, ticks.linear(*span, 5 if sheet.narrow else 8), ticks.percent)
    _count_names(sheet, axes, bins)
    sheet.title_x(axes, "Mean confidence, and images per bin")


def _count_names(sheet: Sheet, axes: Axes, bins: Sequence[ReliabilityBin]) -> None:
    """Write counts on the bars, the largest first, where they do not touch."""
    taken: list[tuple[float, float]] = []
    for b in sorted(bins, key=lambda b: -b.count):
        words = f"{b.count:,}"
        half = 4 * len(words)
        x, y = sheet.place(axes, b.confidence, b.count)
        x = min(x, sheet.width - half)
        if all(abs(x - other) > half + reach for other, reach in taken):
            taken.append((x, half))
            sheet.words(x, y - 9, words, ha="center")


def risk_coverage(sheet: Sheet, findings: Findings) -> None:
    """Draw the error rate that remains when only the surest share of the images is read."""
    found = findings.confidence
    start = first_coverage(found.risk)
    points = [point for point in found.refusal if point.coverage >= start / 100]
    everything = max(points, key=lambda point: point.coverage).errors
    axes = sheet.axes(left=52, top=34, right=20, bottom=46)
    axes.set(xlim=(start / 100, 1), ylim=(0, 1.05 * everything.high))
    ticks.put(axes.xaxis, ticks.linear(start / 100, 1, 6), ticks.percent)
    ticks.put(axes.yaxis, ticks.linear(0, 1.05 * everything.high, 6), ticks.percent)
    axes.axhline(everything.value, color=RULE, lw=1.2)
    axes.plot(np.arange(start, 101) / 100, found.risk[start:], color=INK)
    coverages = [point.coverage for point in points]
    artists.upright_whiskers(
        axes, [point.errors.low for point in points], [point.errors.high for point in points], coverages
    ).set_clip_on(False)
    artists.dots(axes, coverages, [point.errors.value for point in points])
    curve = [(k / 100, found.risk[k]) for k in range(start, 101)]
    _name_risks(sheet, axes, points, curve)
    sheet.title_y(axes, "Misread among those read")
    sheet.title_x(axes, "Share of the images read, the surest first")


def first_coverage(risk: Sequence[float]) -> int:
    """Return the percentage at which the curve begins: late where almost all of it is near 0."""
    return next(start for start in (80, 50, 0) if start == 0 or risk[start] < 0.1 * risk[100])


def _name_risks(
    sheet: Sheet, axes: Axes, points: Sequence[Coverage], curve: Sequence[tuple[float, float]]
) -> None:
    shares = [(point.coverage, point.errors.value) for point in points]
    named = [annotation.Named(x, y, ticks.rate(y), strong=x == 1) for x, y in shares]
    annotation.name_points(sheet, axes, named, [*shares, *curve])
    _, y = sheet.place(axes, 1, max(shares)[1])
    sheet.halo(sheet.words(58, y - 10, "refusing at random"))
