"""Pictures and words on one sheet, to be taken away as SVG or PNG: what a page shows as HTML, on white paper.

Quick on purpose: nothing is laid out, and a sheet takes a few milliseconds.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, ImageDraw, ImageFont

from report.images import shipped
from report.images.png import data_uri
from report.images.theme import INK, SANS, WHITE

FONT = "DejaVuSans.ttf"
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


class Ground(NamedTuple):
    """A coloured rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


class Picture(NamedTuple):
    """A PNG, enlarged so that its pixels stay squares."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


class Words(NamedTuple):
    """A line of words; `y` is its baseline.  `upright` words are read from below, turned around their start."""

    x: float
    y: float
    text: str
    colour: str = INK
    anchor: str = "start"
    size: int = 12
    upright: bool = False


Mark = Ground | Picture | Words


class Sheet(NamedTuple):
    """Marks on white, in CSS pixels, the first lowest."""

    width: float
    height: float
    marks: Sequence[Mark]


def as_svg(sheet: Sheet) -> bytes:
    """Write a sheet with literal colours: every viewer shows it alike.  Equal sheets give equal bytes."""
    size = f'width="{sheet.width:g}" height="{sheet.height:g}"'
    marks = "\n".join(map(_element, (Ground(0, 0, sheet.width, sheet.height, WHITE), *sheet.marks)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {sheet.width:g} {sheet.height:g}" '
        f"font-family={quoteattr(SANS)}>\n{marks}\n</svg>\n"
    ).encode()


def _element(mark: Mark) -> str:
    place = f'x="{mark.x:g}" y="{mark.y:g}"'
    if isinstance(mark, Words):
        turn = f' transform="rotate(-90 {mark.x:g} {mark.y:g})"' if mark.upright else ""
        look = f'font-size="{mark.size}" fill="{mark.colour}" text-anchor="{mark.anchor}"{turn}'
        return f"<text {place} {look}>{escape(mark.text)}</text>"
    room = f'{place} width="{mark.width:g}" height="{mark.height:g}"'
    if isinstance(mark, Ground):
        return f'<rect {room} fill="{mark.colour}"/>'
    return f'<image {room} preserveAspectRatio="none" image-rendering="optimizeSpeed" href="{data_uri(mark.png)}"/>'


def drawn(sheet: Sheet, scale: int) -> Image.Image:
    """Draw a sheet with so many dots to a CSS pixel.  A letter that Matplotlib's font lacks is a box; the SVG has it."""
    ground = Image.new("RGB", (round(scale * sheet.width), round(scale * sheet.height)), WHITE)
    for mark in sheet.marks:
        _draw(ground, mark, scale)
    return ground


def _draw(ground: Image.Image, mark: Mark, scale: int) -> None:
    left, top = round(scale * mark.x), round(scale * mark.y)
    if isinstance(mark, Words):
        _write(ground, mark, (left, top), scale * mark.size)
        return
    right, bottom = round(scale * (mark.x + mark.width)), round(scale * (mark.y + mark.height))
    if isinstance(mark, Ground):
        ImageDraw.Draw(ground).rectangle((left, top, right - 1, bottom - 1), fill=mark.colour)
    else:
        picture = Image.open(io.BytesIO(mark.png)).convert("RGB")
        ground.paste(picture.resize((right - left, bottom - top), Image.Resampling.NEAREST), (left, top))


def _write(ground: Image.Image, mark: Words, place: tuple[int, int], size: int) -> None:
    font, (left, top) = _font(size), place
    if not mark.upright:
        ImageDraw.Draw(ground).text(place, mark.text, mark.colour, font, ANCHORS[mark.anchor])
        return
    width, height = round(font.getlength(mark.text)) + 1, 2 * size
    line = Image.new("L", (width, height))
    ImageDraw.Draw(line).text((0, 3 * height // 4), mark.text, 255, font, "ls")
    turned = line.transpose(Image.Transpose.ROTATE_90)
    ground.paste(mark.colour, (left - 3 * height // 4, top - width), turned)


@lru_cache(8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(shipped.font(FONT)), size)
