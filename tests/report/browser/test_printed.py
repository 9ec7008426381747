"""A chapter printed from the browser, on A4 and on letter: whole figures, all words, no controls."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdfium2 as pdfium
import pytest

from tests.report.browser.conftest import SLUGS, Opener, in_two_sets_of_fonts

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.report.conftest import Built

# Words at the head and at the foot of each figure tell on which page these are.
MARK = """() => document.querySelectorAll("main > section > figure, main > figure").forEach((figure, k) => {
  const mark = (word) => Object.assign(document.createElement("p"), {textContent: `${word}qq${k}qq`});
  figure.prepend(mark("head"));
  figure.append(mark("foot"));
})"""
SHOWN = """() => {
  document.querySelectorAll(".visually-hidden").forEach((heard) => heard.remove());
  return document.querySelector("main").innerText;
}"""
# Leaves the end of a chapter, with some room above it; says how tall the footer is.
ITS_END = """() => {
  const foot = document.querySelector(".foot"), { top, height } = foot.getBoundingClientRect();
  const early = (box) => box.height && box.bottom < top - 1500; // longer than a page
  const passed = [...document.querySelectorAll("body *")].filter((one) => early(one.getBoundingClientRect()));
  for (const one of passed) one.remove();
  document.body.insertAdjacentHTML("afterbegin", "<div id=room></div>");
  return height;
}"""
ROOM = "(height) => { document.getElementById('room').style.height = `${height}px` }"
MARGIN, PIXEL = 20 / 25.4 * 72, 72 / 96  # points
CONTROLS = (
    "Download",
    "Copy table",
    "Contents",
    "How to read this",
    "The numbers",
    "Skip to",
    "Auto Light Dark",
)


def printed(page: Page, paper: str, file: Path) -> list[str]:
    """Return the text of each page of paper, with single spaces."""
    page.pdf(path=file, format=paper)
    with pdfium.PdfDocument(file) as document:
        found = [one.get_textpage().get_text_range() for one in document]
    # A hyphen at the end of a line is none of the text.
    return [" ".join(re.sub("[\\u00ad\\u2010\\ufffe]\\\\s*", "", text).split()) for text in found]


CHAPTERS = [
    ("overview", "A4"),
    ("results", "A4"),
    ("confusion", "A4"),
    ("confusion", "Letter"),
    ("confidence", "Letter"),
]


@in_two_sets_of_fonts
@pytest.mark.parametrize(("slug", "paper"), CHAPTERS)
def test_a_printed_chapter_is_whole(opened: Opener, slug: str, paper: str, tmp_path: Path) -> None:
    """Each figure is on one page with its caption, each word is there, head and foot come once, controls never."""
    page = opened(slug, width=794)  # as wide as A4
    page.evaluate(MARK)
    page.emulate_media(media="print")
    words = Counter(re.findall(r"[\w.%]{3,}", str(page.evaluate(SHOWN))))
    pages = printed(page, paper, tmp_path / "printed.pdf")
    text = " ".join(pages)

    heads, feet = (
        {mark: number for number, one in enumerate(pages) for mark in re.findall(rf"{end}qq(\d+)qq", one)}
        for end in ("head", "foot")
    )
    assert heads == feet
    assert (slug == "overview") == (not heads)
    assert text.count(page.locator("h1").inner_text()) == 1
    assert text.count("This report elsewhere") == 1
    assert [one for one in CONTROLS if one in text] == []
    assert words - Counter(re.findall(r"[\w.%]{3,}", text)) == Counter()


def labels_of(file: Path) -> list[str]:
    """Return the words of a drawing, in any order."""
    found = ET.parse(file).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314  # ours
    return " ".join(one.text or "" for one in found).split()


@pytest.mark.parametrize("slug", ["class-means", "confidence", "confusion", "pca", "results"])
def test_the_words_of_drawings_are_printed_once(
    opened: Opener, built: Built, slug: str, tmp_path: Path
) -> None:
    """Whoever copies or searches the print finds each label as often as it is seen: a halo is none of the text."""
    page = opened(slug, width=794)
    printed(page, "A4", tmp_path / "whole.pdf")  # which loads all pictures
    shown = page.evaluate("[...document.images].map((one) => new URL(one.currentSrc).pathname)")
    drawn = [built.folder / "figures" / name.rpartition("/")[2] for name in shown if name.endswith(".svg")]
    wanted = Counter(word for file in drawn for word in labels_of(file))
    assert any("halo" in file.read_text(encoding="utf-8") for file in drawn)

    page.evaluate("document.querySelectorAll('main :not(:has(img)):not(img)').forEach((one) => one.remove())")
    text = " ".join(printed(page, "A4", tmp_path / "printed.pdf"))
    assert wanted - Counter(text.split()) == Counter()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_footer_has_no_page_of_its_own(opened: Opener, paper: str, tmp_path: Path) -> None:
    """It stands below what it belongs to, the last words or the last picture of the chapter, wherever these end."""
    page, file = opened("overview", width=794), tmp_path / "printed.pdf"
    for slug in SLUGS:
        opened.go(page, slug)
        page.emulate_media(media="print")
        footer = [re.sub(r"\W", "", text) for text in page.locator(".foot p").all_inner_texts()]
        height = page.evaluate(ITS_END)
        before = pages = printed(page, paper, file)
        room = 0.0
        while len(pages) == len(before):  # where a figure leaves a gap, room fills that first
            room += below(file) + height / 2
            page.evaluate(ROOM, room)
            pages = [re.sub(r"\W", "", text) for text in printed(page, paper, file)]
        assert all(part in pages[-1] for part in footer), slug
        assert len(pages[-1]) > sum(map(len, footer)), slug


def below(file: Path) -> float:
    """Return the pixels between the last words of a printed file and the lower margin."""
    with pdfium.PdfDocument(file) as document:
        text = document[len(document) - 1].get_textpage()
        lowest = min(text.get_charbox(place)[1] for place in range(text.count_chars()))
    return float(lowest - MARGIN) / PIXEL


def test_an_open_fold_is_printed(opened: Opener, tmp_path: Path) -> None:
    """What the reader opened is what is printed."""
    page = opened("confusion")
    page.locator("#fig-matrix summary").first.click()
    said = page.locator("#fig-matrix details p").first.inner_text()
    (found,) = [one for one in printed(page, "A4", tmp_path / "printed.pdf") if "How to read this" in one]
    assert said[:40] in found
