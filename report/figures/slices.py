"""What is predicted for images that look a certain way."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.bundle.slices import SlicedFeature
from report.figures import artists, ticks
from report.figures.canvas import Canvas
from report.images.theme import INK3

ERRORS = "Misclassified"


def margins_height(features: Sequence[SlicedFeature], *, paper: bool = False) -> int:
    """Return the height of `margins`, in CSS pixels."""
    return artists.rows_height(sum(len(each.slices) for each in features), paper=paper)


def margins(
    canvas: Canvas, features: Sequence[SlicedFeature], names: Sequence[Sequence[str]], strong: Sequence[bool]
) -> None:
    """Draw the mean margin of each slice, named by `names`, on its interval; bold where its feature is `strong`."""
    rows = [
        artists.Row(
            name,
            each.margin,
            f"{each.errors.count:,} of {each.errors.total:,}",
            artists.Look(bold),
        )
        for feature, words, bold in zip(features, names, strong, strict=True)
        for name, each in zip(words, feature.slices, strict=True)
    ]
    axes = artists.row_axes(canvas, [(row.name, row.remark) for row in rows], ERRORS)
    low, high = min(row.estimate.low for row in rows), max(row.estimate.high for row in rows)
    air = 0.03 * (high - low or 1)
    axes.set_xlim(low - air, high + air)
    ticks.put(axes.xaxis, ticks.linear(low - air, high + air, ticks.room_for(canvas.room(axes))), ticks.plain)
    if low < 0 < high:
        axes.axvline(0, color=INK3, lw=0.8, zorder=1)
    artists.estimates(canvas, axes, rows)
    canvas.words(canvas.width, 16, ERRORS, ha="right")
    canvas.title_x(axes, "Mean margin")
