"""A drawn figure → the bytes of its SVG, the same for the same figure.

On a screen one file serves both themes: colours become variables, and `prefers-color-scheme` inside an
image follows the `color-scheme` of the page around it.  WeasyPrint knows neither variables nor
`paint-order`: on paper colours stay, and a halo is the same word below the word.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from report.images.theme import PAPER_FONT, SANS, THEME, WHITE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
HALO = re.compile(r'(<g id="halo-\d+">\s*)(<text style=")([^"]*)(".*?</text>)', re.DOTALL)
FAMILY = re.compile(r"'(?:DejaVu Sans|STIXGeneral)'[^;\"]*")


def _variables(theme: int) -> str:
    return ";".join(f"--{name}:{colours[theme]}" for name, colours in THEME.items())


SCREEN_CSS = (
    f":root{{{_variables(0)};--sans:{SANS}}}"
    f"@media(prefers-color-scheme:dark){{:root{{{_variables(1)}}}.ink{{filter:invert(1)}}}}"
    "text{font-variant-numeric:tabular-nums}"
    "[id^=halo] text{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}"
    ".tile{image-rendering:pixelated}"
)


def for_screen(figure: Figure) -> bytes:
    """Write a figure whose colours follow the theme, and whose text is the reader's own sans."""
    svg = FAMILY.sub("var(--sans)", _drawn(figure))
    for name, (light, _) in THEME.items():
        svg = svg.replace(light, f"var(--{name})")
    return svg.replace("</style>", SCREEN_CSS + "</style>", 1).encode()


def for_paper(figure: Figure) -> bytes:
    """Write a figure whose text is set in the font of the printed page."""
    outlined = rf"\1\2\3; stroke: {WHITE}; stroke-width: 3px; stroke-linejoin: round\4\2\3\4"
    return HALO.sub(outlined, FAMILY.sub(PAPER_FONT, _drawn(figure))).encode()


def _drawn(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata=NO_METADATA)
    return out.getvalue()
