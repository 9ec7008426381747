"""Names beside points, where there is room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from report.figures.canvas import Box
from report.images.theme import INK, INK2, LABEL, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from report.figures.canvas import Sheet

LETTER, TALL = 8.2, 14  # pixels, of the widest font that a reader may have
DOT = 5  # pixels from the middle of a dot to where words may begin


class Named(NamedTuple):
    """A point and its name; a strong one is bold, and named even where there is no room."""

    x: float
    y: float
    name: str
    strong: bool = False


def name_points(
    sheet: Sheet, axes: Axes, points: Sequence[Named], others: Iterable[tuple[float, float]]
) -> None:
    """Name points, the first ones first; a name that would cover another or a dot is left out."""
    taken = [_around(*sheet.place(axes, *other)) for other in others]
    room = Box(axes.get_position().x0 * sheet.width, 0, sheet.width, sheet.height)
    for point in points:
        spots = _spots(*sheet.place(axes, point.x, point.y), LETTER * len(point.name))
        covered = [sum(spot.overlap(box) for box in taken) + _beyond(spot, room) for spot in spots]
        best = covered.index(min(covered))
        if covered[best] and not point.strong:
            continue
        taken.append(spots[best])
        _write(sheet, point, spots[best])


def _write(sheet: Sheet, point: Named, spot: Box) -> None:
    middle = (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2
    colour, weight = (INK, LABEL) if point.strong else (INK2, PLAIN)
    sheet.halo(sheet.words(*middle, point.name, ha="center", color=colour, weight=weight))


def _around(x: float, y: float) -> Box:
    return Box(x - DOT, y - DOT, x + DOT, y + DOT)


def _spots(x: float, y: float, wide: float) -> list[Box]:
    """Right of the point, left, above, below: in this order of liking."""
    half, beside = wide / 2, DOT + wide
    return [
        Box(x + DOT, y - TALL / 2, x + beside, y + TALL / 2),
        Box(x - beside, y - TALL / 2, x - DOT, y + TALL / 2),
        Box(x - half, y - DOT - TALL, x + half, y - DOT),
        Box(x - half, y + DOT, x + half, y + DOT + TALL),
    ]


def _beyond(spot: Box, room: Box) -> float:
    """Return how bad it is that words leave their room: worse than anything else."""
    return 1000 * max(0.0, room.left - spot.left, spot.right - room.right, room.top - spot.top)
