"""The confusion matrix of more classes than a table can show, as a heat map."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import Classes
from analysis.bundle.confusion import ConfusionFindings
from report.figures import dot_images
from report.figures.canvas import Box, Canvas, fitted, widest, width_of
from report.figures.shades import Shade, shades_of
from report.images import png
from report.images.theme import LABEL, channels

LINE = 15  # pixels that the name of a row needs
RIGHT = 6  # pixels, for half of the last name
LONGEST, ON_PAPER = 92, 60  # pixels of a name
SIDE = 280  # pixels of the map on paper, where a tall figure leaves the page before it empty
HEAD, FOOT = 22, 40  # pixels above the names of the columns, and below the map for its key
RED: Final = "#d4323f"  # seen on light and on dark ground
CORRECT: Final = "#8f9198"
OPACITY = (0, 0.28, 0.5, 0.75, 1)  # of no error, and of the four shades
CORRECT_OPACITY = 0.35
ENLARGED = 8
WORDS = {2: "second", 3: "third"}


def heat_map_height(width: int, classes: Classes, *, paper: bool = False) -> int:
    """Return the height of `heat_map` at a width, both in CSS pixels: its cells are squares."""
    room = _names_room(widest(classes.names), paper=paper)
    return round(HEAD + room + _side(width, room, paper=paper) + FOOT)


def _names_room(longest: float, *, paper: bool) -> float:
    return min(ON_PAPER if paper else LONGEST, longest) + 10


def _side(width: float, room: float, *, paper: bool) -> float:
    return min(width - room - RIGHT, SIDE) if paper else width - room - RIGHT


def heat_map(canvas: Canvas, found: ConfusionFindings, classes: Classes) -> None:
    """Draw each cell in the shade of its count, the diagonal in grey; name as many rows and columns as there is room for."""
    longest, k = max(map(width_of, classes.names)), len(classes.names)
    left = _names_room(longest, paper=canvas.paper)
    top = HEAD + left
    side = _side(canvas.width, left, paper=canvas.paper)
    box = Box(left, top, left + side, top + side)
    canvas.picture(_map(canvas, found), box, "tile")
    _frame(canvas, box)
    canvas.words(left, 10, "Predicted →", weight=LABEL)
    canvas.words(0, top - 10, "True ↓", weight=LABEL)
    every, names = max(1, -(-LINE * k // int(side))), fitted(tuple(classes.names), left - 10)
    if every > 1:
        said = f"every {WORDS.get(every, f'{every}th')} {classes.noun} named"
        canvas.words(canvas.width - width_of(said), 10, said)
    for label in range(0, k, every):
        at, name = (label + 0.5) * side / k, names[label]
        canvas.words(left - 6, top + at, name, ha="right")
        canvas.words(left + at, top - 5, name, ha="center", va="bottom", rotation=90)
    _key(canvas, shades_of(found) if found.errors_total else (), box.bottom + 24)


def _frame(canvas: Canvas, box: Box) -> None:
    axes = canvas.axes(box.left, box.top, canvas.width - box.right, canvas.height - box.bottom)
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set_visible(True)


def _map(canvas: Canvas, found: ConfusionFindings) -> bytes:
    """Colour the counts (K, K): red in four shades for errors, grey for correct predictions."""
    counts = np.array(found.counts)
    shade = np.searchsorted([shade.low for shade in shades_of(found)], counts, side="right")
    opacity = np.array(OPACITY)[np.minimum(shade, len(OPACITY) - 1)]
    right = np.eye(len(counts), dtype=bool)
    colour = np.where(right[..., None], channels(CORRECT), channels(RED))
    return _picture(canvas, colour, np.where(right, CORRECT_OPACITY * (counts > 0), opacity))


def _picture(canvas: Canvas, colour: NDArray[np.int_], opacity: NDArray[np.float64]) -> bytes:
    """Write colours (h, w, 3) with their opacity (h, w): the ground shines through, on paper it is white."""
    pixels = np.dstack([colour, np.rint(255 * opacity)]).astype(np.uint8)
    if not canvas.paper:
        return png.png(pixels)
    flat = dot_images.on_white(pixels.reshape(-1, 4)).reshape(pixels.shape)[..., :3]
    return png.png(png.enlarged(flat, ENLARGED))


def _key(canvas: Canvas, shades: tuple[Shade, ...], y: float) -> None:
    entries = [(str(shade), RED, opacity) for shade, opacity in zip(shades, OPACITY[1:], strict=False)]
    x = 0.0
    for words, colour, opacity in [("correct", CORRECT, CORRECT_OPACITY), *entries]:
        square = np.array([[channels(colour)]]), np.array([[opacity]])
        canvas.picture(_picture(canvas, *square), Box(x, y - 6, x + 16, y + 6), "tile")
        canvas.words(x + 22, y, words)
        x += width_of(words) + 22 + 14
