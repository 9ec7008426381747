"""How accuracy and confidence fall when images get worse."""

from __future__ import annotations

import numpy as np

from analysis.bundle.classes import ImageFormat
from analysis.bundle.stress import StressFindings
from report.figures import artists, ticks
from report.figures.canvas import Box, Canvas
from report.images.theme import INK, INK3

HEIGHT, NARROW, PAPER = 330, 320, 176
LEFT, RIGHT, FOOT = 48, 30, 46
LARGEST = 56  # pixels of an image
APART = 0.06  # of a step: so far are accuracy and confidence from the severity that both belong to


def curves(canvas: Canvas, found: StressFindings, place: int, images: ImageFormat, unit: str) -> None:
    """Draw accuracy and mean confidence of one family against severity, on their intervals; an image at each below."""
    points = found.families[place].points
    pictures = found.examples.array()[place].astype(np.uint8)
    step = (canvas.width - LEFT - RIGHT) / (len(points) - 1)
    wide = min(0.86 * step, LARGEST)
    if not canvas.paper and wide >= images.width:
        wide = wide // images.width * images.width  # so that its pixels are squares
    tall = wide * images.height / images.width
    axes = canvas.axes(left=LEFT, top=artists.HEAD + 4, right=RIGHT, bottom=FOOT + tall + 10)
    axes.set(xlim=(0, len(points) - 1), ylim=(0, 1.03))
    for values, aside, colour in (
        ([point.accuracy for point in points], -APART, INK),
        ([point.confidence for point in points], APART, INK3),
    ):
        x, y = np.arange(len(points)) + aside, [value.value for value in values]
        axes.plot(x, y, color=colour, lw=1.2, clip_on=False)
        artists.upright_whiskers(
            axes, [value.low for value in values], [value.high for value in values], x, color=colour
        ).set_clip_on(False)
        look = artists.Look(strong=colour == INK)
        artists.points(canvas, axes, list(zip(x.tolist(), y, strict=True)), INK, look)
    ticks.put(axes.yaxis, [0, 0.25, 0.5, 0.75, 1], ticks.percent)
    ticks.put(axes.xaxis, range(len(points)), lambda severity: f"{points[round(severity)].amount:.2g}")
    artists.key(canvas, [("Accuracy", artists.Look(strong=True)), ("Mean confidence", artists.Look())], INK)
    canvas.title_x(axes, unit)
    for severity, picture in enumerate(pictures):
        middle, top = LEFT + severity * step, canvas.height - tall
        box = Box(middle - wide / 2, top, middle + wide / 2, canvas.height)
        artists.image(canvas, picture, images.polarity, box)
