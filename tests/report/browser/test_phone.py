"""What is read on a phone, and where colours are forced: formulas, the heads of rows, lines between rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.report.browser.conftest import SLUGS, Opener, in_two_sets_of_fonts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PUBLISHED = Path(__file__).parents[3] / "site"
# The size of its letters; whether its place lies within the text; and whether all of it is seen, or can be scrolled to by
# keyboard, too.
FORMULAS = """() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)) }).then(() =>
[...document.querySelectorAll("main math")].map((one) => {
  const place = one.closest(".formula"), start = one.getBoundingClientRect().left + place.scrollLeft;
  place.scrollLeft = 1e4;
  const { left, right } = place.getBoundingClientRect(), end = one.getBoundingClientRect().right;
  const scrolled = place.scrollLeft > 0;
  place.scrollLeft = 0;
  return [
    parseFloat(getComputedStyle(one).fontSize), left >= 15 && right <= innerWidth - 15,
    start >= left && end <= right && scrolled === (place.tabIndex === 0),
  ];
}))"""
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


@in_two_sets_of_fonts
@pytest.mark.parametrize("width", [390, 320])
def test_formulas_can_be_read_on_a_phone(opened: Opener, width: int) -> None:
    """Their letters are as large as those of the text around them, or nearly so; what is wider scrolls in its place."""
    page = opened("method", width=width)
    for slug in ("method", "glossary"):
        opened.go(page, slug)
        found = page.evaluate(FORMULAS)
        assert found
        assert all(size >= 16 and fits and reached for size, fits, reached in found), found


@pytest.mark.parametrize("fonts", ["wide_fonts"], indirect=True)
def test_other_fonts_are_taken(opened: Opener) -> None:
    """A browser that is shown wide fonts alone sets text and formulas in these."""
    session = (page := opened("method")).context.new_cdp_session(page)
    for command in ("DOM.enable", "CSS.enable"):
        session.send(command)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    taken = set()
    for selector in ("main h1", "main .kicker", "main math mi"):
        place = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})
        found = session.send("CSS.getPlatformFontsForNode", {"nodeId": place["nodeId"]})["fonts"]
        taken |= {font["familyName"] for font in found}
    session.detach()
    assert taken == {"DejaVu Sans", "DejaVu Serif", "Latin Modern Math"}


@in_two_sets_of_fonts
def test_short_heads_of_rows_stay_on_one_line(opened: Opener) -> None:
    """`4 and 9` is not broken, however narrow the table."""
    page = opened("class-means", width=390)
    found = page.evaluate(SHORT)
    assert len(found) >= 10
    assert all(lines < 1.5 for _, lines in found), found


@in_two_sets_of_fonts
@pytest.mark.parametrize(
    "slug", ["dataset", "results", "class-means", "confidence", "pca", "reproducibility"]
)
def test_tables_of_digits_fit_a_phone(opened: Opener, slug: str) -> None:
    """Nobody has to find out that there is a last column; an interval takes two lines rather."""
    assert opened(slug, width=390).evaluate(CUT) == []


@in_two_sets_of_fonts
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
