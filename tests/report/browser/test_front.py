"""What everybody sees first: title, numbers and errors above the fold, whatever the report is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.record import present
from report.images.thumbnails import thumbnails
from report.output import site
from report.output.render import Renderer, templates
from tests.kinds import KINDS
from tests.report.browser.conftest import in_two_sets_of_fonts
from tests.tools import AXE, needs_axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.sharing import Store

LONG = "A very long title, as somebody may want it who tells all that was found, and then something about how it was found"
FOLD = """() => {
  const box = (one) => one.getBoundingClientRect();
  const errors = [...document.querySelectorAll(".errors li")].map(box);
  const numbers = [...document.querySelectorAll(".headlines > div")].map(box);
  const first = errors.filter((one) => one.top === errors[0].top);
  const lines = numbers.map((one) => one.top).filter((top, k, all) => all.indexOf(top) === k);
  return {
    title: box(document.querySelector("h1")).bottom,
    numbers: Math.max(...numbers.map((one) => one.bottom)),
    lines: lines.length,
    heading: box(document.querySelector(".front h2")).bottom,
    errors: errors.length,
    first: first.length,
    first_row: Math.max(0, ...first.map((one) => one.bottom)),
    every_row: Math.max(0, ...errors.map((one) => one.bottom)),
    abstract: box(document.querySelector("main .lead")).top,
    fits: document.documentElement.scrollWidth <= innerWidth,
    images: [...document.querySelectorAll(".errors img")].map((one) => one.clientWidth).every((width) => width === 56),
  };
}"""
FAULTS = """axe.run({resultTypes: ["violations"]}).then((found) => found.violations.map(
  (one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))"""


def _laid(bundle: Bundle, folder: Path) -> None:
    """Write the front page and what it shows."""
    page, small = Renderer(bundle, "web").pages()["index.html"], thumbnails(bundle)
    (folder / "images").mkdir()
    (folder / "index.html").write_text(page, "utf-8")
    for name in set(site.IMAGE.findall(page)):
        (folder / "images" / f"{name}.png").write_bytes(small[name].on_screen())
    for name in site.ASSETS:
        (folder / name).write_bytes((templates() / "assets" / name).read_bytes())


Opened = Callable[[str, str], tuple[Bundle, "Page"]]


@pytest.fixture
def front(
    browser: Browser,
    kind: Callable[[str], Bundle],
    store_of_run: Store,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Opened]:
    """A way to open the front page of a kind of report, perhaps with another title."""
    pages = []

    def opened(name: str, title: str = "") -> tuple[Bundle, Page]:
        bundle = kind(name)
        if title:
            bundle = bundle.model_copy(update={"cover": bundle.cover.model_copy(update={"title": title})})
        place = f"front of {name}{' with a long title' if title else ''}"
        folder = store_of_run.folder_once(
            place, lambda here: _laid(bundle, here), tmp_path_factory.mktemp("front")
        )
        pages.append(browser.new_page())
        pages[-1].goto((folder / "index.html").as_uri())
        return bundle, pages[-1]

    yield opened
    for page in pages:
        page.close()


@in_two_sets_of_fonts
@pytest.mark.parametrize(
    ("name", "title"), [*((name, "") for name in KINDS), ("forty-classes", LONG), ("sample", LONG)]
)
def test_the_numbers_and_the_errors_stand_above_the_fold(front: Opened, name: str, title: str) -> None:
    """On a desk all of up to thirty errors, fifteen to a row; on a phone the numbers two by two and the first six."""
    bundle, page = front(name, title)
    shown = min(30, len(bundle.findings.confusion.errors))
    page.set_viewport_size({"width": 1280, "height": 800})
    desk = page.evaluate(FOLD)
    page.set_viewport_size({"width": 390, "height": 844})
    phone = page.evaluate(FOLD)
    for found, height in ((desk, 800), (phone, 844)):
        assert found["fits"]
        assert 0 < found["title"] < found["numbers"] < found["heading"] < found["abstract"]
        assert found["heading"] <= height
        assert found["first_row"] <= height
    assert desk["every_row"] <= 800
    assert (desk["lines"], phone["lines"]) == (1, 2)
    if present(bundle.findings.gallery) is None:  # kinds of errors
        counts = np.array(bundle.findings.confusion.counts)
        assert desk["errors"] == min(30, np.count_nonzero(counts - np.diag(np.diag(counts))))
    elif shown:
        assert desk["errors"] == shown
        assert desk["images"]
        assert phone["images"]
        assert (desk["first"], phone["first"]) == (min(15, shown), min(6, shown))


@needs_axe
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_on_any_front_page(front: Opened, name: str) -> None:
    """Whatever is shown in place of errors, and however names are cut; in light and dark."""
    _, page = front(name, "")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, colours in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        assert page.evaluate(FAULTS) == [], width
