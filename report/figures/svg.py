"""A drawn figure → the bytes of its SVG, the same for the same figure.

On a screen one file serves both themes: every colour is written as it is on light paper, which each viewer of SVG
understands, and `prefers-color-scheme`, which inside an image follows the `color-scheme` of the page around it, lets the
style sheet of the file override it.  WeasyPrint knows neither media queries in SVG nor `paint-order`: on paper a halo
is the same word below the word.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from report.figures.canvas import Canvas
from report.images.theme import PAPER_FONT, SANS, THEME, WHITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from report.figures.canvas import Medium

NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
HALO = re.compile(r'(<g id="halo-\d+">\s*)(<text style=")([^"]*)(".*?</text>)', re.DOTALL)
FAMILY = re.compile(r"'(?:DejaVu Sans|STIXGeneral)'[^;\"]*")


def _dark() -> str:
    """Return rules that give each mark the colour of dark paper: what a style sheet marks important, wins."""
    return "".join(
        f'[style*="{use}: {light}"]{{{use}:{dark}!important}}'
        for light, dark in THEME.values()
        for use in ("fill", "stroke")
    )


PAPER, DARK_PAPER = THEME["paper"]
SCREEN_CSS = (
    f"text{{font-family:{SANS}!important;font-variant-numeric:tabular-nums}}"
    f"[id^=halo] text{{paint-order:stroke;stroke:{PAPER};stroke-width:3px;stroke-linejoin:round}}"
    ".tile{image-rendering:pixelated}"
    f"@media(prefers-color-scheme:dark){{{_dark()}[id^=halo] text{{stroke:{DARK_PAPER}}}.ink{{filter:invert(1)}}}}"
)


def draw(drawn: Callable[[Canvas], None], size: tuple[int, int], medium: Medium) -> bytes:
    """Draw one figure and write it; the style, `RC` or `PAPER_RC` of report.images.theme, must be set.

    To set it takes longer than some figures: it is left to the caller, who draws many.
    """
    canvas = Canvas(*size, paper=medium == "paper")
    drawn(canvas)
    return (for_paper if canvas.paper else for_screen)(canvas.figure)


def for_screen(figure: Figure) -> bytes:
    """Write a figure whose colours follow the theme, and whose text is the reader's own sans."""
    svg = FAMILY.sub("sans-serif", _written(figure))
    return svg.replace("</style>", SCREEN_CSS + "</style>", 1).encode()


def for_paper(figure: Figure) -> bytes:
    """Write a figure whose text is set in the font of the printed page."""
    outlined = rf"\1\2\3; stroke: {WHITE}; stroke-width: 3px; stroke-linejoin: round\4\2\3\4"
    return HALO.sub(outlined, FAMILY.sub(PAPER_FONT, _written(figure))).encode()


def _written(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata=NO_METADATA)
    return out.getvalue()
