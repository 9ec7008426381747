"""Drawn figures → lines: words, ticks and the numbers behind each mark, never pixels nor what depends on a reader's fonts."""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle
from matplotlib.text import Text
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from report.chapters.model import Drawing
from report.figures.canvas import Canvas, Medium, size
from report.figures.picture import Picture
from report.images import theme
from report.images.sheets import Ground, Sheet, Words
from report.images.thumbnails import Thumbnail

MOST = 24  # places of a mark that are told one by one; of more, the first and the last, and means
DIGITS = 4  # of a number, relative to the largest of its mark
GROUNDS = {theme.PAPER, theme.WHITE}
COLOURS = {
    **{light: name for name, (light, _) in theme.THEME.items()},
    theme.WHITE: "paper",
    theme.GREY: "grey",
    theme.MORE: "more",
    theme.LESS: "less",
    **{colour: f"heat{number}" for number, colour in enumerate(theme.HEAT, 1)},
}


def drawings(several: Sequence[Drawing], *, everywhere: bool) -> Iterator[str]:
    """Yield drawings as they are on a wide screen; `everywhere`: and what is otherwise on a phone and on paper."""
    wide = _all(several, "web")
    phone, paper = (_all(several, "web", narrow=True), _all(several, "paper")) if everywhere else (wide, wide)
    for one, here, there, printed in zip(several, wide, phone, paper, strict=True):
        yield f"== {one.name}{f': {one.title} {one.title_note}' if one.title else ''}"
        yield from here
        for place, other in (("a phone", there), ("paper", printed)):
            if other != here:
                yield f"-- otherwise on {place}"
                yield from _changes(here, other)


def _all(several: Sequence[Drawing], medium: Medium, *, narrow: bool = False) -> list[list[str]]:
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(theme.PAPER_RC if medium == "paper" else theme.RC)
        return [list(_drawn(one, medium, narrow=narrow)) for one in several]


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield lines that are gone, and those in their place."""
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for _, i, j, k, m in (code for code in matcher.get_opcodes() if code[0] != "equal"):
        yield from (f"- {line}" for line in before[i:j])
        yield from (f"+ {line}" for line in after[k:m])


def _drawn(one: Drawing, medium: Medium, *, narrow: bool) -> Iterator[str]:
    yield from _canvas(one.draw, size(one, medium, narrow=narrow), paper=medium == "paper")


def canvas(draw: Callable[[Canvas], None], size: tuple[int, int], font: str) -> Iterator[str]:
    """Yield what is drawn on a canvas of its own, in a font of its own."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(theme.RC | {"font.family": font})
        yield from list(_canvas(draw, size, paper=False))


def _canvas(draw: Callable[[Canvas], None], size: tuple[int, int], *, paper: bool) -> Iterator[str]:
    width, height = size
    canvas = Canvas(width, height, paper=paper)
    draw(canvas)
    yield f"{width} × {height}"
    for axes in canvas.figure.axes:
        yield from _axes(axes)
    yield from (_picture(each) for each in canvas.figure.artists if isinstance(each, Picture))
    yield from _words(canvas)


def _axes(axes: Axes) -> Iterator[str]:
    """Yield limits, ticks and marks of axes, in the order in which they were drawn."""
    if axes.axison:
        for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
            low, high = (
                axis.get_view_interval() if not axis.get_inverted() else axis.get_view_interval()[::-1]
            )
            ends = " … ".join(f"{end:.4g}" for end in (low, high))
            scale = "" if axis.get_scale() == "linear" else f" {axis.get_scale()}"
            labels = [text.get_text() for text in axis.get_majorticklabels()]
            ticks = ", ".join(
                f"{label or '·'} at {place:.4g}" if label != f"{place:.4g}" else label
                for label, place in zip(labels, axis.get_majorticklocs(), strict=False)
            )
            grid = " grid" if any(line.get_visible() for line in axis.get_gridlines()) else ""
            yield f"{name} from {ends}{scale}{grid}; ticks {ticks or '–'}"
    else:
        yield "axes, hidden"
    for artist in axes.get_children():
        if artist in axes.spines.values() or artist is axes.patch or not artist.get_visible():
            continue
        if told := _mark(artist):
            yield f" {told}"


def _mark(artist: object) -> str:
    """Tell a mark by its colour and places; raises TypeError for a sort of which nothing could be told."""
    match artist:
        case Line2D():
            return f"{_line(artist)}: {_places(artist.get_xydata())}"
        case Rectangle():
            left, low, wide, tall = (artist.get_x(), artist.get_y(), artist.get_width(), artist.get_height())
            return f"{_area(artist)} bar: {_places([(left, low), (left + wide, low + tall)])}"
        case Polygon():
            corners = np.asarray(artist.get_xy(), float)
            ends = corners[0], corners.min(axis=0), corners.max(axis=0)
            return f"{_area(artist)} polygon: {_places(ends)}"
        case Text():
            place = " ".join(f"{part:.4g}" for part in map(float, artist.get_position()))
            return f"“{artist.get_text()}” at {place}, {_look(artist)}" if artist.get_text() else ""
        case Axis():
            return ""
    raise TypeError(
        f"Expected a line, bar, polygon or words, found {artist}: say here what a reader sees of it."
    )


def _area(area: Patch) -> str:
    """Write the colour of an area, and that of its edge where it has one of its own."""
    inside, edge = _colour(area.get_facecolor()), _colour(area.get_edgecolor())
    return f"{inside} edged {edge}" if area.get_linewidth() and edge != inside else inside


def _line(line: Line2D) -> str:
    """Write colour, style and marker of a line; its width where it is not the usual one."""
    marker = f" {line.get_marker()}" if line.get_marker() not in {"None", "", None} else ""
    style = "" if line.get_linestyle() in {"-", "None"} else f" {line.get_linestyle()}"
    drawn = " line" if line.get_linestyle() != "None" else ""
    ground = mpl.rcParams["figure.facecolor"]
    filled = line.get_markerfacecolor() if marker else None
    empty = " empty" if filled == ground else f" filled {_colour(filled)}" if filled in GROUNDS else ""
    width = line.get_linewidth()
    strength = "" if not drawn or width == mpl.rcParams["lines.linewidth"] else f" {width:g}"
    return f"{_colour(line.get_color())}{drawn}{style}{strength}{marker}{empty}"


def _words(canvas: Canvas) -> Iterator[str]:
    """Yield the words on the canvas from the top down, with their places in pixels."""
    for text in sorted(
        filter(Text.get_text, canvas.figure.texts),
        key=lambda text: (-round(text.get_position()[1], 4), text.get_position()[0]),
    ):
        x, y = text.get_position()
        place = f"{x * canvas.width:.0f},{(1 - y) * canvas.height:.0f}"
        words = text.get_text().replace("\n", " ↵ ")
        yield f"“{words}” at {place}, {_look(text)}"


def _look(text: Text) -> str:
    bold = " bold" if text.get_fontweight() == theme.LABEL else ""
    turned = f" turned {text.get_rotation():g}" if text.get_rotation() else ""
    halo = " halo" if text.get_gid() else ""
    usual = FontProperties(size=mpl.rcParams["font.size"]).get_size_in_points()
    size = "" if text.get_fontsize() == usual else f" size {text.get_fontsize():.3g}"
    return f"{text.get_horizontalalignment()} {_colour(text.get_color())}{bold}{size}{turned}{halo}"


def _colour(colour: object) -> str:
    """Name a colour as the theme does, else by its number; say how opaque it is."""
    if isinstance(colour, str) and colour == "none":
        return "none"
    whole = to_hex(colour, keep_alpha=True)
    if whole.endswith("00"):
        return "none"
    opacity = "" if whole.endswith("ff") else f"/{whole[-2:]}"
    return COLOURS.get(whole[:7], whole[:7]) + opacity


def _places(places: ArrayLike) -> str:
    """Write places (n, 2): all, or their ends and means; a gap is a stroke."""
    xy = np.asarray(places, float).reshape(-1, 2)
    if len(xy) <= MOST * 3 and len(xy):
        x, y = (_numbers(column) for column in xy.T)
        return " ".join("|" if "nan" in pair else ",".join(pair) for pair in zip(x, y, strict=True))
    known = xy[~np.isnan(xy).any(axis=1)]
    if not len(known):
        return "nothing"
    turned = known * np.linspace(0, 1, len(known))[:, None]  # the order of the places counts, too
    told = (
        known[0],
        known[-1],
        known.min(axis=0),
        known.max(axis=0),
        known.mean(axis=0),
        turned.mean(axis=0),
    )
    ends = (",".join(f"{_clean(part):.4g}" for part in each) for each in told)
    return "{} places, first {}, last {}, from {} to {}, mean {}, turned {}".format(len(known), *ends)


def _numbers(values: NDArray[np.float64]) -> list[str]:
    """Write numbers with so many digits as the largest needs."""
    known = np.abs(values[~np.isnan(values)])
    most = known.max() if len(known) else 0
    decimals = DIGITS - 1 - int(np.floor(np.log10(most))) if most > 0 else 0
    return [f"{_clean(round(value, decimals)):.6g}" if not np.isnan(value) else "nan" for value in values]


def _clean(value: float) -> float:
    """Have no −0, and nothing that is 0 but for rounding."""
    return 0.0 if abs(value) < 1e-9 else float(value)


def _picture(one: Picture) -> str:
    box = ",".join(f"{edge:.0f}" for edge in one.box)
    return f"{one.kind} picture in {box}: {_png(one.png)}"


def _png(content: bytes) -> str:
    image = Image.open(io.BytesIO(content))
    return _pixels(np.asarray(image.convert("RGBA")))


def _pixels(values: NDArray[np.generic]) -> str:
    """Say size of pixels (h, w) or (h, w, c), and the means of their four quarters: what is turned is told from what is not."""
    tall, wide = values.shape[:2]
    flat = values.reshape(tall, wide, -1).astype(float)
    up, left = (tall + 1) // 2, (wide + 1) // 2
    parts = (flat[:up, :left], flat[:up, left:], flat[up:, :left], flat[up:, left:])
    means = (
        ",".join(f"{_clean(mean):.3g}" for mean in part.mean(axis=(0, 1))) if part.size else "–"
        for part in parts
    )
    return f"{wide} × {tall}, quarters {' '.join(means)}"


def pictures(several: Mapping[str, Thumbnail]) -> Iterator[str]:
    """Yield what small pictures hold; of the first of each sort, how it is shown on a screen and on paper."""
    sorts = set()
    for name, one in several.items():
        yield f"{name} {one.kind}, {_pixels(one.pixels)}"
        sort = re.sub("[0-9]+", "0", name)
        if sort not in sorts:
            sorts.add(sort)
            yield f" on a screen {_png(one.on_screen())}"
            yield f" on paper {_png(one.on_paper(1))}"


class _Named(NamedTuple):
    """A small picture of which only size and name matter."""

    name: str
    pixels: NDArray[Any]

    def on_paper(self, times: int) -> bytes:
        """Return the name in place of a PNG."""
        return f"{self.name} × {times}".encode()


def named(several: Mapping[str, Thumbnail]) -> Any:  # noqa: ANN401  # what stands in for thumbnails
    """Return stand-ins for small pictures, which a sheet then names."""
    return {name: _Named(name, one.pixels) for name, one in several.items()}


def sheet(name: str, one: Sheet) -> Iterator[str]:
    """Yield what a sheet holds, mark by mark."""
    yield f"== {name}, a sheet of {one.width:.0f} × {one.height:.0f}"
    for mark in one.marks:
        place = f"{mark.x:.0f},{mark.y:.0f}"
        if isinstance(mark, Words):
            turned = " upright" if mark.upright else ""
            yield f"“{mark.text}” at {place}, {mark.anchor} {_colour(mark.colour)} {mark.size}{turned}"
        elif isinstance(mark, Ground):
            yield f"{_colour(mark.colour)} ground at {place}, {mark.width:.0f} × {mark.height:.0f}"
        else:
            yield f"picture at {place}, {mark.width:.0f} × {mark.height:.0f}: {mark.png.decode()}"
