"""What a reader takes along from a page, in a real browser: tables by the clipboard, addresses of sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from analysis.bundle import Bundle
    from tests.report.conftest import Built


@pytest.fixture(scope="module")
def page(browser: Browser, built: Built) -> Iterator[Page]:
    """The chapter on confusion; the page may use the clipboard."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(60_000)  # a busy machine is slow, not wrong
    page = context.new_page()
    page.goto((built.folder / "confusion.html").as_uri())
    yield page
    context.close()


def copied(page: Page, name: str) -> list[str]:
    """Press a button below the matrix by keyboard; return the lines that are then in the clipboard."""
    button = page.locator("#fig-matrix .take button", has_text=name)
    button.focus()
    page.keyboard.press("Enter")
    page.locator("#fig-matrix .take [role=status]", has_text=f"Copied as {name}").wait_for()
    return str(page.evaluate("navigator.clipboard.readText()")).strip().split("\n")


def test_a_table_is_copied_as_it_is_wanted(page: Page, tiny_bundle: Bundle) -> None:
    """CSV begins with the counts of the bundle; Markdown and LaTeX have as many rows and columns."""
    counts = tiny_bundle.findings.confusion.counts
    lines = copied(page, "CSV")
    rows = [line.split(",") for line in lines[1:]]
    assert [list(map(int, row[1 : len(counts) + 1])) for row in rows] == [list(row) for row in counts]
    markdown = copied(page, "Markdown")
    assert {line.count("|") for line in markdown} == {len(rows[0]) + 1}
    assert len(markdown) == len(lines) + 1
    latex = copied(page, "LaTeX")
    assert {line.count("&") for line in latex if line.endswith("\\\\")} == {len(rows[0]) - 1}
    assert (latex[0].count("r"), latex[-1]) == (len(rows[0]), "\\end{tabular}")


def test_headings_and_captions_have_an_address(page: Page) -> None:
    """Each leads to the section, figure or table that it heads, by mouse and by keyboard."""
    assert page.locator("main h2 .permalink").count() == page.locator("main > section > h2").count() > 0
    for place in ("main h2", "#fig-matrix"):
        link = page.locator(f"{place} .permalink").first
        link.focus()
        assert link.evaluate("(one) => getComputedStyle(one, '::after').opacity") == "1"
        page.keyboard.press("Enter")
        assert page.locator(":target").locator(".permalink").first.inner_text() == link.inner_text()
