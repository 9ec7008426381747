"""The canvas on which a figure is drawn, measured in CSS pixels from its top left corner.

Nothing is laid out by solving: each figure says where its axes stand, which is exact and quick.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, Protocol, Unpack

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from report.figures.raster import lay
from report.images.png import data_uri
from report.images.theme import INK2, PLAIN, TYPE, WordStyle

Place = Literal["text", "half", "wide"]
Medium = Literal["web", "single", "paper"]
"""Pages of a site, one file for all of them, and print."""

# CSS pixels on a screen; on a phone each figure is 358 wide.  On paper 118, 80 and 166 mm.
WIDTHS: dict[Place, int] = {"text": 616, "half": 434, "wide": 896}
NARROW = 358
PAPER_WIDTHS: dict[Place, int] = {"text": 446, "half": 302, "wide": 627}

UNKNOWN = (
    "W"  # about as wide as a letter of a script that Matplotlib's font lacks: the reader has one that has it
)
POINT = 0.75  # a pixel, in points: the unit of Matplotlib's SVG
LITTLE_ROOM = 400  # pixels; below, words are shortened and numbers on axes fewer


class Sized(Protocol):
    """What has a place and a height for each place where it is read."""

    @property
    def place(self) -> Place:
        """Return where it stands on a page."""

    @property
    def height(self) -> int:
        """Return its height on a wide screen."""

    @property
    def narrow(self) -> int:
        """Return its height on a phone."""

    @property
    def paper(self) -> int:
        """Return its height on paper."""


def size(drawing: Sized, medium: Medium = "web", *, narrow: bool = False) -> tuple[int, int]:
    """Return width and height of a figure in CSS pixels; `narrow` asks for that of a phone."""
    if medium == "paper":
        return PAPER_WIDTHS[drawing.place], drawing.paper
    return (NARROW, drawing.narrow) if narrow else (WIDTHS[drawing.place], drawing.height)


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


class Canvas:
    """A figure of `width` × `height` pixels; `narrow` where there is little room for words."""

    def __init__(self, width: int, height: int, *, paper: bool = False) -> None:
        """Cut the canvas to size."""
        self.width, self.height, self.paper = width, height, paper
        self.narrow = width < LITTLE_ROOM
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

    def room(self, axes: Axes) -> Box:
        """Return the rectangle that axes fill."""
        box = axes.get_position()
        return Box(
            box.x0 * self.width,
            (1 - box.y1) * self.height,
            box.x1 * self.width,
            (1 - box.y0) * self.height,
        )

    def place(self, axes: Axes, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the axes lies on the canvas; their limits must be set."""
        right, up = axes.transData.transform((x, y)) / self.figure.bbox.size
        return float(right * self.width), float((1 - up) * self.height)

    def words(self, x: float, y: float, text: str, **style: Unpack[WordStyle]) -> Text:
        """Write at a place of the canvas; `y` is the middle of the line."""
        look: WordStyle = {"color": INK2, "va": "center", **style}
        return self.figure.text(x / self.width, 1 - y / self.height, text, **look)

    def title_y(self, axes: Axes, text: str) -> None:
        """Name the vertical axis above it, flush with the left edge, to be read without turning."""
        self.words(0, self.room(axes).top - 18, text)

    def title_x(self, axes: Axes, text: str) -> None:
        """Name the horizontal axis below the numbers on it: at its left end, or further left where it is short."""
        room = self.room(axes)
        left = max(0.0, min(room.left, self.width - width_of(text)))
        self.words(left, room.bottom + 36, text)

    def halo(self, text: Text) -> None:
        """Clear the ground around a word: the SVG draws its outline first, in the colour of the ground."""
        self.halos += 1
        text.set_gid(f"halo-{self.halos}")

    def picture(self, png: bytes, box: Box, kind: str) -> None:
        """Lay a picture on the canvas; the SVG's style knows its kind, so that `ink` is inverted in the dark."""
        self.figure.add_artist(Picture(png, box, kind))


def width_of(text: str, weight: int = PLAIN, size: float = TYPE, family: str = "") -> float:
    """Return the pixels that a line of words takes, by default in the font that is set for figures."""
    return _width(text, weight, size, family or str(mpl.rcParams["font.family"][0]))


@lru_cache(4096)
def _width(text: str, weight: int, size: float, family: str) -> float:
    font = FontProperties(family=family, weight=weight, size=size)
    known = get_font(findfont(font))
    seen = "".join(letter if known.get_char_index(ord(letter)) else UNKNOWN for letter in text)
    return float(text_to_path.get_text_width_height_descent(seen, font, ismath=False)[0]) / POINT


def shortened(text: str, room: float, weight: int = PLAIN) -> str:
    """Cut words to `room` pixels; what was cut is marked with an ellipsis."""
    if width_of(text, weight) <= room:
        return text
    cuts = (f"{text[:end].rstrip()}…" for end in range(len(text) - 1, 0, -1))
    return next((cut for cut in cuts if width_of(cut, weight) <= room), "…")


class Picture(Artist):
    """A PNG that the SVG holds as it is: Matplotlib's own images are rewritten with 32 bits a pixel."""

    def __init__(self, png: bytes, box: Box, kind: str) -> None:
        """Take the place, in pixels of the canvas."""
        super().__init__()
        self.png, self.box, self.kind = png, box, kind

    def draw(self, renderer: RendererBase) -> None:
        """Write the element into an SVG, which has a `writer`; lay the pixels on any other ground."""
        writer = getattr(renderer, "writer", None)
        if writer is None:
            lay(renderer, self.png, self.box)
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
