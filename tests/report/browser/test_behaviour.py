"""What the scripts do is done by mouse, by finger and by keyboard alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.report.browser.conftest import Opener

PHONE = {"width": 390, "has_touch": True}


@pytest.fixture(params=["mouse", "finger", "keyboard"])
def way(request: pytest.FixtureRequest) -> str:
    """Each way in turn."""
    return str(request.param)


def press(page: Page, button: Locator, way: str) -> None:
    """Press a button, a link or a summary."""
    if way == "mouse":
        button.click()
    elif way == "finger":
        button.tap()
    else:
        button.focus()
        page.keyboard.press("Enter")


def test_colours_are_switched(opened: Opener, way: str) -> None:
    """In the footer of a phone, and the choice is remembered on the next page."""
    page = opened("overview", color_scheme="light", **PHONE)
    press(page, page.locator(".foot .theme button[value=dark]"), way)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    opened.go(page, "results")
    assert page.locator(".foot .theme [aria-pressed=true]").inner_text() == "Dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_the_menu_bar_opens_leads_and_shuts(opened: Opener, way: str) -> None:
    """A link of it leads to a section, which it then no longer hides."""
    page = opened("confusion", **PHONE)
    press(page, page.locator(".menubar summary"), way)
    last = page.locator(".menubar .toc a").last
    assert last.is_visible()
    press(page, last, way)
    page.locator(":target h2").wait_for()
    assert not last.is_visible()
    bar, head = page.locator(".menubar").bounding_box(), page.locator(":target h2").bounding_box()
    assert bar
    assert head
    assert head["y"] >= bar["y"] + bar["height"]


def test_a_table_is_copied(opened: Opener, way: str) -> None:
    """What is said then is heard, too."""
    page = opened("results", permissions=["clipboard-read", "clipboard-write"], **PHONE)
    figure = page.locator("figure", has=page.locator("table")).first
    press(page, figure.locator(".take button", has_text="Markdown"), way)
    figure.locator(".take [role=status]", has_text="Copied as Markdown").wait_for()
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("| ")


def test_a_fold_opens_and_shuts(opened: Opener, way: str) -> None:
    """By its summary."""
    page = opened("confusion", **PHONE)
    fold = page.locator("main details").first
    for shown in (True, False):
        press(page, fold.locator("summary"), way)
        assert fold.locator("p").first.is_visible() == shown


def test_focus_goes_from_the_top_down_and_can_be_seen(opened: Opener) -> None:
    """First the way past the chapters, then these in their order; each with a line around it."""
    page = opened("method")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"
    tops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        assert here.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
        box = here.bounding_box()
        assert box
        tops.append(box["y"])
    assert tops == sorted(tops)
