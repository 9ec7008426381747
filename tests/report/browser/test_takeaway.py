"""What a reader takes along from a page, in a real browser: tables by the clipboard, addresses of sections."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from analysis.bundle import Bundle, storage
from report.output.single import single_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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
    assert (latex[1], latex[-1]) == (f"\\begin{{tabular}}{{l{'r' * (len(rows[0]) - 1)}}}", "\\end{tabular}")


@pytest.fixture(scope="module")
def whole(browser: Browser, built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The single file, in the dark."""
    written = {
        path.relative_to(built.folder).as_posix(): path.read_bytes()
        for path in built.folder.rglob("*")
        if path.is_file()
    }
    file = tmp_path_factory.mktemp("single") / "report.html"
    file.write_bytes(single_file(storage.read(built.results), written).content)
    context = browser.new_context(color_scheme="dark")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


@pytest.mark.parametrize(
    ("id_", "name"), [("recalls", "recalls"), ("planes", "pca-pixels"), ("matrix", "matrix")]
)
def test_the_single_file_saves_its_figures(whole: Page, built: Built, id_: str, name: str) -> None:
    """From disk, without a site: the SVG of the site, and a PNG as large as that of the site, on white with its title."""
    saved = {}
    for kind in ("svg", "png"):
        with whole.expect_download() as download:
            whole.locator(f"#fig-{id_} .take :is(a, button)", has_text=kind.upper()).first.click()
        assert download.value.suggested_filename == f"{name if kind == 'svg' else id_}.{kind}"
        saved[kind] = Path(download.value.path()).read_bytes()
    assert saved["svg"] == (built.folder / "figures" / f"{name}.svg").read_bytes()
    there = Image.open(built.folder / "figures" / f"{id_}.png").convert("RGB")
    ours = Image.open(io.BytesIO(saved["png"])).convert("RGB")
    assert ours.width == there.width >= 1920
    assert abs(ours.height - there.height) < 200  # titles in other fonts have other lines
    assert ours.getpixel((0, 0)) == (255, 255, 255)
    assert min(ours.crop((72, 72, ours.width - 72, 132)).convert("L").tobytes()) < 60
    small = [picture.resize((8, 8), Image.Resampling.BOX).tobytes() for picture in (there, ours)]
    assert max(abs(one - other) for one, other in zip(*small, strict=True)) < 40


def test_headings_and_captions_have_an_address(page: Page) -> None:
    """Each leads to the section, figure or table that it heads, by mouse and by keyboard."""
    assert (
        page.locator("main h2 .permalink").count()
        == page.locator("main > section:not([data-moved]) > h2").count()
        > 0
    )
    for place in ("main h2", "#fig-matrix"):
        link = page.locator(f"{place} .permalink").first
        link.focus()
        assert link.evaluate("(one) => getComputedStyle(one, '::after').opacity") == "1"
        page.keyboard.press("Enter")
        assert page.locator(":target").locator(".permalink").first.inner_text() == link.inner_text()
