"""The dots of each class on its own, in one file: an address that ends in `#class-3` shows those of the fourth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from numpy.typing import NDArray

from report.images.theme import HIGHLIGHTS, THEME

if TYPE_CHECKING:
    from report.figures.canvas import Box

# Steps to a pixel, and the width of such a step in points, the unit of Matplotlib's SVG.
FINE, STEP = 2, 0.375
ABOVE = 9  # all other marks and words, which a veil covers
RIM = 1.2  # pixels, around what is misclassified
(PAPER, DARK), (INK, DARK_INK) = THEME["paper"], THEME["ink"]
STYLE = (
    ".one{display:none}.one:target{display:inline}"
    f".veil{{fill:{PAPER};fill-opacity:.82}}.one path{{fill:none;stroke-linecap:round;stroke:{HIGHLIGHTS[0]}}}"
    f".one .wrong{{stroke:{INK}}}"
    f"@media(prefers-color-scheme:dark){{.veil{{fill:{DARK}}}.one .wrong{{stroke:{DARK_INK}}}}}"
)


class OneClass(Artist):
    """A group of dots for each class, hidden until its name is in the address; the misclassified have a rim."""

    def __init__(
        self,
        places: NDArray[np.float64],
        labels: NDArray[np.int_],
        wrong: NDArray[np.bool_],
        room: Box,
        radius: float,
    ) -> None:
        """Take places (n, 2) in pixels within the room, and the radius of a dot."""
        super().__init__()
        self.set_zorder(ABOVE)
        self.places, self.labels, self.wrong, self.room, self.radius = places, labels, wrong, room, radius

    def draw(self, renderer: RendererBase) -> None:
        """Write the groups into an SVG, which has a `writer`; nothing on any other ground."""
        writer = getattr(renderer, "writer", None)
        if writer is None:
            return
        writer.element("style", STYLE)
        left, top, right, bottom = self.room
        size = {"width": f"{FINE * (right - left):g}", "height": f"{FINE * (bottom - top):g}"}
        for label in np.unique(self.labels):
            writer.start(
                "g",
                id=f"class-{label}",
                attrib={"class": "one"},
                transform=f"scale({STEP})translate({FINE * left:g},{FINE * top:g})",
            )
            writer.element("rect", attrib={"class": "veil"}, **size)
            mine = self.labels == label
            for kind, which, radius in (
                ("wrong", mine & self.wrong, self.radius + RIM),
                ("all", mine, self.radius),
            ):
                width = f"{2 * FINE * radius:.3g}"
                writer.element(
                    "path", attrib={"class": kind, "stroke-width": width}, d=dots(self.places[which])
                )
            writer.end("g")


def dots(places: NDArray[np.float64]) -> str:
    """Return a path of lines without length at places (n, 2), each of which a round cap makes a dot."""
    if not len(places):
        return ""
    whole = np.unique(np.rint(places * FINE).astype(int), axis=0)
    steps = np.diff(whole, axis=0, prepend=0)
    return "".join(f"m{right}{'' if down < 0 else ' '}{down}h0" for right, down in steps.tolist())
