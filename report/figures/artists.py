"""Marks that several figures share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Unpack

import numpy as np

from report.figures import ticks
from report.images.theme import INK, INK2, INK3, LABEL, PAPER, PLAIN, WHITE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from numpy.typing import ArrayLike, NDArray

    from analysis.bundle.record import Estimate, Proportion
    from report.figures.canvas import Sheet
    from report.images.theme import LineStyle

LINE = 16  # pixels from one line of words to the next


class Row(NamedTuple):
    """One estimate, its name before it and a remark behind it."""

    name: str
    estimate: Estimate | Proportion
    remark: str = ""
    strong: bool = False


def whiskers(
    axes: Axes, low: ArrayLike, high: ArrayLike, at: ArrayLike, **style: Unpack[LineStyle]
) -> Line2D:
    """Draw horizontal intervals at heights `at`, as one path: what WeasyPrint draws costs by the piece."""
    look: LineStyle = {"color": INK3, "lw": 1.1, **style}
    x, y = _broken(low, high, at)
    return axes.plot(x, y, **look)[0]


def upright_whiskers(
    axes: Axes, low: ArrayLike, high: ArrayLike, at: ArrayLike, **style: Unpack[LineStyle]
) -> Line2D:
    """Draw vertical intervals at places `at`, as one path."""
    look: LineStyle = {"color": INK3, "lw": 1.1, **style}
    y, x = _broken(low, high, at)
    return axes.plot(x, y, **look)[0]


def _broken(low: ArrayLike, high: ArrayLike, at: ArrayLike) -> tuple[ArrayLike, ArrayLike]:
    gap = np.full(np.shape(at), np.nan)
    return np.column_stack([low, high, gap]).ravel(), np.column_stack([at, at, gap]).ravel()


def dots(axes: Axes, x: ArrayLike, y: ArrayLike, colour: str = INK, **style: Unpack[LineStyle]) -> Line2D:
    """Draw full dots, larger than the line through them."""
    look: LineStyle = {"color": colour, "marker": "o", "ls": "none", "clip_on": False, "zorder": 4, **style}
    return axes.plot(x, y, **look)[0]


def rings(
    sheet: Sheet, axes: Axes, x: ArrayLike, y: ArrayLike, colour: str = INK3, **style: Unpack[LineStyle]
) -> Line2D:
    """Draw empty dots, for what is not the subject."""
    empty: LineStyle = {"mfc": WHITE if sheet.paper else PAPER, "mew": 1.3, "zorder": 3, **style}
    return dots(axes, x, y, colour, **empty)


def estimates(sheet: Sheet, axes: Axes, rows: Sequence[Row], accent: str = INK) -> None:
    """Draw each row as a dot on its interval, from the top down; strong rows full, bold, in the accent."""
    for strong in (False, True):
        chosen = [(k + 0.5, row.estimate) for k, row in enumerate(rows) if row.strong is strong]
        if not chosen:
            continue
        at = [y for y, _ in chosen]
        value = [estimate.value for _, estimate in chosen]
        line: LineStyle = {"color": accent, "lw": 1.7} if strong else {}
        whiskers(axes, [e.low for _, e in chosen], [e.high for _, e in chosen], at, **line)
        if strong:
            dots(axes, value, at, accent, ms=7)
        else:
            rings(sheet, axes, value, at)
    axes.set_ylim(len(rows), 0)
    name_rows(sheet, axes, [(row.name, row.remark, row.strong) for row in rows])


def name_rows(sheet: Sheet, axes: Axes, rows: Sequence[tuple[str, str, bool]]) -> None:
    """Write (name, remark, strong): names before the axes, remarks at the right edge of the sheet."""
    axes.set_yticks([])
    axes.grid(visible=True, axis="x")
    left = axes.get_position().x0 * sheet.width - 10
    for k, (name, remark, strong) in enumerate(rows):
        _, y = sheet.place(axes, 0, k + 0.5)
        weight = LABEL if strong else PLAIN
        sheet.words(left, y, name, ha="right", color=INK, weight=weight)
        sheet.words(sheet.width, y, remark, ha="right", color=INK if strong else INK2, weight=weight)


def name_ends(sheet: Sheet, axes: Axes, names: Sequence[tuple[float, str, str]]) -> None:
    """Name curves where they end: (height of the end, words, colour); the words keep clear of each other."""
    ordered = sorted(names, key=lambda name: -name[0])
    tall = LINE * (1 + max(words.count("\n") for _, words, _ in names)) + 4
    heights = [sheet.place(axes, 0, end)[1] for end, _, _ in ordered]
    box = axes.get_position()
    last = (1 - box.y0) * sheet.height - tall / 2 + 6
    x = box.x1 * sheet.width + 12
    for (_, words, colour), y in zip(ordered, apart(heights, tall, last), strict=True):
        sheet.words(x, y, words, color=colour, weight=LABEL, linespacing=1.25)


def apart(places: Sequence[float], distance: float, last: float) -> NDArray[np.float64]:
    """Move ascending places until each is `distance` from the next, none beyond `last`, the mean kept if it can be."""
    steps = distance * np.arange(len(places))
    moved = np.maximum.accumulate(places - steps) + steps
    moved -= np.mean(moved - places)
    return np.asarray(moved - max(0, moved[-1] - last))


def share_axis(axes: Axes, low: float, high: float, most: int = 6) -> None:
    """Let the horizontal axis show shares from low to high, with a little air on either side."""
    air = 0.03 * (high - low or 0.01)
    axes.set_xlim(low - air, high + air)
    ticks.put(axes.xaxis, ticks.linear(low - air, min(1.0, high + air), most), ticks.percent)
