"""A drawn figure → the bytes of its SVG, the same for the same figure.

On a screen one file serves both themes: every colour is written as it is on light paper, which each viewer of SVG
understands, and `prefers-color-scheme`, which inside an image follows the `color-scheme` of the page around it, lets the
style sheet of the file override it.  WeasyPrint knows no media queries in SVG.  A halo is none of the text (halo.py).
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib.figure import Figure

from report.figures.canvas import Canvas, Medium
from report.figures.halo import FILTER, copied, outlined
from report.images.theme import PAPER_FONT, PAPER_RC, RC, SANS, THEME

STYLE, DECLARATION = re.compile(r'style="([^"]*)"'), re.compile(r"([\w-]+): ([^;]*)(?:;(?= ))?")
# The style sheet that Matplotlib writes, and what it says.
SHEET, ROUND = (
    re.compile(r"<defs>\s*<style.*?</style>\s*</defs>"),
    'stroke-linejoin="round" stroke-linecap="butt"',
)
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
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
    f"[id^=halo] use{{stroke:{PAPER};stroke-width:3px;stroke-linejoin:round;filter:url(#flat)}}"
    ".tile{image-rendering:pixelated}"
    f"@media(prefers-color-scheme:dark){{{_dark()}[id^=halo] use{{stroke:{DARK_PAPER}}}.ink{{filter:invert(1)}}}}"
)


@contextmanager
def styled(medium: Medium, **other: object) -> Iterator[None]:
    """Let Matplotlib draw in the style of a medium, whatever other settings somebody has in this process."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update((PAPER_RC if medium == "paper" else RC) | other)
        yield


def draw(drawn: Callable[[Canvas], None], size: tuple[int, int], medium: Medium) -> tuple[bytes, Figure]:
    """Draw one figure and write its SVG, which comes first; it must be `styled`.

    To set the style takes longer than some figures: it is left to the caller, who draws many.
    """
    canvas = Canvas(*size, paper=medium == "paper")
    drawn(canvas)
    return (for_paper if canvas.paper else for_screen)(canvas.figure), canvas.figure


def for_screen(figure: Figure) -> bytes:
    """Write a figure whose colours follow the theme, and whose text is the reader's own sans."""
    svg = copied(FAMILY.sub("sans-serif", _written(figure)))
    return svg.replace("</style>", f"{SCREEN_CSS}</style>{FILTER}", 1).encode()


def for_paper(figure: Figure) -> bytes:
    """Write a figure whose text is set in the font of the printed page."""
    return _without_css(outlined(FAMILY.sub(PAPER_FONT, _written(figure)))).encode()


def _without_css(svg: str) -> str:
    """Write styles as attributes, which mean the same: WeasyPrint matches and parses CSS anew for each mark."""
    svg = SHEET.sub("", svg, count=1).replace("<svg ", f"<svg {ROUND} ", 1)
    return STYLE.sub(lambda style: DECLARATION.sub(r'\1="\2"', style[1]), svg)


def _written(figure: Figure) -> str:
    out = io.StringIO()
    with warnings.catch_warnings():
        # The SVG holds letters, and no shapes of them: the reader's fonts have what Matplotlib's own lacks.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure.savefig(out, format="svg", metadata=NO_METADATA)
    return out.getvalue()
