"""The pages in a real browser, from disk: silent, alone, in every width, in both colours, with and without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.report.browser.conftest import LOAD, SLUGS, UNFOLD, Opener, in_two_sets_of_fonts

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What is wrong with the page as it stands.  What is scrolled inside a frame of its own may be wider than the
# window; a note in the margin must not lie on what comes after its paragraph; a finger needs 24 pixels.
FAULTS = """() => {
  const box = (element) => element.getBoundingClientRect();
  const all = (selector) => [...document.querySelectorAll(selector)];
  const framed = ".scroll, .visually-hidden, .skip, svg, .code, details:not([open])";
  const wide = (element) => box(element).width > 1 && (box(element).right > innerWidth + 1 || box(element).left < -1);
  const notes = all("main .note").map(box);
  const below = [...notes, ...all("main .wide, main .pager, footer").map(box)];
  const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom
    && other.top < one.bottom && (one.left !== other.left || one.top !== other.top);
  const targets = all(".chapters > li > a, .theme:not([hidden]) button, summary, .toc a").map(box);
  const name = (element) => element.outerHTML.slice(0, 80);
  return [
    ...(document.documentElement.scrollWidth > innerWidth ? ["scrolls sideways"] : []),
    ...all("body *").filter(wide).filter((element) => !element.closest(framed)).map(name),
    ...notes.filter((note) => below.some((other) => meet(note, other))).map(() => "a note lies on something"),
    ...targets.filter((target) => target.width && target.height < 24).map(() => "a target is too small"),
  ];
}"""


@in_two_sets_of_fonts
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_is_silent_and_fits_every_window(opened: Opener, slug: str) -> None:
    """No console message and no request beyond the folder, also for pictures far down; no sideways scrolling."""
    page = opened(slug)
    page.evaluate(LOAD)
    for width in (1280, 1000, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(FAULTS) == [], width
    assert opened.heard == []


@in_two_sets_of_fonts
@pytest.mark.parametrize("slug", ["overview", "confusion", "confidence"])
def test_opened_folds_fit_too(opened: Opener, slug: str) -> None:
    """Tables of numbers scroll inside their own frame."""
    page = opened(slug, width=320)
    page.evaluate(UNFOLD)
    assert page.evaluate(FAULTS) == []


def test_images_of_a_gallery_are_equally_large(opened: Opener) -> None:
    """However many there are in a group."""
    page = opened("errors")
    widths = "[...document.querySelectorAll('.bins .shown img')].map((one) => Math.round(one.clientWidth))"
    assert page.evaluate(f"new Set({widths}).size") == 1


def ground(page: Page) -> str:
    """Return the colour of the paper."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_colours_follow_the_system_and_the_switch(opened: Opener) -> None:
    """The switch wins over the system, is remembered, and can be given back."""
    page = opened("overview", color_scheme="light")
    light = ground(page)
    page.emulate_media(color_scheme="dark")
    dark = ground(page)
    assert light != dark
    page.locator(".sidebar .theme button[value=light]").click()
    assert ground(page) == light
    page.reload()
    assert ground(page) == light
    assert page.locator(".sidebar .theme [aria-pressed=true]").inner_text() == "Light"
    page.locator(".sidebar .theme button[value=auto]").click()
    assert ground(page) == dark


def test_digits_can_be_seen_in_the_dark(opened: Opener) -> None:
    """Black ink is inverted on dark paper, by the system's wish and by the switch."""
    page = opened("dataset", color_scheme="dark")
    ink = "getComputedStyle(document.querySelector('main .ink')).filter"
    assert page.evaluate(ink) == "invert(1)"
    page.locator(".sidebar .theme button[value=light]").click()
    assert page.evaluate(ink) == "none"


def test_everything_can_be_read_without_script(opened: Opener) -> None:
    """Text, folds and links work; what needs the script is not shown."""
    page = opened("confusion", java_script_enabled=False)
    assert page.locator("main h1").is_visible()
    assert page.locator(".theme").first.is_hidden()
    page.locator("main summary").first.click()
    assert page.locator("main details p").first.is_visible()
    page.locator(".sidebar .chapters a").first.click()
    assert page.url.endswith("index.html")


CARDS_BELOW = """(one) => {
  let many = 0;
  for (let next = one.nextElementSibling; next?.matches(".card"); next = next.nextElementSibling) many += 1;
  return many;
}"""


def test_a_cell_of_the_matrix_leads_to_its_errors(opened: Opener) -> None:
    """To the cards of the errors that it counts, below the heading that names them."""
    page = opened("confusion")
    cell = page.locator(".matrix td[class^=heat] a").first
    many = int(cell.inner_text())
    cell.click()
    page.wait_for_url("**/errors.html#errors-*")
    heading = page.locator("h3:target")
    assert heading.is_visible()
    assert heading.evaluate(CARDS_BELOW) == many


def test_the_rail_marks_the_place(opened: Opener) -> None:
    """The last section whose head has passed the upper third is marked."""
    page = opened("method")
    assert page.locator(".sidebar .toc [aria-current]").count() == 0
    page.locator(".sidebar .toc a").last.click()
    page.wait_for_selector(".sidebar .toc [aria-current]")
    assert (
        page.locator(".sidebar .toc [aria-current]").inner_text()
        == page.locator(".sidebar .toc a").last.inner_text()
    )


def test_print_leaves_out_the_controls(opened: Opener) -> None:
    """On paper there are no links to click, the ground is white, and the banner stays."""
    page = opened("overview", color_scheme="dark")
    page.emulate_media(media="print")
    assert ground(page) == "rgb(255, 255, 255)"
    assert page.locator(".sidebar").is_hidden()
    assert page.locator(".pager").is_hidden()
    assert page.locator(".sample").is_visible()
