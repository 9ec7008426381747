"""The network as a diagram: its layers in order, from image to answer.

Where there is room layers stand side by side, row by row, each with a slab of the shape of its output; on a phone, or
when there are many, one below the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2, prod
from typing import TYPE_CHECKING, NamedTuple

from analysis.bundle.training import Layer, Network
from report.figures.canvas import LITTLE_ROOM, Canvas, shortened, width_of
from report.images.theme import HAIR, INK, INK3, LABEL, PAPER, WASH, WHITE
from report.text.formats import count, shape

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW, FEWER = 3, 2  # rows of layers side by side, on a wide canvas and another; of more, they are listed
WIDE = 800  # pixels
MOST = 30  # layers that are listed; of more, those in the middle are left out
CELL = 156  # pixels, the narrowest cell of a layer: room for the words of a million parameters
SLAB, LINE, LINES = 74, 16, 6  # pixels for a slab and for a line of words; lines below a slab
ROW, SHORT_ROW = 46, 28  # pixels for a layer of the list: on a phone, elsewhere
GUTTER = 52  # pixels for the slab in a list
PARAMETERS = 150  # pixels for their number in a list


class _Block(NamedTuple):
    """A layer as it is drawn."""

    name: str
    details: tuple[str, ...]
    shape: str
    parameters: str
    sides: tuple[int, ...]
    """Of the output; nothing for layers left out."""


def architecture_height(layers: int, width: int) -> int:
    """Return the height of `architecture` for so many layers, without the image, at a width; in CSS pixels."""
    blocks = min(layers + 1, MOST)
    if _is_listed(blocks, width):
        return 12 + blocks * (ROW if width < LITTLE_ROOM else SHORT_ROW)
    return -(-blocks // _columns(blocks, width)) * (SLAB + LINES * LINE + 12)


def architecture(canvas: Canvas, network: Network) -> None:
    """Draw the layers with operation, details, shape of the output and parameters."""
    blocks = _blocks(network)
    axes = canvas.axes(left=0, top=0, right=0, bottom=0)
    axes.set(xlim=(0, canvas.width), ylim=(canvas.height, 0))
    axes.set_axis_off()
    if _is_listed(len(blocks), canvas.width):
        _list(canvas, axes, blocks)
    else:
        _side_by_side(canvas, axes, blocks)


def _is_listed(blocks: int, width: int) -> bool:
    return width < LITTLE_ROOM or blocks > (FEW if width > WIDE else FEWER) * (width // CELL)


def _columns(blocks: int, width: int) -> int:
    """Return how many blocks stand in a row, so that all rows are filled evenly."""
    most = max(1, width // CELL)
    return -(-blocks // -(-blocks // most))


def _blocks(network: Network) -> list[_Block]:
    """Return the image and the layers; of very many, some of the first and of the last."""
    image = _Block("Image", (), shape(network.input_shape), "", network.input_shape)
    blocks = [image, *(_block(layer) for layer in network.layers)]
    if len(blocks) <= MOST:
        return blocks
    first, last = MOST // 2, MOST - MOST // 2 - 1
    left = _Block(f"… {count(len(blocks) - MOST + 1)} more layers …", (), "", "", ())
    return [*blocks[:first], left, *blocks[-last:]]


def _block(layer: Layer) -> _Block:
    parts = [*layer.details.split(", "), layer.activation]
    parameters = f"{count(layer.parameters)} parameters" if layer.parameters else ""
    details = tuple(part for part in parts if part)
    return _Block(layer.operation, details, shape(layer.output_shape), parameters, layer.output_shape)


def _side_by_side(canvas: Canvas, axes: Axes, blocks: Sequence[_Block]) -> None:
    """Draw a slab for each block, words below it, and an arrow from it to the next, or to the end of its row."""
    columns = _columns(len(blocks), canvas.width)
    pitch, tall = canvas.width / columns, SLAB + LINES * LINE + 12
    for k, block in enumerate(blocks):
        row, column = divmod(k, columns)
        left, middle = column * pitch + 1, row * tall + SLAB / 2 + 4
        right = _slab(canvas, axes, block, (left, middle), SLAB - 14)
        if k + 1 < len(blocks):
            _arrow(axes, right + 6, left + pitch - 8, middle)
        _describe(canvas, block, left, row * tall + SLAB + 10, pitch - 8)


def _describe(canvas: Canvas, block: _Block, x: float, y: float, room: float) -> None:
    """Write operation, details, shape and parameters, line by line."""
    details = [*_joined(block.details, room)]
    plain = [*details[: LINES - 3], block.shape, block.parameters]
    canvas.words(x, y, shortened(block.name, room, LABEL), color=INK, weight=LABEL)
    for k, words in enumerate((words for words in plain if words), 1):
        canvas.words(x, y + k * LINE, shortened(words, room))


def _joined(parts: Sequence[str], room: float) -> list[str]:
    """Put parts on as few lines as they fit on, with commas between them."""
    lines: list[str] = []
    for part in parts:
        if lines and width_of(f"{lines[-1]}, {part}") <= room:
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return lines


def _list(canvas: Canvas, axes: Axes, blocks: Sequence[_Block]) -> None:
    """Draw one block per row, on a phone with two lines of words."""
    pitch = ROW if canvas.narrow else SHORT_ROW
    second = GUTTER + min(max(width_of(block.name, LABEL) for block in blocks) + 16, canvas.width / 3)
    for k, block in enumerate(blocks):
        y = 6 + (k + 0.5) * pitch
        _slab(canvas, axes, block, (1, y), pitch - 6)
        if canvas.narrow:
            _two_lines(canvas, block, y)
        else:
            _one_line(canvas, block, second, y)
        if k:
            axes.plot([GUTTER, canvas.width], [y - pitch / 2] * 2, color=HAIR, lw=0.8)


def _two_lines(canvas: Canvas, block: _Block, y: float) -> None:
    """Write operation and shape, below them details and parameters."""
    room = canvas.width - GUTTER - 10
    name = shortened(block.name, room - width_of(block.shape), LABEL)
    details = shortened(", ".join(block.details), room - width_of(block.parameters))
    canvas.words(GUTTER, y - 9, name, color=INK, weight=LABEL)
    canvas.words(canvas.width, y - 9, block.shape, ha="right")
    canvas.words(GUTTER, y + 9, details)
    canvas.words(canvas.width, y + 9, block.parameters, ha="right")


def _one_line(canvas: Canvas, block: _Block, second: float, y: float) -> None:
    """Write the words in columns: operation, details from `second` on, shape, parameters."""
    third = canvas.width - PARAMETERS
    room = third - width_of(block.shape) - 12
    name_room = second - 8 if block.details else room
    canvas.words(GUTTER, y, shortened(block.name, name_room - GUTTER, LABEL), color=INK, weight=LABEL)
    if block.details:
        canvas.words(second, y, shortened(", ".join(block.details), room - second))
    canvas.words(third, y, block.shape, ha="right")
    canvas.words(canvas.width, y, block.parameters, ha="right")


def _slab(canvas: Canvas, axes: Axes, block: _Block, at: tuple[float, float], most: float) -> float:
    """Draw the output as a slab: tall for many pixels, thick for many channels; returns its right edge.

    `at` is the middle of its left edge.
    """
    from matplotlib.patches import Polygon

    left, middle = at
    if not block.sides:
        return left
    tall, thick, slant = _extent(block.sides, most)
    bottom, top = middle + (tall + slant) / 2, middle + (tall + slant) / 2 - tall
    ground = WHITE if canvas.paper else PAPER
    front = [(left, bottom), (left + thick, bottom), (left + thick, top), (left, top)]
    roof = [
        (left, top),
        (left + thick, top),
        (left + thick + slant, top - slant),
        (left + slant, top - slant),
    ]
    side = [(left + thick, bottom), (left + thick, top), (left + thick + slant, top - slant), (left + thick + slant, bottom - slant)]  # fmt: skip
    for corners, colour in ((front, WASH), (roof, ground), (side, ground)):
        axes.add_patch(
            Polygon(
                corners, facecolor=colour, edgecolor=INK3, linewidth=0.9, joinstyle="round", clip_on=False
            )
        )
    return left + thick + slant


def _extent(sides: tuple[int, ...], most: float) -> tuple[float, float, float]:
    """Return height, thickness and slant of a slab in pixels, on logarithmic scales."""
    flat = len(sides) == 1
    pixels, channels = (sides[0], 1) if flat else (prod(sides[:-1]), sides[-1])
    tall = min(1.0, (log2(pixels) + 1) / 11) * most * 0.78
    thick = 4 + min(1.0, log2(max(channels, 1)) / 10) * most * 0.5
    return max(4.0, tall), thick, 0.0 if flat else max(3.0, 0.28 * tall)


def _arrow(axes: Axes, start: float, end: float, y: float) -> None:
    """Draw an arrow to the right."""
    from matplotlib.patches import Polygon

    axes.plot([start, end], [y, y], color=INK3, lw=1)
    axes.add_patch(Polygon([(end, y), (end - 6, y - 3.2), (end - 6, y + 3.2)], facecolor=INK3))
