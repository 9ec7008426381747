"""A browser of 2021 shows everything: the site without what style sheets and scripts have learned since."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tinycss2
from tinycss2.ast import Declaration, Node

from tests.report.browser.conftest import UNFOLD, Opener
from tests.report.browser.test_pages import FAULTS
from tests.tools import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.report.conftest import Built

# What not all of Chromium, Firefox and Safari knew at the end of 2021, and these pages might use.
SELECTORS = re.compile(r":has\(|:popover-open|:modal|&")
VALUES = re.compile(r"light-dark\(|color-mix\(|oklch\(|subgrid|\b\d*\.?\d+(?:cq\w+|[dsl]v[hw])\b")
PROPERTIES = re.compile(
    r"text-wrap|container|font-size-adjust|accent-color|scrollbar-|anchor-|translate|rotate|scale"
)
RULES = {"layer", "container", "property", "scope", "starting-style"}
FORGET = """
for (const name of ["at", "findLast", "toSorted", "toReversed", "with", "group"]) delete Array.prototype[name];
delete Object.hasOwn;
delete Object.groupBy;
delete globalThis.structuredClone;
delete HTMLDialogElement.prototype.showModal;
delete HTMLElement.prototype.showPopover;
"""
# The words that are shown, and the size of the pictures and marks.
WORDS = "document.querySelector('main').innerText.split(/\\s+/)"
VANISHED = """[...document.querySelectorAll("main img, main svg, .dots i, .key i, .matrix [class^=heat]")]
  .filter((one) => one.checkVisibility() && !(one.getBoundingClientRect().width && one.getBoundingClientRect().height))
  .map((one) => one.outerHTML)"""
CONTRAST = """axe.run({runOnly: ["color-contrast"], resultTypes: ["violations"]}).then((found) =>
  found.violations.flatMap((one) => one.nodes.map((node) => node.html.slice(0, 120))))"""


def older(nodes: list[Node]) -> str:
    """Write rules and declarations without those that a browser of 2021 skips."""
    return "".join(filter(None, map(_known, nodes)))


def _known(node: Node) -> str | None:
    written = str(node.serialize())
    if isinstance(node, Declaration):
        known = not PROPERTIES.match(node.name) and not VALUES.search(written)
        return f"{written};" if known else None
    prelude = tinycss2.serialize(getattr(node, "prelude", None) or [])
    if node.type == "qualified-rule" and not SELECTORS.search(prelude):
        inside = tinycss2.parse_declaration_list(node.content, skip_comments=True, skip_whitespace=True)
        return f"{prelude}{{{older(inside)}}}"
    if node.type == "at-rule" and node.lower_at_keyword not in RULES:
        if node.lower_at_keyword == "page":
            return written
        inside = older(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        if SELECTORS.search(prelude) or VALUES.search(prelude):  # @supports
            return inside if prelude.strip().startswith("not") else None
        return f"@{node.at_keyword}{prelude}{{{inside}}}"
    return None


@pytest.fixture(scope="module")
def of_2021(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with its style sheets as a browser of 2021 reads them."""
    folder = tmp_path_factory.mktemp("older") / "site"
    shutil.copytree(built.folder, folder)
    for sheet in folder.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        kept = older(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))
        assert kept
        sheet.write_text(kept, encoding="utf-8")
    return folder


@pytest.fixture
def opened_of_2021(browser: Browser, of_2021: Path) -> Iterator[Opener]:
    """A way to open a chapter as in 2021."""
    opener = Opener(browser, of_2021)
    yield opener
    opener.close()


@pytest.fixture
def pair(opened: Opener, opened_of_2021: Opener) -> tuple[Page, Page]:
    """Two windows, of today and of 2021."""
    old = opened_of_2021("overview")
    old.add_init_script(FORGET)
    return opened("overview"), old


def test_a_browser_of_2021_shows_all_evidence(
    pair: tuple[Page, Page], opened: Opener, opened_of_2021: Opener
) -> None:
    """The same words, no picture and no mark without size, nothing beside the window or on something else."""
    today, old = pair
    for slug in ("overview", "method", "confusion", "class-means", "confidence", "pca"):
        for page, opener in ((today, opened), (old, opened_of_2021)):
            opener.go(page, slug)
            page.evaluate(UNFOLD)
        assert old.evaluate(WORDS) == today.evaluate(WORDS), slug
        assert old.evaluate(VANISHED) == [], slug
        for width in (1280, 390):
            old.set_viewport_size({"width": width, "height": 800})
            assert old.evaluate(FAULTS) == [], (slug, width)
        old.set_viewport_size({"width": 1280, "height": 800})
    assert opened_of_2021.heard == []


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: run `npm ci`")
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_browser_of_2021_has_enough_contrast(opened_of_2021: Opener, colours: str) -> None:
    """By axe, in light and in dark."""
    page = opened_of_2021("confusion", color_scheme=colours)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(CONTRAST) == []


def test_what_is_new_is_left_out() -> None:
    """Selectors, values and rules of later years are dropped with all that they hold, and nothing else."""
    sheet = """a { color: red; color: light-dark(red, blue) } p:has(b) { color: red }
    @supports selector(:has(*)) { b { color: red } } @supports not (width: 1cqw) { u { color: red } } @media print { i { width: 1cqw; height: 2px } }"""
    kept = older(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))
    assert kept.replace(" ", "") == "a{color:red;}u{color:red;}@mediaprint{i{height:2px;}}"
