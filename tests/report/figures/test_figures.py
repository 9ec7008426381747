"""What holds for every figure, on a screen, a phone and paper, of each kind of bundle."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import report.figures
from report.figures import FIGURES, draw, draw_all, figure_size, is_drawn, svg
from report.images.theme import PAPER_RC, RC, THEME, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.bundle import Bundle
    from report.figures import Medium
    from report.figures.canvas import Sheet


class Drawn(NamedTuple):
    """A figure, and the file that was written from it."""

    sheet: Sheet
    svg: bytes

    @property
    def words(self) -> list[Text]:
        """All words that can be seen."""
        texts = self.sheet.figure.findobj(Text)
        return [text for text in texts if text.get_text().strip() and text.get_visible()]


def places(bundle: Bundle) -> Iterator[tuple[str, Medium]]:
    """Yield the name and the medium of every drawing that this bundle has something for."""
    for name in FIGURES:
        if is_drawn(name, bundle.findings):
            yield from ((name, "web"), (f"{name}-narrow", "web"), (name, "paper"))


@pytest.fixture(scope="session", params=["flawless", "swept"])
def kind(request: pytest.FixtureRequest, bundles: dict[str, Bundle]) -> Bundle:
    """The bundles with the fewest and with the most figures."""
    return bundles[request.param]


@pytest.fixture(scope="session")
def drawings(kind: Bundle) -> dict[tuple[str, Medium], Drawn]:
    """Draw each figure for each place."""
    found = {}
    for name, medium in places(kind):
        with mpl.rc_context(PAPER_RC if medium == "paper" else RC):
            sheet = draw(name, kind.findings, medium)
            write = svg.for_paper if medium == "paper" else svg.for_screen
            found[name, medium] = Drawn(sheet, write(sheet.figure))
    return found


@pytest.fixture
def screens(drawings: dict[tuple[str, Medium], Drawn]) -> dict[str, bytes]:
    """The files for the web."""
    return {name: drawn.svg for (name, medium), drawn in drawings.items() if medium == "web"}


@pytest.fixture
def papers(drawings: dict[tuple[str, Medium], Drawn]) -> dict[str, bytes]:
    """The files for paper."""
    return {name: drawn.svg for (name, medium), drawn in drawings.items() if medium == "paper"}


def test_names_are_slugs() -> None:
    """A name is part of an address; `-narrow` is the ending of a drawing."""
    for name in FIGURES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert not name.endswith("-narrow")


def test_equal_bundles_give_equal_bytes(
    kind: Bundle, screens: dict[str, bytes], papers: dict[str, bytes]
) -> None:
    """All that can be drawn is drawn, and nothing of it depends on the time or on what was drawn before."""
    again = kind.model_copy(deep=True)

    assert screens == draw_all(again, "web")
    assert papers == draw_all(again, "paper")


def test_a_drawing_has_the_size_that_pages_reserve(
    screens: dict[str, bytes], papers: dict[str, bytes]
) -> None:
    """Width and height are known before a figure is drawn, so that pages do not jump."""
    for medium, files in (("web", screens), ("paper", papers)):
        for name, drawing in files.items():
            root = ET.fromstring(drawing)  # noqa: S314  # our own file
            drawn = tuple(float(root.attrib[side].removesuffix("pt")) / 0.75 for side in ("width", "height"))

            assert figure_size(name, medium) == pytest.approx(drawn, abs=0.01)


def test_words_stay_on_the_sheet(drawings: dict[tuple[str, Medium], Drawn]) -> None:
    """In the widest font that a reader may have nothing is cut off."""
    for place, drawn in drawings.items():
        width, height = drawn.sheet.figure.bbox.max
        for text in drawn.words:
            box = text.get_window_extent()
            assert box.x0 > -1, (place, text)
            assert box.x1 < width + 1, (place, text)
            assert box.y0 > -1, (place, text)
            assert box.y1 < height + 1, (place, text)


def test_words_stay_apart(drawings: dict[tuple[str, Medium], Drawn]) -> None:
    """No two words cover each other."""
    for place, drawn in drawings.items():
        boxes = [(text.get_text(), text.get_window_extent()) for text in drawn.words]
        for (one, first), (other, second) in combinations(boxes, 2):
            both = Bbox.intersection(first, second)
            assert both is None or both.width < 1 or both.height < 3, (place, one, other)


def test_type_is_never_smaller(drawings: dict[tuple[str, Medium], Drawn]) -> None:
    """Words have one size on every sheet, the phone's too; only numerals among dots are larger."""
    assert {TYPE} <= {text.get_size() for drawn in drawings.values() for text in drawn.words} <= {TYPE, 15}


def test_a_screen_knows_both_themes(screens: dict[str, bytes]) -> None:
    """Every colour of the theme is a variable, and every variable has a value in the light and in the dark."""
    light_colours = [light for light, _ in THEME.values()]
    for name, file in screens.items():
        style, drawing = re.fullmatch(r"(.*</style>)(.*)", file.decode(), re.DOTALL).groups()

        assert set(re.findall(r"var\(--(\w+)\)", drawing)) <= {*THEME, "sans"}, name
        assert not [colour for colour in light_colours if colour in drawing], name
        assert all(style.count(f"--{variable}:") == 2 for variable in THEME)


def test_paper_needs_no_variables(papers: dict[str, bytes]) -> None:
    """WeasyPrint draws a variable black, and sets text in the family that the print sheet defines."""
    for file in papers.values():
        assert b"var(" not in file
        assert b"DejaVu" not in file
        assert b"font-family: Report" in file


def test_a_drawing_asks_for_nothing(screens: dict[str, bytes], papers: dict[str, bytes]) -> None:
    """All that a figure refers to is in the file."""
    for file in (*screens.values(), *papers.values()):
        addresses = re.findall(r'(?:href="|url\()([^")]{1,10})', file.decode())
        assert all(address.startswith(("#", "data:")) for address in addresses)


def test_paper_is_drawn_with_few_strokes(papers: dict[str, bytes]) -> None:
    """Each element costs WeasyPrint about a millisecond."""
    for name, file in papers.items():
        assert len(list(ET.fromstring(file).iter())) < 400, name  # noqa: S314  # our own file


def test_the_theme_is_that_of_the_pages() -> None:
    """Figures and pages take their colours from two lists that say the same."""
    assets = Path(report.figures.__file__).parents[1]
    templates = next(p for p in (assets / "templates", assets.parent / "templates") if p.is_dir())
    css = (templates / "assets" / "theme.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--(\w+): light-dark\((#\w+), (#\w+)\)", css)

    assert THEME.items() <= {name: (light, dark) for name, light, dark in pairs}.items()


def test_no_global_state() -> None:
    """Figures are made by their own objects: pyplot would keep them, and choose a backend."""
    for source in Path(report.figures.__file__).parent.glob("*.py"):
        assert "pyplot" not in source.read_text(encoding="utf-8")
