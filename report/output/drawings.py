"""Drawn figures to SVG, shared by the processors of this machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import matplotlib as mpl

from report.chapters.model import drawings
from report.figures.canvas import size
from report.figures.svg import draw
from report.images.theme import PAPER_RC, RC
from report.output import parallel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.chapters.model import Chapter, Drawing
    from report.figures.canvas import Medium


def draw_all(chapters: Sequence[Chapter], medium: Medium) -> dict[str, bytes]:
    """Return the SVG of every drawing by name; for the web each also as `NAME-narrow`, for the phone."""
    wanted = [(drawing, narrow) for drawing in drawings(chapters) for narrow in _widths(medium)]
    with mpl.rc_context(PAPER_RC if medium == "paper" else RC):
        drawn = parallel.map_ordered(partial(_svg, medium), wanted)
    names = [f"{drawing.name}-narrow" if narrow else drawing.name for drawing, narrow in wanted]
    return dict(zip(names, drawn, strict=True))


def _widths(medium: Medium) -> tuple[bool, ...]:
    return (False,) if medium == "paper" else (False, True)


def _svg(medium: Medium, wanted: tuple[Drawing, bool]) -> bytes:
    drawing, narrow = wanted
    return draw(drawing.draw, size(drawing, medium, narrow=narrow), medium)
