"""The test images in the plane of two principal components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import Classes
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.projection import Plane, ProjectionFindings
from analysis.bundle.record import present
from report.figures import artists, dot_images, ticks
from report.figures.canvas import Box, Canvas, width_of
from report.images import png
from report.images.theme import GREY, HIGHLIGHTS, INK, INK3, LABEL, TYPE, class_colours

HEAD, FOOT, AIR = 26, 24, 6  # pixels above and below the plane, and within its edge
LARGE = 15  # points, of names of one or two letters
STEP = 4  # pixels between the places that are tried for a name
MOST_DOTS = 250_000  # more cover each other, and take seconds


def plane(
    canvas: Canvas,
    found: Plane,
    predictions: PredictionTable,
    classes: Classes,
    highlighted: Sequence[int] | None = None,
) -> None:
    """Draw every test image as a dot in the colour of its true label, errors with a ring; name the classes.

    Of very many images every second is drawn, or every third and so on.
    Where the highlighted classes are given, they alone have a colour and a name, and all others are grey, below them.
    """
    each = slice(None, None, every(len(predictions.labels)))
    labels = np.array(predictions.labels[each], int)
    wrong = labels != np.array(predictions.predicted[each], int)
    places = in_pixels(found, canvas.width, canvas.height - HEAD - FOOT)[each]
    groups, colours = _coloured(labels, highlighted)
    order = np.arange(len(labels)) if highlighted is None else np.argsort(-groups, kind="stable")
    for picture, kind in _layers(canvas, places[order], groups[order], wrong[order], colours):
        canvas.picture(picture, Box(0, HEAD, canvas.width, canvas.height - FOOT), kind)
    if highlighted is not None and not canvas.paper:
        from report.figures.one_class import OneClass

        room = Box(0, HEAD, canvas.width, canvas.height - FOOT)
        canvas.figure.add_artist(OneClass(places, labels, wrong, room, radius_of(len(labels)) + 0.5))
    present = np.unique(labels) if highlighted is None else np.intersect1d(highlighted, labels)
    if len(present):
        middles = np.array([np.median(places[labels == label], axis=0) for label in present])
        _name_classes(canvas, middles, [classes.names[label] for label in present])
    canvas.words(0, 10, "↑ Second component")
    canvas.words(0, canvas.height - 10, "First component →")


def _coloured(
    labels: NDArray[np.int_], highlighted: Sequence[int] | None
) -> tuple[NDArray[np.int_], tuple[str, ...]]:
    """Return for each image the place of its colour, (n,), and the colours; the last one, grey, for what is not highlighted."""
    if highlighted is None:
        count = min(int(labels.max()) + 1, dot_images.DISTINCT)
        return labels % count, class_colours(count)
    group = np.full(int(max(labels.max(), *highlighted, 0)) + 1, len(highlighted))
    group[list(highlighted)] = np.arange(len(highlighted))
    return group[labels], (*HIGHLIGHTS[: len(highlighted)], GREY)


def _name_classes(canvas: Canvas, middles: NDArray[np.float64], names: Sequence[str]) -> None:
    size = LARGE if max(map(len, names)) <= 2 else TYPE
    sides = [(width_of(name, LABEL, size) + 6, size * 1.6) for name in names]
    room = (float(canvas.width), float(canvas.height - HEAD - FOOT))
    for name, (x, y) in zip(names, apart(middles, sides, room), strict=True):
        canvas.halo(canvas.words(x, y + HEAD, name, ha="center", size=size, weight=LABEL, color=INK))


def every(total: int) -> int:
    """Return 1 where all of so many images are drawn, 2 where every second one is, and so on."""
    return -(-total // MOST_DOTS)


def scores(plane: Plane) -> NDArray[np.float64]:
    """Return the scores of the images on both components, (n, 2)."""
    low, high = np.array(plane.span).T
    return np.asarray(low + plane.points.array() / 65535 * (high - low))


def in_pixels(plane: Plane, width: float, height: float) -> NDArray[np.float64]:
    """Return the points (n, 2), right and down, on one scale for both components, as large as there is room."""
    low, high = np.array(plane.span).T
    length = np.maximum(high - low, 1e-9)
    units = plane.points.array() / 65535 * length
    scale = min((width - 2 * AIR) / length[0], (height - 2 * AIR) / length[1])
    x, y = (units * scale).T
    right, down = (width - length[0] * scale) / 2, (height + length[1] * scale) / 2
    return np.column_stack([right + x, down - y])


def radius_of(dots: int) -> float:
    """Return the radius of one of so many dots, in pixels."""
    return float(np.interp(dots, [500, 5000], [2.4, 1.3]))


def _layers(
    canvas: Canvas,
    places: NDArray[np.float64],
    groups: NDArray[np.int_],
    wrong: NDArray[np.bool_],
    colours: tuple[str, ...],
) -> Iterator[tuple[bytes, str]]:
    """Paint the dots in their colours; over them the errors as rings of ink."""
    fine = 3 if canvas.paper else 2  # pixels of the picture to one of the canvas
    shape = ((canvas.height - HEAD - FOOT) * fine, canvas.width * fine)
    radius = radius_of(len(places))
    ring = float(np.interp(wrong.sum(), [80, 400], [4.2, 3]))
    count = len(colours)
    shades = dot_images.shades_for(count + 1)
    dots = dot_images.painted(places * fine, groups, shape, (0, radius * fine), shades)
    rings = dot_images.painted(
        places[wrong] * fine, np.zeros(wrong.sum(), int), shape, ((ring - 1) * fine, ring * fine), shades
    )
    if canvas.paper:
        opaque = dot_images.on_white(dot_images.palette((*colours, INK), 1, shades))
        yield png.png(np.where(rings, rings + shades * count, dots).astype(np.uint8), opaque), "dots"
    else:
        yield png.png(dots, dot_images.palette(colours, 0.9, shades)), "dots"
        yield png.png(rings, dot_images.palette((INK,), 1, shades)), "ink"


def apart(
    middles: NDArray[np.float64], sides: Sequence[tuple[float, float]], room: tuple[float, float]
) -> NDArray[np.float64]:
    """Find a place for boxes of these (width, height) near `middles` (n, 2), one after the other.

    Each takes the nearest place within (0, 0) and `room` where it touches none of those before it; where there is none,
    the place where it covers least.
    """
    placed = np.zeros((0, 2))
    for k, middle in enumerate(middles):
        half = np.array(sides[k]) / 2
        spots = _spots(middle, half, np.array(room))
        reach = (np.array(sides[:k]).reshape(-1, 2) + sides[k]) / 2
        over = np.clip(reach - np.abs(spots[:, None] - placed), 0, None).prod(axis=2).sum(axis=1)
        far = np.hypot(*(spots - middle).T)
        placed = np.vstack([placed, spots[np.lexsort((far, over.round(6)))[0]]])
    return placed


def _spots(
    middle: NDArray[np.float64], half: NDArray[np.float64], room: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the places (m, 2) that are tried: the middle itself, moved into the room, and a grid."""
    last = np.maximum(room - half, half)
    grid = np.meshgrid(*(np.arange(a, b, STEP) for a, b in zip(half, last, strict=True)))
    own = np.clip(middle, half, last)
    return np.vstack([own, np.column_stack([axis.ravel() for axis in grid])])


def explained(canvas: Canvas, found: ProjectionFindings) -> None:
    """Draw the share of the variance in each of the first components, of the pixels and, if given, of the features."""
    axes = canvas.axes(left=44, top=34, right=82, bottom=46)
    features = present(found.features)
    curves = [("Pixels", found.pixels.explained, INK3)]
    if features:
        curves.append(("Features", features.explained, INK))
    for name, shares, colour in curves:
        number = np.arange(1, len(shares) + 1)
        axes.plot(number, shares, color=colour, lw=1.3)
        if name == "Features":
            artists.dots(axes, number, shares)
        else:
            artists.rings(canvas, axes, number, shares)
    top = 1.06 * max(*(max(shares) for _, shares, _ in curves), 0.001)
    longest = max(len(shares) for _, shares, _ in curves)
    axes.set(xlim=(1, max(2, longest)), ylim=(0, top))
    ticks.put(axes.yaxis, ticks.linear(0, top, 6), ticks.percent)
    ticks.put(axes.xaxis, range(1, longest + 1), ticks.count)
    artists.name_ends(canvas, axes, [(shares[-1], name, colour) for name, shares, colour in curves])
    canvas.title_y(axes, "Share of variance")
    canvas.title_x(axes, "Principal component")
