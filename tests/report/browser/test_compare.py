"""The page of a comparison in a browser: on a screen and a phone, light and dark, without a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.bundle import Bundle
from analysis.comparison import compare
from report.comparison.page import page as page_of
from tests.kinds import rival_of
from tests.report.browser.conftest import LOAD, UNFOLD, Opener
from tests.report.browser.test_accessibility import FAULTS
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, kind: Callable[[str], Bundle]) -> Path:
    """A folder with the page of three reports on forty classes, some with long names."""
    ours = kind("forty-classes")
    several = compare(
        [(name, each) for name, each in (("ours", ours), ("rival", rival_of(ours)), ("ours", ours))]
    )
    here = tmp_path_factory.mktemp("compared")
    (here / "compare.html").write_text(page_of(several), encoding="utf-8")
    return here


@pytest.fixture
def opener(browser: Browser, compared: Path) -> Iterator[Opener]:
    """A way to open the page."""
    found = Opener(browser, compared)
    yield found
    found.close()


@needs_axe
@pytest.mark.parametrize(
    ("width", "colours"), [(1280, "light"), (390, "dark"), (390, "light"), (1280, "dark")]
)
def test_it_reads_everywhere(opener: Opener, width: int, colours: str) -> None:
    """Axe finds nothing, no line is wider than the window, all pictures are there, and nothing is asked for."""
    page = opener("compare", width, color_scheme=colours)
    page.evaluate(UNFOLD)
    page.evaluate(LOAD)
    page.evaluate(AXE.read_text(encoding="utf-8"))

    assert page.evaluate(FAULTS, [{}, True]) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
    assert opener.heard == []


def test_the_switch_of_colours_works(opener: Opener) -> None:
    """The page is dark where that is chosen, and its ink light."""
    page = opener("compare")
    page.locator(".sidebar .theme button[value=dark]").click()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert (
        page.locator(".shown img").first.evaluate("(image) => getComputedStyle(image).filter") == "invert(1)"
    )
