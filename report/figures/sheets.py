"""What pages show as HTML, drawn on one sheet: the matrix with its counts, and images with words below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analysis.bundle.classes import Classes
from analysis.bundle.confusion import ConfusionFindings
from report.figures.canvas import fitted, shortened, width_of
from report.figures.shades import Shade, shade_of, shades_of
from report.images.sheets import Ground, Picture, Sheet, Words
from report.images.theme import HEAT, INK, INK2, INK3, ON_HEAT, RED, WASH
from report.images.thumbnails import Thumbnail

EDGE, GAP, LINE = 16, 12, 16  # pixels
TILE = 84
ENLARGED = 3
CELL, LONGEST = 40, 160


class Tile(NamedTuple):
    """A small picture by its name, and the words below it; the first line is red where `wrong`."""

    picture: str
    lines: Sequence[str]
    wrong: bool = False


def tiles(pictures: Mapping[str, Thumbnail], shown: Sequence[Tile], columns: int) -> Sheet:
    """Lay pictures in rows of so many, in their order, as wide as a page shows them."""
    height, width = pictures[shown[0].picture].pixels.shape[:2]
    tall, lines = round(TILE * height / width), max(len(tile.lines) for tile in shown)
    across, down = TILE + GAP, tall + LINE * lines + GAP
    marks: list[Picture | Words] = []
    for number, tile in enumerate(shown):
        x, y = EDGE + across * (number % columns), EDGE + down * (number // columns)
        marks.append(Picture(x, y, TILE, tall, pictures[tile.picture].on_paper(ENLARGED)))
        for k, line in enumerate(tile.lines):
            colour = RED if tile.wrong and not k else INK2
            marks.append(Words(x, y + tall + LINE * (k + 1) - 3, shortened(line, TILE), colour))
    rows = -(-len(shown) // columns)
    wide = across * min(len(shown), columns)
    return Sheet(2 * EDGE + wide - GAP, 2 * EDGE + down * rows - GAP, marks)


def matrix(_: Mapping[str, Thumbnail], found: ConfusionFindings, classes: Classes) -> Sheet:
    """Draw the counts of a confusion matrix, errors on red that grows with them, correct predictions on grey; no picture."""
    names = fitted(tuple(classes.names), LONGEST)
    longest = max(map(width_of, names))
    left, upright = EDGE + max(longest, width_of("True")) + 8, longest > CELL
    top = EDGE + 2 * LINE + (longest if upright else LINE)
    shades = shades_of(found)
    marks: list[Ground | Words] = [
        Words(left, EDGE + 10, "Predicted", INK2),
        Words(left - 8, top - 6, "True", INK2, "end"),
    ]
    for label, name in enumerate(names):
        middle = CELL * (label + 0.5)
        marks.append(Words(left - 8, top + middle + 4, name, INK, "end"))
        marks.append(
            Words(left + middle + 4, top - 6, name, INK, "start", upright=True)
            if upright
            else Words(left + middle, top - 6, name, INK, "middle")
        )
    for row, counts in enumerate(found.counts):
        for column, count in enumerate(counts):
            if count:
                marks += _cell(left + CELL * column, top + CELL * row, count, row == column, shades)
    side = CELL * len(names)
    return Sheet(left + side + EDGE, top + side + EDGE, marks)


def _cell(x: float, y: float, count: int, right: bool, shades: tuple[Shade, ...]) -> tuple[Ground, Words]:
    shade = shade_of(count, shades) - 1
    ground, ink = (WASH, INK3) if right else (HEAT[shade], ON_HEAT[shade])
    middle = Words(x + CELL / 2, y + CELL / 2 + 4, f"{count:,}", ink, "middle", 11 if count >= 1000 else 12)
    return Ground(x + 1, y + 1, CELL - 2, CELL - 2, ground), middle
