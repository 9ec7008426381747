"""What is read on a phone, and where colours are forced: formulas, the heads of rows, lines between rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.report.browser.conftest import SLUGS, Opener

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PUBLISHED = Path(__file__).parents[3] / "site"
# The size of its letters, and whether it leaves the text.
FORMULAS = """() => [...document.querySelectorAll("main math")].map((one) => [
  parseFloat(getComputedStyle(one).fontSize), one.getBoundingClientRect().right <= innerWidth - 20,
])"""
SHORT = """() => [...document.querySelectorAll(".table th.short")]
  .filter((one) => one.checkVisibility() && one.getClientRects().length)
  .map((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return [one.innerText, range.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)];
  })"""
CUT = """() => [...document.querySelectorAll(".figure > .scroll")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.getAttribute("aria-label"))"""
LINES = """() => [...new Set([...document.querySelectorAll(".table td, .table th, .facts dd, .finding")]
  .map((one) => getComputedStyle(one).borderBottomColor))]"""


@pytest.mark.parametrize("width", [390, 320])
def test_formulas_can_be_read_on_a_phone(opened: Opener, width: int) -> None:
    """Their letters are as large as those of the text around them, or nearly so, and none leaves the text."""
    page = opened("method", width=width)
    for slug in ("method", "glossary"):
        opened.go(page, slug)
        found = page.evaluate(FORMULAS)
        assert found
        assert all(size >= 16 and fits for size, fits in found), found


def test_short_heads_of_rows_stay_on_one_line(opened: Opener) -> None:
    """`4 and 9` is not broken, however narrow the table."""
    page = opened("class-means", width=390)
    found = page.evaluate(SHORT)
    assert len(found) >= 10
    assert all(lines < 1.5 for _, lines in found), found


@pytest.mark.parametrize(
    "slug", ["dataset", "results", "class-means", "confidence", "pca", "reproducibility"]
)
def test_tables_of_digits_fit_a_phone(opened: Opener, slug: str) -> None:
    """Nobody has to find out that there is a last column; an interval takes two lines rather."""
    assert opened(slug, width=390).evaluate(CUT) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_tables_of_the_published_report_fit(browser: Browser, width: int) -> None:
    """With its counts of five digits, its five runs and its twelve examples; rows of pictures may be moved on a phone."""
    opener = Opener(browser, PUBLISHED)
    page = opener("overview", width=width)
    cut = []
    for slug in SLUGS:
        opener.go(page, slug)
        cut += page.evaluate(CUT)
    opener.close()
    assert set(cut) <= ({"Pixels of a row", "Augmented images"} if width == 390 else set())


def test_lines_have_no_colour_of_their_own_where_colours_are_forced(opened: Opener) -> None:
    """Lines between rows are those of the text: red would say that something is wrong, grey text that it is disabled."""
    page = opened("method", forced_colors="active")
    for slug in SLUGS:
        opened.go(page, slug)
        for palette in ("light", "dark"):
            page.emulate_media(color_scheme=palette)
            ink = page.evaluate("getComputedStyle(document.body).color")
            assert set(page.evaluate(LINES)) <= {ink}, (slug, palette)
