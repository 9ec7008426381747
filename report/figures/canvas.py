"""The sheet on which a figure is drawn, measured in CSS pixels from its top left corner.

Nothing is laid out by solving: each drawing says where its axes stand, which is exact and quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Unpack

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from report.images.png import data_uri
from report.images.theme import INK2

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.text import Text

    from report.images.theme import WordStyle

POINT = 0.75  # a pixel, in points: the unit of Matplotlib's SVG
NARROW = 400


class Box(NamedTuple):
    """An upright rectangle, by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Return the area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, tall)


class Sheet:
    """A figure of `width` × `height` pixels; `narrow` where there is little room for words."""

    def __init__(self, width: int, height: int, *, paper: bool = False) -> None:
        """Cut the sheet to size."""
        self.width, self.height, self.paper = width, height, paper
        self.narrow = width < NARROW
        self.halos = 0
        self.figure = Figure(figsize=(width / 96, height / 96))

    def axes(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """Return axes that stand so far from the four edges."""
        box = (
            left / self.width,
            bottom / self.height,
            (self.width - left - right) / self.width,
            (self.height - top - bottom) / self.height,
        )
        return self.figure.add_axes(box)

    def place(self, axes: Axes, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the axes lies on the sheet; their limits must be set."""
        right, up = self.figure.transFigure.inverted().transform(axes.transData.transform((x, y)))
        return float(right * self.width), float((1 - up) * self.height)

    def words(self, x: float, y: float, text: str, **style: Unpack[WordStyle]) -> Text:
        """Write at a place of the sheet; `y` is the middle of the line."""
        look: WordStyle = {"color": INK2, "va": "center", **style}
        return self.figure.text(x / self.width, 1 - y / self.height, text, **look)

    def title_y(self, axes: Axes, text: str) -> None:
        """Name the vertical axis above it, flush with the sheet's left edge, to be read without turning."""
        top = (1 - axes.get_position().y1) * self.height
        self.words(0, top - 18, text)

    def title_x(self, axes: Axes, text: str) -> None:
        """Name the horizontal axis below the numbers on it, at its left end."""
        box = axes.get_position()
        self.words(box.x0 * self.width, (1 - box.y0) * self.height + 36, text)

    def halo(self, text: Text) -> None:
        """Clear the ground around a word: the SVG draws its outline first, in the colour of the ground."""
        self.halos += 1
        text.set_gid(f"halo-{self.halos}")

    def picture(self, png: bytes, box: Box, kind: str) -> None:
        """Lay a picture on the sheet; the SVG's style knows its kind, so that `ink` is inverted in the dark."""
        self.figure.add_artist(Picture(png, box, kind))


class Picture(Artist):
    """A PNG that the SVG holds as it is: Matplotlib's own images are rewritten with 32 bits a pixel."""

    def __init__(self, png: bytes, box: Box, kind: str) -> None:
        """Take the place, in pixels of the sheet."""
        super().__init__()
        self.png, self.box, self.kind = png, box, kind

    def draw(self, renderer: RendererBase) -> None:
        """Write the element; a renderer that only measures has no `writer`."""
        writer = getattr(renderer, "writer", None)
        if writer is None:
            return
        left, top, right, bottom = (POINT * edge for edge in self.box)
        writer.element(
            "image",
            attrib={"class": self.kind, "xlink:href": data_uri(self.png)},
            preserveAspectRatio="none",
            x=f"{left:g}",
            y=f"{top:g}",
            width=f"{right - left:g}",
            height=f"{bottom - top:g}",
        )
