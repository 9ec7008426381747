"""The average digit, and how far averages carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from report.figures import annotation, artists, ticks
from report.figures.canvas import Box
from report.images import png
from report.images.theme import RED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.bundle import Findings
    from analysis.bundle.class_means import MeanDistance
    from report.figures.canvas import Sheet

SIDE, GAP, NAMES = 28, 14, 52  # pixels: a digit, between rows, for the names at the left
ENLARGED = 6  # times, on paper


def means(sheet: Sheet, findings: Findings) -> None:
    """Show the mean of each digit in ink, and below it the standard deviation of each pixel in cividis."""
    found = findings.mean_digits
    mean, spread = (packed.array().astype(np.uint8) for packed in (found.means, found.spreads))
    columns = 5 if sheet.narrow else 10
    tile = _tile(sheet, columns)
    left = sheet.width - columns * tile
    for row, first in enumerate(range(0, 10, columns)):
        upper = Box(left, row * 2 * (tile + GAP), sheet.width, row * 2 * (tile + GAP) + tile)
        lower = upper._replace(top=upper.top + tile + GAP, bottom=upper.bottom + tile + GAP)
        sheet.words(0, upper.top + tile / 2, "Mean")
        sheet.words(0, lower.top + tile / 2, "Spread")
        sheet.picture(_inked(sheet, mean[first : first + columns]), upper, "ink tile")
        sheet.picture(_heated(sheet, spread[first : first + columns]), lower, "tile")
    _key(sheet, left, sheet.height - 12)


def _tile(sheet: Sheet, columns: int) -> float:
    """Return the side of a digit: a multiple of 28 on a screen, so that its pixels are squares."""
    room = (sheet.width - NAMES) / columns
    return room if sheet.paper else room // SIDE * SIDE


def _inked(sheet: Sheet, images: NDArray[np.uint8]) -> bytes:
    row = png.sheet(images, len(images))
    return png.ink_on_white(row, ENLARGED) if sheet.paper else png.ink(row)


def _heated(sheet: Sheet, images: NDArray[np.uint8]) -> bytes:
    row = png.sheet(images, len(images))
    return png.heat(row, ENLARGED if sheet.paper else 1)


def _key(sheet: Sheet, left: float, y: float) -> None:
    """Show the scale of the spreads."""
    ramp = np.arange(256, dtype=np.uint8)[None]
    sheet.words(left, y, "0")
    sheet.picture(png.heat(ramp), Box(left + 14, y - 5, left + 154, y + 5), "ramp")
    sheet.words(left + 162, y, "0.5 of full ink")


def distances(sheet: Sheet, findings: Findings) -> None:
    """Draw each of the 45 pairs by the distance of its means and by its mistakes; name the extreme ones."""
    ranked = findings.mean_digits.ranked
    claimed = {pair.digits for pair in findings.confusion.pairs if pair.claimed}
    axes = sheet.axes(left=34, top=34, right=10, bottom=46)
    far, most = max(pair.distance for pair in ranked), max(pair.mistakes for pair in ranked)
    near = ranked[0].distance
    axes.set_xlim(near - 0.06 * (far - near), far + 0.03 * (far - near))
    axes.set_ylim(-0.04 * most, most * 1.06)
    ticks.put(axes.xaxis, ticks.linear(near, far, 6 if sheet.narrow else 8), ticks.plain)
    ticks.put(axes.yaxis, ticks.linear(0, most, 6, whole=True), ticks.count)
    rest = [pair for pair in ranked if pair.digits not in claimed]
    named = [pair for pair in ranked if pair.digits in claimed]
    artists.rings(sheet, axes, [pair.distance for pair in rest], [pair.mistakes for pair in rest])
    artists.dots(axes, [pair.distance for pair in named], [pair.mistakes for pair in named], RED, ms=7)
    annotation.name_points(
        sheet, axes, _extremes(ranked, claimed), [(pair.distance, pair.mistakes) for pair in ranked]
    )
    sheet.title_y(axes, "Mistakes between the two")
    sheet.title_x(axes, "Distance of the two mean digits")


def _extremes(ranked: Sequence[MeanDistance], claimed: set[tuple[int, int]]) -> list[annotation.Named]:
    """Choose the pairs to name: the claimed ones, the most confused, the closest, and the furthest."""
    confused = sorted(ranked, key=lambda pair: -pair.mistakes)[:8]
    named = [pair for pair in ranked if pair.digits in claimed]
    chosen = dict.fromkeys([*named, *confused, *ranked[:4], ranked[-1]])
    return [
        annotation.Named(
            pair.distance, pair.mistakes, f"{pair.digits[0]}/{pair.digits[1]}", pair.digits in claimed
        )
        for pair in chosen
    ]
