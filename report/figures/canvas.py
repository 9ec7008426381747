"""The canvas on which a figure is drawn, measured in CSS pixels from its top left corner.

Nothing is laid out by solving: each figure says where its axes stand, which is exact and quick.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, Unpack

from report.figures import kept
from report.images.theme import INK2, PLAIN, TYPE, WIDEST, WordStyle
from report.text import naming

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

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
        from matplotlib.figure import Figure

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
        from report.figures.picture import Picture

        self.figure.add_artist(Picture(png, box, kind))


def width_of(text: str, weight: int = PLAIN, size: float = TYPE, family: str = "") -> float:
    """Return the pixels that a line of words takes, by default in the font that is set for figures."""
    import matplotlib as mpl

    return _width(text, weight, size, family or str(mpl.rcParams["font.family"][0]))


@lru_cache(4096)
def _width(text: str, weight: int, size: float, family: str) -> float:
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=family, weight=weight, size=size)
    known = get_font(findfont(font))
    seen = "".join(letter if known.get_char_index(ord(letter)) else UNKNOWN for letter in text)
    return float(text_to_path.get_text_width_height_descent(seen, font, ismath=False)[0]) / POINT


def widest(lines: Sequence[str]) -> float:
    """Return the pixels that the longest of some lines takes on a screen; kept, since pages are laid out by it."""
    return float(kept.made(partial(_widest, tuple(lines))))


def _widest(lines: Sequence[str]) -> bytes:
    return repr(max(width_of(line, family=WIDEST) for line in lines)).encode()


def shortened(text: str, room: float, weight: int = PLAIN) -> str:
    """Cut words to `room` pixels; what was cut is marked with an ellipsis."""
    if width_of(text, weight) <= room:
        return text

    def cut(end: int) -> str:
        return f"{text[:end].rstrip()}…"

    most = bisect_right(range(len(text)), room, key=lambda end: width_of(cut(end), weight))
    return cut(max(0, most - 1))


@lru_cache(256)
def fitted(names: tuple[str, ...], room: float, weight: int = PLAIN) -> tuple[str, ...]:
    """Cut different names to `room` pixels, so that no two become the same."""
    cut = [shortened(name, room, weight) for name in names]
    for letters in range(max(map(len, cut)), 3, -1):
        if len(set(cut)) == len(set(names)) and all(width_of(each, weight) <= room for each in cut):
            break
        cut = [
            name if width_of(name, weight) <= room else short
            for name, short in zip(names, naming.shortened(names, letters), strict=True)
        ]
    return tuple(cut)


def shows(family: str, text: str) -> bool:
    """Say whether a font has all letters of a text."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    font = get_font(findfont(FontProperties(family=family)))
    return all(font.get_char_index(ord(letter)) for letter in text)
