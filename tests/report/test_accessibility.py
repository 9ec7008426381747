"""The pages for everybody: axe in a real browser, and the marks of an argument in forced colours."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.report.conftest import Built

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = Path(os.environ.get("DIGITS_REPORT_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(os.environ.get("DIGITS_REPORT_AXE", "node_modules/axe-core/axe.min.js"))
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
PAGES = ("index", "introduction", "confusion", "confidence", "reproducibility")
FAULTS = """() => axe.run({resultTypes: ["violations"]}).then((found) => found.violations.map(
  (one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))"""
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true })"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """One page, in a context of its own."""
    context = browser.new_context()
    context.set_default_timeout(60_000)  # a busy machine is slow, not wrong
    yield context.new_page()
    context.close()


@pytest.mark.skipif(
    not AXE.exists(), reason=f"no axe-core at {AXE}: npm install axe-core, or DIGITS_REPORT_AXE"
)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, built: Built, name: str) -> None:
    """In each width, in light, dark and forced colours, with folds shut and open."""
    page.goto((built.folder / f"{name}.html").as_uri())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    looks = [(1280, "light", "none"), (390, "dark", "none"), (320, "light", "active")]
    for number, (width, colours, forced) in enumerate(looks):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours, forced_colors=forced)  # type: ignore[arg-type]
        if number:
            page.evaluate(UNFOLD)
        assert page.evaluate(FAULTS) == [], (width, colours, forced)


def test_marks_stay_in_forced_colours(page: Page, built: Built) -> None:
    """A dot for an error and a red cell keep their ground, and the chosen colours can be told from the others."""
    page.emulate_media(forced_colors="active")
    page.goto((built.folder / "confusion.html").as_uri())
    ground = "(one) => getComputedStyle(one).backgroundColor"
    paper = page.locator("body").evaluate(ground)
    assert page.locator(".matrix .heat1").first.evaluate(ground) != paper
    assert page.locator(".key .heat1").evaluate(ground) != paper
    border = "(one) => getComputedStyle(one).borderBottomWidth"
    chosen, other = (
        page.locator(f".sidebar .theme button[aria-pressed={pressed}]").first.evaluate(border)
        for pressed in ("true", "false")
    )
    assert chosen != other


def test_type_follows_the_size_that_the_reader_chose(page: Page, built: Built) -> None:
    """Twice the size of the root gives twice the size of text, labels, captions and table cells."""
    page.goto((built.folder / "confusion.html").as_uri())
    sizes = """() => ["main p", ".measure", ".matrix th", ".sidebar a", ".claim", "h2"].map((one) =>
      parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"""
    before = page.evaluate(sizes)
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    assert page.evaluate(sizes) == [2 * size for size in before]
