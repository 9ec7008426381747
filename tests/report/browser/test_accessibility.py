"""The pages for everybody: axe in a real browser, the marks of an argument in forced colours, type as large as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.report.browser.conftest import SLUGS, UNFOLD
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from tests.report.browser.conftest import Opener

FAULTS = """(rules) => axe.run({resultTypes: ["violations"], rules}).then((found) => found.violations.map(
  (one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))"""
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
        assert page.evaluate(FAULTS, rules) == [], (width, colours, forced)


def test_marks_stay_in_forced_colours(opened: Opener) -> None:
    """A dot for an error and a red cell keep their ground, and the chosen colours can be told from the others."""
    page = opened("confusion", forced_colors="active")
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


def test_type_follows_the_size_that_the_reader_chose(opened: Opener) -> None:
    """Twice the size of the root gives twice the size of text, labels, captions and table cells."""
    page = opened("confusion")
    sizes = """() => ["main p", ".measure", ".matrix th", ".sidebar a", ".claim", "h2"].map((one) =>
      parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"""
    before = page.evaluate(sizes)
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    assert page.evaluate(sizes) == [2 * size for size in before]
