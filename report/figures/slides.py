"""What is taken away for a slide: a picture on white with its title above it and room around, at least 1,920 pixels wide."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from report.figures.canvas import shows
from report.images import sheets, shipped
from report.images.theme import INK, INK2, PAPER, WHITE, WIDEST, channels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE: Final = 1920  # pixels, of a slide
EDGE: Final = 72
LEAST, MOST = 2, 6  # dots to a CSS pixel
TITLE, SMALL = 60, 36  # pixels
LEADING: Final = 1.3
GAP: Final = 48  # pixels between words and picture
TITLES: Final = "STIXGeneral"
FONTS: Final = {TITLES: "STIXGeneral.ttf", WIDEST: sheets.FONT}
COLOURS: Final = 256
QUICK: Final = 2  # of zlib: level 6 takes three times as long for files a tenth smaller
UNSEEN: Final = dict.fromkeys(map(ord, "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"))


class Caption(NamedTuple):
    """What stands above a picture: its claim, how it was measured, and names of pictures side by side."""

    claim: str
    measure: str
    panels: Sequence[str] = ()


def of_figures(figures: Sequence[Figure], caption: Caption) -> bytes:
    """Draw figures side by side as PNG, in 256 colours, which take a third of the time and of the bytes of all."""
    from report.figures import raster

    scale = _scale(sum(figure.get_figwidth() * raster.CSS_DPI for figure in figures))
    slide = _framed([raster.pixels(figure, scale) for figure in figures], caption, PAPER)
    return _encoded(_few(slide, PAPER))


def of_sheet(sheet: sheets.Sheet, caption: Caption, *, coloured: bool) -> bytes:
    """Draw a sheet as PNG, in all its colours where it holds coloured photographs."""
    slide = _framed([sheets.drawn(sheet, _scale(sheet.width))], caption, WHITE)
    return _encoded(slide if coloured else _few(slide, WHITE))


def _scale(width: float) -> int:
    """Return the whole number of dots to a CSS pixel with which pictures of a width fill a slide best."""
    return min(MOST, max(LEAST, round((WIDE - 2 * EDGE) / width)))


def _framed(pictures: Sequence[Image.Image], caption: Caption, ground: str) -> Image.Image:
    """Lay pictures of one height side by side on their ground, below the caption."""
    wide = max(WIDE, sum(each.width for each in pictures) + EDGE * (len(pictures) + 1))
    lines = [
        (line, size)
        for words, size in ((caption.claim, TITLE), (caption.measure, SMALL))
        for line in _lines(words.translate(UNSEEN), _font(words, size), wide - 2 * EDGE)
    ]
    head = EDGE + round(sum(LEADING * size for _, size in lines)) + GAP
    top = head + (round(LEADING * SMALL) if caption.panels else 0)
    slide = Image.new(pictures[0].mode, (wide, top + pictures[0].height + EDGE), ground)
    pen, below, left = ImageDraw.Draw(slide), float(EDGE), EDGE
    for line, size in lines:
        pen.text((EDGE, below), line, INK if size == TITLE else INK2, _font(line, size))
        below += LEADING * size
    for picture, name in zip(pictures, caption.panels or [""], strict=True):
        slide.paste(picture, (left, top))
        pen.text((left, head), name, INK, _font(name, SMALL))
        left += picture.width + EDGE
    return slide


def _lines(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """Break words into lines of at most `room` pixels; a word that is longer has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _font(text: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the font of titles, or the one that knows most letters where the first lacks one."""
    family = TITLES if size == TITLE and shows(TITLES, text) else WIDEST
    return _loaded(FONTS[family], size)


@lru_cache(8)
def _loaded(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(shipped.font(file)), size)


def _few(picture: Image.Image, ground: str) -> Image.Image:
    few = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette, white = _whitened(few.getpalette("RGB") or [], ground), few.tobytes()[0]
    palette[3 * white : 3 * white + 3] = [255] * 3  # a colour of the ground may be the mean of several
    few.putpalette(palette)
    return few


def _whitened(palette: Sequence[int], ground: str) -> list[int]:
    """Let the colours of a palette, red, green and blue in turn, be those on white in place of a tinted ground."""
    full = channels(ground)
    return [min(255, round(255 * value / (full[place % 3] - 1))) for place, value in enumerate(palette)]


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=QUICK)
    return out.getvalue()
