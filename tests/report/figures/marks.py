"""What can be found on a drawn figure: its words, dots, intervals and bars."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from report.figures.canvas import Canvas
from report.images.theme import RC


def drawn(draw: Callable[[Canvas], None], size: tuple[int, int] = (616, 420)) -> Canvas:
    """Return the canvas with one figure on it, drawn as for a screen."""
    canvas = Canvas(*size)
    with mpl.rc_context(RC):
        draw(canvas)
    return canvas


def said(canvas: Canvas) -> set[str]:
    """Return all words of a figure."""
    return {text.get_text() for text in canvas.figure.findobj(Text)}


def dots(axes: Axes, colour: str | None = None, marker: str = "oD") -> np.ndarray:
    """Return the places (n, 2) of all dots, or of those of a colour or shape, from the top left to the bottom right."""
    lines = [
        line
        for line in axes.lines
        if line.get_marker() in list(marker) and colour in {None, line.get_color()}
    ]
    places = [line.get_xydata() for line in lines]
    return np.array(sorted(map(tuple, np.concatenate(places)), key=lambda place: place[::-1]))


def xs(line: Line2D) -> np.ndarray:
    """Return where the points of a line are on the horizontal axis, (n,)."""
    return np.asarray(line.get_xdata(), float)


def ys(line: Line2D) -> np.ndarray:
    """Return where the points of a line are on the vertical axis, (n,)."""
    return np.asarray(line.get_ydata(), float)


def tops(axes: Axes) -> list[float]:
    """Return the upper ends of all bars."""
    return [bar.get_y() + bar.get_height() for bar in axes.patches if isinstance(bar, Rectangle)]


def intervals(line: Line2D) -> np.ndarray:
    """Return the ends (n, 2) of intervals drawn as one broken line, along the axis on which they differ."""
    ends = np.column_stack([xs(line), ys(line)]).reshape(-1, 3, 2)[:, :2]
    along = 0 if np.ptp(ends[:, :, 0], axis=1).sum() > np.ptp(ends[:, :, 1], axis=1).sum() else 1
    return np.asarray(ends[:, :, along])


def broken(axes: Axes) -> list[Line2D]:
    """Return the lines that are intervals."""
    return [line for line in axes.lines if len(xs(line)) and np.isnan(ys(line)[-1])]
