"""The mean image of each class, and how far means carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product, starmap
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.bundle.class_means import ClassMeanFindings, MeanDistance
from analysis.bundle.classes import Classes, ImageFormat
from report.figures import annotation, artists, ticks
from report.figures.canvas import LITTLE_ROOM, Box, Canvas, fitted, widest, width_of
from report.images import png
from report.images.theme import RED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDES = 56  # pixels at the left, for the names of the two rows
LARGEST, SMALLER, SMALLEST = (
    84,
    56,
    36,
)  # pixels, of an image: on a wide screen, on a phone and on paper, in many rows
LONGEST = 80  # pixels of a name on paper; the table of the numbers has the whole of it
GAP, KEY = 14, 32  # pixels between rows, and for the scale at the foot
MOST = 10  # images in a row
MOST_POINTS = 500
HEAD = 62  # pixels above the plane of distances, for the key and the name of the axis


class _Grid(NamedTuple):
    """How the images of all classes are laid out, in pixels."""

    columns: int
    rows: int
    wide: float
    tall: float
    pitch: float
    """From one column to the next."""
    head: float
    """Above each row, for the names of the classes; 0 where the images say it themselves."""

    @property
    def row(self) -> float:
        """Return the pixels from one row of classes to the next."""
        return self.head + 2 * (self.tall + GAP)


def means_height(width: int, classes: Classes, images: ImageFormat, *, paper: bool = False) -> int:
    """Return the height of `means` at a width, both in CSS pixels."""
    grid = _grid(width, classes, images, paper=paper)
    return round(grid.rows * grid.row + KEY - GAP)


def _grid(width: int, classes: Classes, images: ImageFormat, *, paper: bool) -> _Grid:
    """Take as many columns as images and names allow, and fill the rows evenly."""
    count, head = len(classes.names), 0 if classes.are_digits else artists.LINE + 4
    longest = widest(classes.names) + 8 if head else 0
    longest = min(longest, LONGEST) if paper else longest
    largest = SMALLER if paper or width < LITTLE_ROOM else LARGEST
    room = width - SIDES
    most = max(1, min(MOST, int(room / (max(longest, largest) - 1)), count))
    rows = -(-count // most)
    columns = -(-count // rows)
    largest = SMALLEST if paper and rows > 2 else largest
    upright = min(1.0, images.width / images.height) if paper else 1.0
    wide = _side(min(room / columns, largest * upright), images.width, paper=paper)
    pitch = min(room / columns, max(longest, wide) + 2 * GAP) if head else wide
    return _Grid(columns, -(-count // columns), wide, wide * images.height / images.width, pitch, head)


def _side(room: float, pixels: int, *, paper: bool) -> float:
    """Return the width of an image: on a screen a multiple of its own, if that fits, so that its pixels are squares."""
    return room if paper or room < pixels else room // pixels * pixels


def means(
    canvas: Canvas,
    found: ClassMeanFindings,
    classes: Classes,
    images: ImageFormat,
    shown: Sequence[int] | None = None,
) -> None:
    """Show the mean of each class, or of those shown, and below it the standard deviation of each pixel in cividis."""
    labels = range(len(classes.names)) if shown is None else shown
    classes = classes.model_copy(update={"names": tuple(classes.names[label] for label in labels)})
    grid = _grid(canvas.width, classes, images, paper=canvas.paper)
    mean, deviation = (packed.array().astype(np.uint8) for packed in (found.means, found.deviations))
    for row in range(grid.rows):
        top = row * grid.row + grid.head
        for y, name in ((top, "Mean"), (top + grid.tall + GAP, "SD")):
            canvas.words(0, y + grid.tall / 2, name)
    names = fitted(tuple(classes.names), grid.pitch)
    for place, x, top in _places(grid, len(labels)):
        label = labels[place]
        if grid.head:
            canvas.words(x + grid.wide / 2, top - grid.head / 2, names[place], ha="center")
        upper = Box(x, top, x + grid.wide, top + grid.tall)
        lower = upper._replace(top=top + grid.tall + GAP, bottom=top + 2 * grid.tall + GAP)
        artists.image(canvas, mean[label], images.polarity, upper)
        canvas.picture(
            png.heat(png.grey(deviation[label]), artists.ENLARGED if canvas.paper else 1), lower, "tile"
        )
    _scale(canvas, canvas.height - 12)


def _places(grid: _Grid, count: int) -> Iterator[tuple[int, float, float]]:
    """Yield the place of each class in its row of classes, with the left and top edge of its mean."""
    left = SIDES + (grid.pitch - grid.wide) / 2
    for place in range(count):
        row, column = divmod(place, grid.columns)
        yield place, left + column * grid.pitch, row * grid.row + grid.head


def _scale(canvas: Canvas, y: float) -> None:
    """Show the scale of the standard deviations."""
    ramp = np.arange(256, dtype=np.uint8)[None]
    words = "SD (standard deviation): 0"
    left = width_of(words) + 8
    canvas.words(0, y, words)
    canvas.picture(png.heat(ramp), Box(left, y - 5, left + 100, y + 5), "ramp")
    canvas.words(left + 108, y, "0.5")


def distances(canvas: Canvas, found: ClassMeanFindings, classes: Classes) -> None:
    """Draw each pair by the distance of its means and by its errors; the pair with most errors is full and red.

    Prespecified pairs have a diamond.  The closest, furthest and most confused pairs are named.
    """
    ranked = found.ranked
    named = {each.classes for each in found.differences if each.named}
    most = max(pair.errors for pair in ranked)
    axes = canvas.axes(left=34, top=HEAD, right=10, bottom=46)
    near, far = ranked[0].distance, max(pair.distance for pair in ranked)
    air = (far - near) or max(1.0, far)
    axes.set_xlim(near - 0.06 * air, far + 0.03 * air)
    axes.set_ylim(-0.04 * max(most, 1), 1.06 * max(most, 1))
    ticks.put(axes.xaxis, ticks.linear(*axes.get_xlim(), ticks.room_for(canvas.room(axes))), ticks.plain)
    ticks.put(axes.yaxis, ticks.linear(0, max(most, 1), 6, whole=True), ticks.count)
    for look in starmap(artists.Look, product((False, True), repeat=2)):
        chosen = [
            (pair.distance, pair.errors)
            for pair in ranked
            if artists.Look(0 < most == pair.errors, pair.classes in named) == look
        ]
        artists.points(canvas, axes, _apart(canvas, axes, chosen), RED, look)
    taken = annotation.around(canvas, axes, [(pair.distance, pair.errors) for pair in ranked])
    annotation.name_points(canvas, axes, _extremes(ranked, named, most, classes), taken)
    canvas.title_y(axes, "Errors between the two classes")
    canvas.title_x(axes, "Distance of the two class means")
    entries = [("Most errors", artists.Look(strong=True))] if most else []
    entries += [("Prespecified", artists.Look(marked=True))] if named else []
    artists.key(canvas, entries, RED)


def _apart(
    canvas: Canvas, axes: Axes, points: Sequence[tuple[float, float]]
) -> Sequence[tuple[float, float]]:
    """Leave out points that lie within a pixel of another, where there are very many: each weighs as much as a word."""
    if len(points) <= MOST_POINTS:
        return points
    pixels = np.array([canvas.place(axes, *point) for point in points]).round()
    _, kept = np.unique(pixels, axis=0, return_index=True)
    return [points[place] for place in sorted(kept)]


def _extremes(
    ranked: Sequence[MeanDistance], named: set[tuple[int, int]], most: int, classes: Classes
) -> list[annotation.Named]:
    """Choose the pairs to name: those with most errors, the prespecified ones, then others, where there is room."""
    confused = sorted(ranked, key=lambda pair: -pair.errors)
    first = [pair for pair in confused if 0 < most == pair.errors or pair.classes in named]
    chosen = {pair.classes: pair for pair in (*first, *confused[:8], *ranked[:4], ranked[-1])}
    return [
        annotation.Named(
            pair.distance,
            pair.errors,
            "/".join(classes.names[label] for label in pair.classes),
            strong=0 < most == pair.errors,
        )
        for pair in chosen.values()
    ]
