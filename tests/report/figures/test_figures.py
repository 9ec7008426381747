"""What holds for every figure, on a screen, a phone and paper, for any number of classes and any kind of network."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import report.figures
from report.figures import svg
from report.figures.canvas import Canvas, Medium, size
from report.images.theme import PAPER_RC, RC, THEME, TYPE
from tests.report.figures.drawings import Drawing, drawings
from tests.report.figures.records import Kind

PLACES: tuple[tuple[Medium, bool], ...] = (("web", False), ("web", True), ("paper", False))
NETWORKS: tuple[tuple[int, Kind], ...] = (
    (3, "hopeless"),
    (10, "flawless"),
    (12, "constant"),
    (20, "ordinary"),
)


@dataclass(frozen=True)
class Drawn:
    """A figure, and the file that was written from it."""

    canvas: Canvas
    svg: bytes

    @cached_property
    def words(self) -> dict[Text, Bbox]:
        """All words that can be seen, and where they are."""
        texts = self.canvas.figure.findobj(Text)
        seen = [text for text in texts if text.get_text().strip() and text.get_visible()]
        return {text: text.get_window_extent() for text in seen}


def drawn(drawing: Drawing, medium: Medium, *, narrow: bool) -> Drawn:
    """Draw one figure; the style must be set."""
    canvas = Canvas(*size(drawing, medium, narrow=narrow), paper=medium == "paper")
    drawing.draw(canvas)
    FigureCanvasAgg(canvas.figure)  # measures all words with one renderer
    return Drawn(canvas, (svg.for_paper if canvas.paper else svg.for_screen)(canvas.figure))


@pytest.fixture(scope="module", params=NETWORKS, ids=lambda network: f"{network[0]}-{network[1]}")
def all_drawn(request: pytest.FixtureRequest) -> Mapping[tuple[str, Medium, bool], Drawn]:
    """Every figure of one network, by name, medium, and whether it is for a phone."""
    found = {}
    for medium, narrow in PLACES:
        with mpl.rc_context(PAPER_RC if medium == "paper" else RC):
            for name, drawing in drawings(*request.param).items():
                found[name, medium, narrow] = drawn(drawing, medium, narrow=narrow)
    return found


@pytest.fixture
def screens(all_drawn: Mapping[tuple[str, Medium, bool], Drawn]) -> list[str]:
    """The files for the web."""
    return [one.svg.decode() for (_, medium, _), one in all_drawn.items() if medium == "web"]


@pytest.fixture
def papers(all_drawn: Mapping[tuple[str, Medium, bool], Drawn]) -> list[str]:
    """The files for paper."""
    return [one.svg.decode() for (_, medium, _), one in all_drawn.items() if medium == "paper"]


def test_a_drawing_has_the_size_that_pages_reserve(
    all_drawn: Mapping[tuple[str, Medium, bool], Drawn],
) -> None:
    """Width and height are known before a figure is drawn, so that pages do not jump."""
    for place, one in all_drawn.items():
        root = ET.fromstring(one.svg)  # noqa: S314  # our own file
        sides = [float(root.attrib[side].removesuffix("pt")) / 0.75 for side in ("width", "height")]

        assert sides == pytest.approx([one.canvas.width, one.canvas.height], abs=0.01), place


def test_words_stay_on_the_canvas(all_drawn: Mapping[tuple[str, Medium, bool], Drawn]) -> None:
    """In the widest font that a reader may have nothing is cut off."""
    for place, one in all_drawn.items():
        width, height = one.canvas.figure.bbox.max
        for text, box in one.words.items():
            assert box.x0 > -1, (place, text)
            assert box.x1 < width + 1, (place, text)
            assert box.y0 > -1, (place, text)
            assert box.y1 < height + 1, (place, text)


def test_words_stay_apart(all_drawn: Mapping[tuple[str, Medium, bool], Drawn]) -> None:
    """No two words cover each other."""
    for place, one in all_drawn.items():
        words = [text.get_text() for text in one.words]
        left, low, right, high = np.array([box.extents for box in one.words.values()]).reshape(-1, 4).T
        wide = np.minimum.outer(right, right) - np.maximum.outer(left, left)
        tall = np.minimum.outer(high, high) - np.maximum.outer(low, low)
        met = np.argwhere(np.triu((wide >= 1) & (tall >= 3), 1))
        assert [(place, words[first], words[second]) for first, second in met] == []


def test_words_keep_off_lines(all_drawn: Mapping[tuple[str, Medium, bool], Drawn]) -> None:
    """No curve, interval or other line of the data runs through a word; the grid lies behind all words."""
    for place, one in all_drawn.items():
        strokes = list(_strokes(one.canvas))
        for text, box in one.words.items():
            inner = box.padded(-2)
            assert not any(stroke.intersects_bbox(inner, filled=False) for stroke in strokes), (place, text)


def _strokes(canvas: Canvas) -> Iterator[Path]:
    """Yield the unbroken parts of all lines, in pixels of the window."""
    for axes in canvas.figure.axes:
        for line in axes.lines:
            if line.get_linestyle() != "None":
                points = axes.transData.transform(line.get_xydata())
                gaps = np.isnan(points).any(axis=1)
                yield from (
                    Path(part[~np.isnan(part).any(axis=1)]) for part in np.split(points, np.flatnonzero(gaps))
                )


def test_type_is_never_smaller(all_drawn: Mapping[tuple[str, Medium, bool], Drawn]) -> None:
    """Words have one size on every canvas, the phone's too; only numerals among dots are larger."""
    sizes = {text.get_fontsize() for one in all_drawn.values() for text in one.words}
    assert {TYPE} <= sizes <= {TYPE, 15}


def test_a_screen_knows_both_themes(screens: list[str]) -> None:
    """Every colour of the theme is written as on light paper, and has a rule for dark paper."""
    for file in screens:
        style, drawing = file.split("</style>", 1)
        dark = style.partition("prefers-color-scheme:dark")[2]
        used = re.findall(r"(fill|stroke): ?(#\w{6})", drawing)

        assert used
        assert "var(" not in file
        for light, other in THEME.values():
            for use in {use for use, colour in used if colour == light}:
                assert f'[style*="{use}: {light}"]{{{use}:{other}!important}}' in dark
                assert f"{use}: {light}" in drawing


def test_paper_needs_no_variables(papers: list[str]) -> None:
    """WeasyPrint draws a variable black, and sets text in the family that the print sheet defines."""
    for file in papers:
        assert "var(" not in file
        assert "DejaVu" not in file
        assert "style" not in file
        assert 'font-family="Report"' in file


def test_a_drawing_asks_for_nothing(screens: list[str], papers: list[str]) -> None:
    """All that a figure refers to is in the file."""
    for file in (*screens, *papers):
        addresses = re.findall(r'(?:href="|url\()([^")]{1,10})', file)
        assert all(address.startswith(("#", "data:")) for address in addresses)


def test_paper_is_drawn_with_few_strokes(papers: list[str]) -> None:
    """Each element costs WeasyPrint about a millisecond."""
    for file in papers:
        assert len(list(ET.fromstring(file).iter())) < 400  # noqa: S314  # our own file


def test_no_global_state() -> None:
    """Figures are made by their own objects: pyplot would keep them, and choose a backend."""
    for source in pathlib.Path(report.figures.__file__).parent.glob("*.py"):
        assert "pyplot" not in source.read_text(encoding="utf-8")
