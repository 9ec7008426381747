"""Names beside points and lines, where there is room for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import Classes
from report.figures.canvas import Box, Canvas, fitted, width_of
from report.images.theme import INK, INK2, LABEL, PLAIN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TALL = 14  # pixels of a line of words
DOT = 5  # pixels from the middle of a dot to its rim
GAP = 7  # pixels from the middle of a dot to where words may begin
STROKE = 2  # pixels on either side of a line that words keep clear of
STEP = 4  # pixels between the places at which a line is looked at


class Named(NamedTuple):
    """A point and its name; strong ones are bold, and the first of them is named even where that covers dots and lines."""

    x: float
    y: float
    name: str
    strong: bool = False


def pair_name(classes: Classes, pair: tuple[int, int], room: float) -> str:
    """Name two classes within `room` pixels: `4 and 9`, else `4/9`, else with both names cut."""
    first, second = (classes.names[label] for label in pair)
    for name in (f"{first} and {second}", f"{first}/{second}"):
        if width_of(name, LABEL) <= room:
            return name
    both = room - width_of("/", LABEL)
    names = tuple(classes.names)
    head = fitted(names, max(both / 2, both - width_of(second, LABEL)), LABEL)[pair[0]]
    return f"{head}/{fitted(names, both - width_of(head, LABEL), LABEL)[pair[1]]}"


def around(canvas: Canvas, axes: Axes, points: Iterable[tuple[float, float]]) -> list[Box]:
    """Return the boxes of dots."""
    places = [canvas.place(axes, *point) for point in points]
    return [Box(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in places]


def along(canvas: Canvas, axes: Axes, line: Iterable[tuple[float, float]]) -> list[Box]:
    """Return boxes that cover a line through points of the axes."""
    places = [canvas.place(axes, *point) for point in line]
    return [box for start, end in pairwise(places) for box in _steps(start, end)]


def _steps(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    number = 1 + int(np.hypot(end[0] - start[0], end[1] - start[1]) / STEP)
    across, down = (np.linspace(a, b, number + 1) for a, b in zip(start, end, strict=True))
    return [Box(x - STROKE, y - STROKE, x + STROKE, y + STROKE) for x, y in zip(across, down, strict=True)]


def name_points(canvas: Canvas, axes: Axes, points: Sequence[Named], taken: Iterable[Box]) -> list[Box]:
    """Name points, the first ones first; a name that would cover another or what is taken is left out.

    Returns all that is taken then.
    """
    covered, names = list(taken), list[Box]()
    room, needed = _room(canvas, axes), True
    for point in points:
        spots = _spots(*canvas.place(axes, point.x, point.y), _width(point.name, strong=point.strong))
        spot, cost = _best([spot for spot in spots if _is_free(spot, names, room)] or spots, covered, room)
        if cost and not (point.strong and needed and _is_free(spot, names, room)):
            continue
        needed = needed and not point.strong
        names.append(spot)
        covered.append(spot)
        _write(canvas, spot, point.name, strong=point.strong)
    return covered


def name_line(
    canvas: Canvas, axes: Axes, name: str, ends: Sequence[tuple[float, float]], taken: Iterable[Box]
) -> list[Box]:
    """Name a straight line beside it, where the name covers least of what is taken; returns all that is taken then."""
    covered = [*taken, *along(canvas, axes, ends)]
    (x0, y0), (x1, y1) = (canvas.place(axes, *end) for end in ends)
    half = _width(name, strong=False) / 2
    spots = [
        Box(x - half, y - TALL / 2, x + half, y + TALL / 2)
        for away, t, side in product((11, 18, 26, 40), np.linspace(0.05, 0.95, 19), (-1, 1))
        for x, y in [(x0 + t * (x1 - x0), y0 + t * (y1 - y0) + side * away)]
    ]
    spot, _ = _best(spots, covered, canvas.room(axes))
    _write(canvas, spot, name, strong=False)
    return [*covered, spot]


def _is_free(spot: Box, names: Sequence[Box], room: Box) -> bool:
    """Say whether a name is inside the room and covers no other."""
    return not _beyond(spot, room) and not any(spot.overlap(name) for name in names)


def _room(canvas: Canvas, axes: Axes) -> Box:
    """Return where names of points may stand: up to the edges of the canvas, but not on the numbers of the axes."""
    room = canvas.room(axes)
    return Box(room.left, 0, canvas.width, room.bottom)


def _width(name: str, *, strong: bool) -> float:
    return width_of(name, LABEL if strong else PLAIN)


def _best(spots: Sequence[Box], taken: Sequence[Box], room: Box) -> tuple[Box, float]:
    """Return the first spot that covers least, and how much that is."""
    beyond = [_beyond(spot, room) for spot in spots]
    costs = np.round(_covered(np.array(spots), np.array(taken).reshape(-1, 4)) + beyond, 6)
    best = int(np.argmin(costs))
    return spots[best], float(costs[best])


def _covered(spots: NDArray[np.float64], taken: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the area of each box (n, 4) that boxes (m, 4) cover, what two of them cover counted twice: (n,)."""
    ends = np.minimum(spots[:, None, 2:], taken[:, 2:])
    starts = np.maximum(spots[:, None, :2], taken[:, :2])
    return np.asarray(np.clip(ends - starts, 0, None).prod(axis=2).sum(axis=1))


def _write(canvas: Canvas, spot: Box, name: str, *, strong: bool) -> None:
    middle = (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2
    colour, weight = (INK, LABEL) if strong else (INK2, PLAIN)
    canvas.halo(canvas.words(*middle, name, ha="center", color=colour, weight=weight))


def _spots(x: float, y: float, wide: float) -> list[Box]:
    """Right of the point, left, above, below, then askew: in this order of liking."""
    middles = [
        *((x + GAP + wide / 2, y), (x - GAP - wide / 2, y)),
        *((x, y - GAP - TALL / 2), (x, y + GAP + TALL / 2)),
        *((x + side * (GAP + wide / 2), y + up * TALL * 0.75) for up, side in product((1, -1), (1, -1))),
    ]
    return [Box(left - wide / 2, top - TALL / 2, left + wide / 2, top + TALL / 2) for left, top in middles]


def _beyond(spot: Box, room: Box) -> float:
    """Return how bad it is that words leave their room: worse than anything else."""
    out = (
        room.left - spot.left,
        spot.right - room.right,
        room.top - spot.top,
        spot.bottom - room.bottom,
    )
    return 1000 * max(0.0, *out)
