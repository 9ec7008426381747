"""Drawn figures to files, shared by the processors of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

import matplotlib as mpl

from report.chapters.model import Chapter, Drawing, drawings
from report.figures.canvas import Medium, size
from report.figures.svg import Ending, draw
from report.images.sheets import as_png, as_svg
from report.images.theme import PAPER_RC, RC
from report.images.thumbnails import Thumbnail
from report.output import parallel


def draw_all(chapters: Sequence[Chapter], medium: Medium) -> dict[str, bytes]:
    """Return every drawing by file name: `NAME.svg`; for the web also `NAME.png`, and `NAME-narrow.svg` for the phone."""
    with being_drawn(chapters, medium) as drawn:
        return drawn()


@contextmanager
def being_drawn(chapters: Sequence[Chapter], medium: Medium) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Yield what waits for the drawings, on which other processes work meanwhile where there are any."""
    wanted = [
        (drawing, narrow)
        for drawing in drawings(chapters)
        for narrow in ((False,) if medium == "paper" else (False, True))
    ]
    with mpl.rc_context():
        mpl.rcdefaults()  # who else uses Matplotlib in this process may have other settings
        mpl.rcParams.update(PAPER_RC if medium == "paper" else RC)
        with parallel.begun(partial(_files, medium), wanted) as finished:
            yield lambda: {name: content for files in finished() for name, content in files.items()}


def _files(medium: Medium, wanted: tuple[Drawing, bool]) -> dict[str, bytes]:
    drawing, narrow = wanted
    endings: tuple[Ending, ...] = ("svg",) if narrow or medium == "paper" else ("svg", "png")
    name = f"{drawing.name}-narrow" if narrow else drawing.name
    written = draw(drawing.draw, size(drawing, medium, narrow=narrow), medium, endings)
    return {f"{name}.{ending}": content for ending, content in zip(endings, written, strict=True)}


def sheets_of(chapters: Sequence[Chapter], pictures: Mapping[str, Thumbnail]) -> dict[str, bytes]:
    """Return what is given away of figures in markup, by file name: `ID.svg` and `ID.png`, with the small pictures."""
    drawn = {
        id_: figure.sheet(pictures)
        for chapter in chapters
        for id_, figure in chapter.figures.items()
        if figure and figure.sheet
    }
    return {f"{id_}.svg": as_svg(sheet) for id_, sheet in drawn.items()} | {
        f"{id_}.png": as_png(sheet) for id_, sheet in drawn.items()
    }
