"""A drawn figure → its pixels, for slides and for programs that know no SVG: the colours of light paper."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from PIL import Image

from report.images.theme import PAPER

CSS_DPI = 96
POINTS = 72
HALO = 3 * POINTS / CSS_DPI  # points: as wide as the style sheet of the SVG draws it


def pixels(figure: Figure, scale: float) -> Image.Image:
    """Draw a figure, RGBA, with so many dots to a CSS pixel; an SVG of it is written before, since halos become strokes."""
    for text in figure.findobj(Text):
        if str(text.get_gid() or "").startswith("halo"):
            text.set_path_effects([withStroke(linewidth=HALO, foreground=PAPER)])
    figure.set_dpi(scale * CSS_DPI)
    ground = FigureCanvasAgg(figure)
    with warnings.catch_warnings():
        # A letter that Matplotlib's font lacks is a box here; the SVG has it.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        ground.draw()
    dots = np.asarray(ground.buffer_rgba())
    return Image.fromarray(dots)


def lay(renderer: RendererBase, png: bytes, box: Sequence[float]) -> None:
    """Lay a picture on a ground of pixels; `box` has its edges left, top, right, bottom in CSS pixels."""
    if not hasattr(renderer, "dpi"):
        return
    scale = renderer.dpi / CSS_DPI
    left, top, right, bottom = (round(scale * edge) for edge in box)
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    sized = picture.resize((max(1, right - left), max(1, bottom - top)), Image.Resampling.NEAREST)
    _, height = renderer.get_canvas_width_height()
    renderer.draw_image(renderer.new_gc(), left, height - bottom, np.asarray(sized)[::-1])
