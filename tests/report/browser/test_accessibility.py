"""The pages for everybody: axe in a real browser, the marks of an argument in forced colours, type as large as wanted."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.report.browser.conftest import SLUGS, UNFOLD, Opener
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# The style sheets, which one rule reads, are the same in each look.
FAULTS = """([rules, preload]) => axe.run({resultTypes: ["violations"], rules, preload}).then((found) => found.violations.map(
  (one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))"""
SHIFT = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(0), 100);
})"""
LOOKS = [(1280, "light", "none"), (390, "dark", "none"), (320, "light", "active")]


@needs_axe
@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing(opened: Opener, slug: str) -> None:
    """In each width, in light, dark and forced colours, with folds shut and open."""
    page = opened(slug)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for number, (width, colours, forced) in enumerate(LOOKS):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours, forced_colors=forced)  # type: ignore[arg-type]
        if number:
            page.evaluate(UNFOLD)
        rules = {"color-contrast": {"enabled": forced == "none"}}  # forced colours are the reader's own
        assert page.evaluate(FAULTS, [rules, number == 0]) == [], (width, colours, forced)


# Marks without words: counts, keys, estimates, amounts, verdicts, probabilities, pictures.
MARKS = {
    "overview": (".dots i", ".interval circle", "svg.bar rect", ".verdict svg", ".errors img"),
    "errors": (".doubt .wrong", ".shown img", ".answers-of-card .predicted .bar rect", ".near img"),
    "confusion": (".key .heat1", ".key .heat4", ".key .named", ".faces img.diff"),
}


@pytest.mark.parametrize(
    ("palette", "chosen"), [("light", "auto"), ("dark", "auto"), ("light", "dark"), ("dark", "light")]
)
def test_marks_stay_in_forced_colours(opened: Opener, palette: str, chosen: str) -> None:
    """Each mark can be told from its ground, and a count from its cell, whatever colours are forced and chosen."""
    page = opened("overview", forced_colors="active", color_scheme=palette)
    page.locator(f".sidebar .theme button[value={chosen}]").click()
    for slug, selectors in MARKS.items():
        opened.go(page, slug)
        vanished = {one for one in selectors if range_of(page, page.locator(one).first) < 60}
        assert vanished == set(), slug
    assert range_of(page, page.locator(".matrix .heat1 a").first, inside=True) > 100
    assert range_of(page, page.locator(".matrix .right").first, inside=True) > 100


def range_of(page: Page, mark: Locator, *, inside: bool = False) -> int:
    """Return the largest difference of grey levels on a mark, and of its surroundings unless it is `inside`."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    margin = -3 if inside else 3
    clip = {
        "x": box["x"] - margin,
        "y": box["y"] - margin,
        "width": box["width"] + 2 * margin,
        "height": box["height"] + 2 * margin,
    }
    low, high = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L").getextrema()  # type: ignore[arg-type]
    return int(high) - int(low)  # type: ignore[arg-type]


def test_the_chosen_colours_are_marked_in_forced_colours(opened: Opener) -> None:
    """By a line, since the others lose theirs."""
    page = opened("confusion", forced_colors="active")
    border = "(one) => getComputedStyle(one).borderBottomWidth"
    chosen, other = (
        page.locator(f".sidebar .theme button[aria-pressed={pressed}]").first.evaluate(border)
        for pressed in ("true", "false")
    )
    assert chosen != other


SIZES = """() => [...document.querySelectorAll("body *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && one.checkVisibility())
  .map((one) => [one.tagName, parseFloat(getComputedStyle(one).fontSize)])"""


@pytest.mark.parametrize("slug", ["overview", "confusion"])
def test_type_follows_the_size_that_the_reader_chose(opened: Opener, slug: str) -> None:
    """Half as much again at the root is half as much again everywhere; titles, which also follow the window, grow."""
    page = opened(slug)
    before = page.evaluate(SIZES)
    page.evaluate("document.documentElement.style.fontSize = '24px'")
    after = page.evaluate(SIZES)
    assert len(before) > 100
    ratios = {(tag, round(large / small, 3)) for (tag, small), (_, large) in zip(before, after, strict=True)}
    assert {ratio for tag, ratio in ratios if tag != "H1"} == {1.5}
    assert all(ratio > 1 for _, ratio in ratios)


@pytest.mark.parametrize("slug", ["overview", "confusion", "pca"])
def test_nothing_moves_while_a_page_loads(opened: Opener, slug: str) -> None:
    """The cumulative layout shift is 0, also on the way down to pictures that are loaded late."""
    opened.close()  # a window that has seen the pictures has them at once
    page = opened(slug)
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(300)
    assert page.evaluate(SHIFT) == 0
