"""The picture that stands for the report where its address is shared: its title, and images of its test set."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

from report.figures.canvas import Box, Canvas, shows, width_of
from report.images.theme import INK, INK2

SIZE: Final = (800, 420)  # CSS pixels: 1200 by 630 of the picture, as networks ask for
FONT: Final = "STIXGeneral"
TITLE, SUBTITLE = 34.0, 15.0  # points
LINE, MOST = 50, 4  # pixels of a line of the title, and how many there are
EDGE = 27
SCALE = 1.5  # pixels of the picture to one of the canvas


def picture(title: str, subtitle: str, mosaic: bytes | None) -> bytes:
    """Draw a PNG of 1200 by 630 pixels."""
    from report.figures import raster, svg

    with svg.styled("web", **{"font.family": FONT}):
        canvas = Canvas(*SIZE)
        preview(canvas, title, subtitle, mosaic)
        drawn = raster.pixels(canvas.figure, SCALE)
    out = io.BytesIO()
    drawn.convert("RGB").save(out, "PNG")
    return out.getvalue()


def preview(canvas: Canvas, title: str, subtitle: str, mosaic: bytes | None) -> None:
    """Write title and subtitle, and lay the last rows of a mosaic, a PNG, below; what no font here shows is left out."""
    lines = wrapped(title, canvas.width - 2 * EDGE) if shows(FONT, title) else []
    for number, line in enumerate(lines):
        canvas.words(EDGE, 52 + LINE * number, line, color=INK, size=TITLE)
    below = 52 + LINE * len(lines)
    if shows(FONT, subtitle):
        canvas.words(EDGE, below - 4, subtitle, color=INK2, size=SUBTITLE)
    if mosaic:
        _lay(canvas, Image.open(io.BytesIO(mosaic)), below + 36)


def _lay(canvas: Canvas, picture: Image.Image, top: float) -> None:
    """Lay a picture pixel by pixel, cut to what there is room for: its end is what matters."""
    room = int((canvas.height - EDGE - top) * SCALE)
    cut = picture.crop((0, max(0, picture.height - room), picture.width, picture.height))
    out = io.BytesIO()
    cut.save(out, "PNG")
    right, bottom = EDGE + cut.width / SCALE, top + cut.height / SCALE
    canvas.picture(out.getvalue(), Box(EDGE, top, right, bottom), "tile")


def wrapped(title: str, room: float) -> list[str]:
    """Break a title into lines of at most `room` pixels, between words."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width_of(longer, size=TITLE, family=FONT) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines[:MOST]
