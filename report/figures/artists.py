"""Marks that several figures share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.bundle.record import Estimate, Proportion
from report.figures import ticks
from report.figures.canvas import Box, Canvas, fitted, width_of
from report.images import png
from report.images.theme import INK, INK2, INK3, LABEL, PAPER, PLAIN, WHITE, LineStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

LINE = 16  # pixels from one line of words to the next
HEAD, FOOT = 32, 46  # pixels above rows and below them
LEAST, ALL_ROWS = 14, 262  # pixels of a row on paper, and of all rows while each has so much
ENLARGED = 6  # times, on paper, where viewers blur small pictures
PLOT = 110  # pixels that names leave to the intervals, at least
DIAMOND: Final = "D"
Polarity = Literal["ink", "photograph"]


class Look(NamedTuple):
    """How a point is drawn: full in the accent if strong; a diamond in place of a circle if marked."""

    strong: bool = False
    marked: bool = False


class Row(NamedTuple):
    """One estimate, its name before it and a remark behind it."""

    name: str
    estimate: Estimate | Proportion
    remark: str = ""
    look: Look = Look()


def whiskers(
    axes: Axes, low: ArrayLike, high: ArrayLike, at: ArrayLike, **style: Unpack[LineStyle]
) -> Line2D:
    """Draw horizontal intervals at heights `at`, as one path: what WeasyPrint draws costs by the piece."""
    look: LineStyle = {"color": INK3, "lw": 1.1, **style}
    x, y = _broken(low, high, at)
    line: Line2D = axes.plot(x, y, **look)[0]
    return line


def upright_whiskers(
    axes: Axes, low: ArrayLike, high: ArrayLike, at: ArrayLike, **style: Unpack[LineStyle]
) -> Line2D:
    """Draw vertical intervals at places `at`, as one path."""
    look: LineStyle = {"color": INK3, "lw": 1.1, **style}
    y, x = _broken(low, high, at)
    line: Line2D = axes.plot(x, y, **look)[0]
    return line


def _broken(low: ArrayLike, high: ArrayLike, at: ArrayLike) -> tuple[ArrayLike, ArrayLike]:
    gap = np.full(np.shape(at), np.nan)
    return np.column_stack([low, high, gap]).ravel(), np.column_stack([at, at, gap]).ravel()


def dots(axes: Axes, x: ArrayLike, y: ArrayLike, colour: str = INK, **style: Unpack[LineStyle]) -> Line2D:
    """Draw full dots, larger than the line through them."""
    look: LineStyle = {"color": colour, "marker": "o", "ls": "none", "clip_on": False, "zorder": 4, **style}
    line: Line2D = axes.plot(x, y, **look)[0]
    return line


def rings(
    canvas: Canvas, axes: Axes, x: ArrayLike, y: ArrayLike, colour: str = INK3, **style: Unpack[LineStyle]
) -> Line2D:
    """Draw empty dots, for what is not the subject."""
    empty: LineStyle = {"mfc": WHITE if canvas.paper else PAPER, "mew": 1.3, "zorder": 3, **style}
    return dots(axes, x, y, colour, **empty)


def points(canvas: Canvas, axes: Axes, xy: Sequence[tuple[float, float]], accent: str, look: Look) -> None:
    """Draw points of one look."""
    if not xy:
        return
    x, y = zip(*xy, strict=True)
    if look.strong:
        shape: LineStyle = {"marker": DIAMOND, "ms": 6} if look.marked else {"ms": 7}
        dots(axes, x, y, accent, **shape)
    else:
        shape = {"marker": DIAMOND, "ms": 5.2} if look.marked else {}
        rings(canvas, axes, x, y, INK if look.marked else INK3, **shape)


def image(canvas: Canvas, pixels: NDArray[np.uint8], polarity: Polarity, box: Box) -> None:
    """Lay an image, (h, w) or (h, w, 3), on the canvas: ink as ink, a photograph as it is; enlarged on paper."""
    times = ENLARGED if canvas.paper else 1
    if polarity == "photograph":
        canvas.picture(png.photograph(pixels, times), box, "photo tile")
    else:
        canvas.picture(png.ink_on_white(pixels, times) if canvas.paper else png.ink(pixels), box, "ink tile")


def rows_height(count: int, *, paper: bool = False) -> int:
    """Return the height of a figure with so many rows, in CSS pixels."""
    return HEAD + FOOT + (row_on_paper(count) if paper else 27) * count


def row_on_paper(count: int, most: int = 20) -> int:
    """Return the height of each of so many rows on paper, where a tall figure leaves the page before it empty."""
    return max(LEAST, min(most, ALL_ROWS // max(count, 1)))


def row_axes(canvas: Canvas, rows: Sequence[tuple[str, str]], head: str) -> Axes:
    """Return axes that leave room for names (left) and remarks (right) of rows, and for the head of the remarks."""
    left = max(width_of(name, LABEL) for name, _ in rows) + 16
    right = max(width_of(words, LABEL) for words in (head, *(remark for _, remark in rows))) + 16
    return canvas.axes(left=left, top=HEAD, right=right, bottom=FOOT)


def fitting(canvas: Canvas, names: Sequence[str], remarks: Sequence[str], head: str) -> list[str]:
    """Cut names of rows, different ones to different ones, so that their intervals have room beside them and the remarks."""
    taken = max(width_of(words, LABEL) for words in (head, *remarks)) + PLOT + 32
    return list(fitted(tuple(names), canvas.width - taken, LABEL))


def estimates(canvas: Canvas, axes: Axes, rows: Sequence[Row], accent: str = INK, *, blank: int = 0) -> None:
    """Draw each row as a dot on its interval, from the top down; strong rows full, bold, in the accent.

    So many blank rows follow.
    """
    for strong in (False, True):
        chosen = [(k + 0.5, row) for k, row in enumerate(rows) if row.look.strong is strong]
        line: LineStyle = {"color": accent, "lw": 1.7} if strong else {}
        low = [row.estimate.low for _, row in chosen]
        whiskers(axes, low, [row.estimate.high for _, row in chosen], [y for y, _ in chosen], **line)
        for marked in (False, True):
            look = Look(strong, marked)
            points(
                canvas, axes, [(row.estimate.value, y) for y, row in chosen if row.look == look], accent, look
            )
    axes.set_ylim(len(rows) + blank, 0)
    name_rows(canvas, axes, [(row.name, row.remark, row.look.strong) for row in rows])


def name_rows(canvas: Canvas, axes: Axes, rows: Sequence[tuple[str, str, bool]]) -> None:
    """Write (name, remark, strong): names before the axes, remarks at the right edge of the canvas."""
    axes.set_yticks([])
    axes.grid(visible=True, axis="x")
    left = canvas.room(axes).left - 10
    for k, (name, remark, strong) in enumerate(rows):
        _, y = canvas.place(axes, 0, k + 0.5)
        weight = LABEL if strong else PLAIN
        canvas.words(left, y, name, ha="right", color=INK, weight=weight)
        canvas.words(canvas.width, y, remark, ha="right", color=INK if strong else INK2, weight=weight)


def key(canvas: Canvas, entries: Sequence[tuple[str, Look]], accent: str) -> None:
    """Explain points at the left of the head of a figure."""
    axes = canvas.axes(left=0, top=0, right=0, bottom=canvas.height - HEAD)
    axes.set(xlim=(0, canvas.width), ylim=(HEAD, 0))
    axes.set_axis_off()
    x = 5.0
    for words, look in entries:
        points(canvas, axes, [(x, LINE)], accent, look)
        canvas.words(x + 9, LINE, words)
        x += width_of(words) + 25


def name_ends(canvas: Canvas, axes: Axes, names: Sequence[tuple[float, str, str]]) -> None:
    """Name curves where they end: (height of the end, words, colour); the words keep clear of each other."""
    ordered = sorted(names, key=lambda name: -name[0])
    tall = LINE * (1 + max(words.count("\n") for _, words, _ in names)) + 4
    heights = [canvas.place(axes, 0, end)[1] for end, _, _ in ordered]
    room = canvas.room(axes)
    for (_, words, colour), y in zip(ordered, apart(heights, tall, room.bottom - tall / 2 + 6), strict=True):
        canvas.words(room.right + 12, y, words, color=colour, weight=LABEL, linespacing=1.25)


def apart(places: Sequence[float], distance: float, last: float) -> NDArray[np.float64]:
    """Move ascending places until each is `distance` from the next, none beyond `last`, the mean kept if it can be."""
    steps = distance * np.arange(len(places))
    moved = np.maximum.accumulate(places - steps) + steps
    moved -= np.mean(moved - places)
    return np.asarray(moved - max(0, moved[-1] - last))


def share_axis(canvas: Canvas, axes: Axes, low: float, high: float) -> None:
    """Let the horizontal axis show shares from low to high, with a little air on either side."""
    air = 0.03 * (high - low or 0.01)
    axes.set_xlim(low - air, high + air)
    most = ticks.room_for(canvas.room(axes))
    ticks.put(axes.xaxis, ticks.linear(low - air, min(1.0, high + air), most), ticks.percent)
