"""How many positive images are found at the price of how many false alarms."""

from __future__ import annotations

from analysis.bundle.binary import BinaryFindings, RocCurve
from report.figures import annotation, artists, ticks
from report.figures.canvas import Canvas
from report.images.theme import INK, RULE


def roc(canvas: Canvas, found: BinaryFindings, curve: RocCurve) -> None:
    """Draw sensitivity against the false positive rate for each threshold, with the thresholds of the table as dots."""
    positives = found.rates.true_positives + found.rates.false_negatives
    negatives = found.rates.false_positives + found.rates.true_negatives
    axes = canvas.axes(left=52, top=34, right=20, bottom=46)
    axes.set(xlim=(-0.01, 1), ylim=(0, 1.02))
    shares = [0, 0.25, 0.5, 0.75, 1]
    ticks.put(axes.xaxis, shares, ticks.percent)
    ticks.put(axes.yaxis, shares, ticks.percent)
    axes.plot([0, 1], [0, 1], color=RULE, lw=1)
    line = [(each.false_positives / negatives, each.true_positives / positives) for each in curve.points]
    axes.plot([x for x, _ in line], [y for _, y in line], color=INK)[0].set_clip_on(False)
    dots = [
        (each.rates.false_positives / negatives, each.rates.true_positives / positives)
        for each in curve.thresholds
    ]
    artists.dots(axes, [x for x, _ in dots], [y for _, y in dots])
    taken = [*annotation.around(canvas, axes, dots), *annotation.along(canvas, axes, line)]
    taken = annotation.name_line(canvas, axes, "chance", [(0, 0), (1, 1)], taken)
    names = [ticks.plain(each.probability) for each in curve.thresholds]
    named = [annotation.Named(x, y, name) for (x, y), name in zip(dots, names, strict=True)]
    annotation.name_points(canvas, axes, named, taken)
    canvas.title_y(axes, "Sensitivity")
    canvas.title_x(axes, "False positive rate (1 − specificity)")
