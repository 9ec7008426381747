"""How often the network is right: for each digit, and from one training run to the next."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from report.figures import artists, ticks
from report.images.theme import INK, INK3, LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from analysis.bundle import Findings
    from analysis.bundle.accuracy import DigitScores
    from analysis.bundle.record import Estimate
    from report.figures.canvas import Sheet

DOT = 10  # pixels that a dot of a strip needs


def recalls(sheet: Sheet, findings: Findings) -> None:
    """Draw the recall of each digit on its interval, and overall accuracy as a line through all."""
    found = findings.accuracy
    lowest = found.lowest_recall if found.lowest_recall_verified else None
    axes = sheet.axes(left=26, top=32, right=100, bottom=46)
    artists.share_axis(axes, min(score.recall.low for score in found.digits), 1, 5 if sheet.narrow else 7)
    axes.axvline(found.overall.value, color=INK3, lw=0.8, zorder=1)
    artists.estimates(sheet, axes, [_recall(score, strong=score.digit == lowest) for score in found.digits])
    x, _ = sheet.place(axes, found.overall.value, 0)
    sheet.words(x, 16, f"all {ticks.percent(round(found.overall.value, 4))}", ha="center")
    sheet.words(sheet.width, 16, "Misread", ha="right")
    sheet.title_x(axes, "Share of the digit's images read correctly")


def _recall(score: DigitScores, *, strong: bool) -> artists.Row:
    missed = score.recall.total - score.recall.count
    return artists.Row(str(score.digit), score.recall, f"{missed:,} of {score.support:,}", strong)


def seeds(sheet: Sheet, findings: Findings) -> None:
    """Draw the accuracy of each run, and their mean with its two intervals."""
    sweep = findings.sweep
    if sweep is None:
        raise ValueError("only a sweep has several runs to draw")
    axes = sheet.axes(left=14, top=4, right=14, bottom=46)
    values = [run.accuracy.value for run in sweep.runs]
    ends = [*values, sweep.new_images.low, sweep.new_images.high]
    artists.share_axis(axes, min(ends), min(1, max(ends)), 5 if sheet.narrow else 7)
    axes.set_ylim(sheet.height - 50, 0)  # in pixels
    axes.set_yticks([])
    axes.grid(visible=True, axis="x")
    _name(sheet, 14, f"{len(values)} training runs")
    places = [sheet.place(axes, value, 0)[0] for value in values]
    heights = [32 + DOT * level for level in levels(places)]
    artists.rings(sheet, axes, values, heights)
    mine = findings.training.seed if findings.training else None
    shown = [k for k, run in enumerate(sweep.runs) if run.seed == mine]
    artists.dots(axes, [values[k] for k in shown], [heights[k] for k in shown], ms=7)
    _mean(sheet, axes, 82, "Mean, these images", sweep.accuracy)
    _mean(sheet, axes, 124, "Mean, new images", sweep.new_images)
    sheet.title_x(axes, "Accuracy on the test images")


def levels(places: Sequence[float]) -> list[int]:
    """Stack dots that would touch: each takes the first level that is free at its place."""
    taken: list[tuple[float, int]] = []
    for place in places:
        near = {level for other, level in taken if abs(place - other) < DOT}
        taken.append((place, next(level for level in count() if level not in near)))
    return [level for _, level in taken]


def _mean(sheet: Sheet, axes: Axes, top: float, name: str, mean: Estimate) -> None:
    _name(sheet, top, name, f"{mean.value:.2%} ({mean.low:.2%} to {mean.high:.2%})")
    artists.whiskers(axes, [mean.low], [mean.high], [top + 16], color=INK, lw=1.7)
    artists.dots(axes, [mean.value], [top + 16], ms=7)


def _name(sheet: Sheet, y: float, name: str, remark: str = "") -> None:
    sheet.halo(sheet.words(0, y, name, color=INK, weight=LABEL))
    sheet.halo(sheet.words(sheet.width, y, remark, ha="right"))
