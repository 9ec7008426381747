"""What holds for the pages of the ordinary report holds for those of each other kind: for everybody, in every window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.kinds import KINDS
from tests.report.browser.conftest import LOAD, SLUGS, UNFOLD, Opener, file_of
from tests.report.browser.test_accessibility import FAULTS as AXE_FAULTS
from tests.report.browser.test_accessibility import LOOKS
from tests.report.browser.test_pages import FAULTS
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Kinds that bring pages, marks or names of their own; the others differ from the ordinary report in numbers alone.
DIFFERENT = (
    "two-classes",
    "forty-classes",
    "three-without-scores",
    "guessing",
    "photographs",
    "notebook",
    "scores-alone",
)
# Of cells with one digit axe is not sure: the lowest contrast of a count on its cell, by the formula of WCAG.
CONTRAST = """() => {
  const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0.05);
  return Math.min(21, ...[...document.querySelectorAll(".matrix [class^=heat]")].map((cell) => {
    const ink = light(getComputedStyle(cell.querySelector("a") ?? cell).color);
    const ground = light(getComputedStyle(cell).backgroundColor);
    return Math.max(ink, ground) / Math.min(ink, ground);
  }));
}"""


@pytest.fixture(scope="module", params=DIFFERENT)
def kind_opened(request: pytest.FixtureRequest, browser: Browser, site_of: Callable[[str], Path]) -> Opener:
    """A way to open the chapters of each kind in turn."""
    return Opener(browser, site_of(request.param))


def slugs(opener: Opener) -> list[str]:
    """Return the chapters that a report has."""
    return [slug for slug in SLUGS if (opener.folder / file_of(slug)).exists()]


def test_these_are_kinds() -> None:
    """Each is on the shelf, so that `make reports` shows it."""
    assert set(DIFFERENT) <= set(KINDS)


def test_pages_fit_every_window(kind_opened: Opener) -> None:
    """They are silent, too; with folds shut, and on the narrowest window open (0)."""
    found: list[tuple[str, int, str]] = []
    for slug in slugs(kind_opened):
        page = kind_opened(slug)
        page.evaluate(LOAD)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            found += [(slug, width, fault) for fault in page.evaluate(FAULTS)]
        page.evaluate(UNFOLD)
        found += [(slug, 0, fault) for fault in page.evaluate(FAULTS)]
    assert found == []
    assert kind_opened.heard == []
    kind_opened.forget()


@needs_axe
def test_pages_are_for_everybody(kind_opened: Opener, request: pytest.FixtureRequest) -> None:
    """With folds open each page in one of the looks; which, changes from kind to kind and from page to page."""
    first = DIFFERENT.index(request.node.callspec.params["kind_opened"])
    for number, slug in enumerate(slugs(kind_opened), first):
        width, colours, forced = LOOKS[number % len(LOOKS)]
        page = kind_opened(slug, width)
        page.emulate_media(color_scheme=colours, forced_colors=forced)  # type: ignore[arg-type]
        page.evaluate(UNFOLD)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        rules = {"color-contrast": {"enabled": forced == "none"}}
        assert page.evaluate(AXE_FAULTS, [rules, False]) == [], (slug, width, colours, forced)
    kind_opened.forget()


def test_counts_can_be_read_on_their_shades(kind_opened: Opener) -> None:
    """In light and dark, whether cells lead to images or not."""
    page = kind_opened("confusion")
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        assert page.evaluate(CONTRAST) >= 4.5, colours
    kind_opened.forget()
