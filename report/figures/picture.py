"""A picture that a figure holds as it is."""

from __future__ import annotations

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase

from report.figures.canvas import POINT, Box
from report.figures.raster import lay
from report.images.png import data_uri


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
