"""The paper says what the site says, can be found one's way in, and is made of nothing but the bundle."""

from __future__ import annotations

import ctypes
import importlib
import platform
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase
from typing import NamedTuple, NoReturn

import pypdfium2 as pdfium
import pytest

from analysis.bundle import Bundle
from analysis.system.errors import PrintingError
from report.chapters import chapters_of
from report.chapters.frame import frame_of
from report.chapters.model import Chapter
from report.chapters.model import captions as numbered
from report.output import pdf, system_packages
from report.output.assets import AssetLoader
from report.output.edition import SCREEN_CHAPTERS, Edition
from report.output.render import Renderer
from report.text.formats import day
from tests.report.output.conftest import Written

CAPTION = re.compile(r'<p class="number">(?:<a[^>]*>)?(.*?)(?:</a>)?</p>\s*<p class="claim">(.*?)</p>')


class Printed(NamedTuple):
    """The written file, what WeasyPrint complained of, and the document as a reader opens it."""

    path: Path
    complaints: list[str]
    document: pdfium.PdfDocument

    def text(self, page: int) -> str:
        """Return the words of a page, counted from 0, on one line."""
        return " ".join(self.document[page].get_textpage().get_text_bounded().split())

    def pages(self) -> list[str]:
        """Return the words of all pages."""
        return [self.text(page) for page in range(len(self.document))]

    def chapters(self) -> dict[str, int]:
        """Return the page, counted from 0, that each bookmark of the first level leads to."""
        marks = [mark for mark in self.document.get_toc() if mark.level == 0]
        return {mark.get_title(): mark.get_dest().get_index() for mark in marks}


@pytest.fixture(scope="module")
def printed(ordinary_paper: Written) -> Iterator[Printed]:
    """The ordinary run on paper, as a reader opens it."""
    document = pdfium.PdfDocument(ordinary_paper.path)
    yield Printed(ordinary_paper.path, ordinary_paper.complaints, document)
    document.close()


def language(document: pdfium.PdfDocument) -> str:
    """Return the language that the catalog of a document names."""
    buffer = ctypes.create_string_buffer(32)
    pdfium.raw.FPDFCatalog_GetLanguage(
        document, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer)
    )
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def on_paper(bundle: Bundle) -> list[Chapter]:
    """Return the chapters that the full report prints: all but those that ask for a screen."""
    return [chapter for chapter in chapters_of(bundle) if chapter.slug not in SCREEN_CHAPTERS]


def captions(html: str) -> list[tuple[str, str]]:
    """Return number and claim of each figure and table, in reading order; links, which the site has more of, are words."""
    return [(number, re.sub("<[^>]+>", "", claim)) for number, claim in CAPTION.findall(html)]


def test_weasyprint_has_nothing_to_complain_of(printed: Printed) -> None:
    """Law: no rule is unknown, no picture lacks a description, no address leads nowhere."""
    assert printed.complaints == []


def test_the_document_names_itself(printed: Printed, tiny_bundle: Bundle) -> None:
    """Law: title, author, language and tags are set, and the dates are the bundle's."""
    metadata = printed.document.get_metadata_dict()

    assert frame_of(tiny_bundle).title == metadata["Title"]
    assert ", ".join(tiny_bundle.cover.authors) == metadata["Author"]
    assert metadata["CreationDate"].startswith("D:20261122")
    assert language(printed.document) == "en"
    assert pdfium.raw.FPDFCatalog_IsTagged(printed.document)


def test_the_cover_says_whose_report_it_is(printed: Printed, tiny_bundle: Bundle) -> None:
    """Law: course, authors, instructor and date stand on the first page."""
    cover, first = tiny_bundle.cover, printed.text(0)

    for words in (cover.course, *cover.authors, cover.instructor, day(cover.date)):
        assert words in first


def test_nobody_is_named_where_nobody_is_given(tiny_bundle: Bundle) -> None:
    """Law: without authors the cover says so, and the metadata have no field for them."""
    nobody = tiny_bundle.cover.model_copy(update={"authors": ()})
    page = Renderer(tiny_bundle.model_copy(update={"cover": nobody}), "paper").paper()

    assert "<b>Author</b> not stated" in page
    assert '<meta name="author"' not in page


def test_every_chapter_has_a_bookmark(printed: Printed, tiny_bundle: Bundle) -> None:
    """Law: the bookmarks of the first level are the contents, the chapters of the main part, and the appendix by letter."""
    names = [chapter.name for chapter in on_paper(tiny_bundle)]
    last = ["Reproducibility", "Glossary"]
    main = [name for name in names if name not in last]
    found = list(printed.chapters())
    letters, appended = zip(*(mark.split(" ", 1) for mark in found[len(main) + 1 :]), strict=True)

    assert found[: len(main) + 1] == ["Contents", *main]
    assert "".join(letters) == ascii_uppercase[: len(letters)]
    assert [name for name in main if name in appended] + last == list(appended)


def test_contents_give_the_page_where_a_chapter_begins(printed: Printed, tiny_bundle: Bundle) -> None:
    """Law: number in the contents = number on the page = place of the page in the file, from 1."""
    marks = printed.chapters()
    chapters = {re.sub("^[A-Z] ", "", name): page for name, page in reversed(marks.items())}
    first = chapters[chapters_of(tiny_bundle)[0].name]
    contents = " ".join(printed.text(page) for page in range(chapters["Contents"], first))

    for chapter in on_paper(tiny_bundle):
        number = chapters[chapter.name] + 1
        summary = re.escape(chapter.summary)
        assert re.search(rf"{chapter.name} {summary} {number}\b", contents)
        assert chapter.name in printed.text(number - 1)
        assert re.search(rf"\b{number}\b", printed.text(number - 1))


def test_pages_of_a_sample_say_so(printed: Printed, tiny_bundle: Bundle) -> None:
    """Law: where the data are not MNIST, the cover and the foot of every page say it."""
    assert tiny_bundle.findings.dataset.name != "mnist"
    for text in printed.pages():
        assert "Not MNIST" in text


def test_paper_and_site_claim_alike(bundle: Bundle) -> None:
    """Law: the full report on paper has each figure and table of the site, with its claim."""
    web, paper = Renderer(bundle, "web"), Renderer(bundle, "paper")
    on_site = [caption for page in web.pages().values() for caption in captions(page)]

    assert sorted(claim for _, claim in on_site) == sorted(claim for _, claim in captions(paper.paper()))
    assert {str(label) for label in numbered(chapters_of(bundle)).values()} == {
        number for number, _ in on_site
    }


@pytest.mark.parametrize("length", ["full", "short"])
def test_numbers_increase(bundle: Bundle, length: str) -> None:
    """Law: figures and tables of paper are numbered from 1 in their order, anew with each letter of the appendix."""
    page = Renderer(bundle, "paper", edition=Edition("letter", length)).paper()  # type: ignore[arg-type]  # parametrised
    found = [re.fullmatch("(Figure|Table) ([A-Z]?)([0-9]+)", number) for number, _ in captions(page)]
    by_letter: dict[tuple[str, str], list[int]] = {}
    for each in found:
        assert each
        by_letter.setdefault((each[1], each[2]), []).append(int(each[3]))

    letters = [each[2] for each in found if each]
    assert letters == sorted(letters)
    assert "" in letters
    assert all(numbers == [*range(1, len(numbers) + 1)] for numbers in by_letter.values())
    assert "\x01" not in page


def test_each_figure_of_the_appendix_is_spoken_of(bundle: Bundle) -> None:
    """Law: a sentence refers to what stands in the appendix, and no line stands in the main part in its place."""
    page = Renderer(bundle, "paper").paper()
    appended = re.findall(r'<figure [^>]*\bid="([^"]+)"', page[page.index(' data-letter="A"') :])

    assert {f"#{anchor}" for anchor in appended} <= set(re.findall('href="(#[^"]+)"', page))
    assert "in the appendix" not in page


def test_the_file_can_be_mailed(printed: Printed) -> None:
    """Law: fonts are subset and pictures small: less than 2 MB."""
    assert printed.path.stat().st_size < 2_000_000


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hosts",
        "https://example.org/picture.png",
        "report:assets/../paper/cover.html.jinja",
        "report:figures/none.svg",
        "mpl-font:../afm/cmr10.afm",
        "data:text/html,words",
    ],
)
def test_nothing_else_is_within_reach(tiny_bundle: Bundle, address: str) -> None:
    """Law: of disk and network the typesetter sees what the report is made of, and nothing more."""
    with pytest.raises(LookupError):
        AssetLoader(tiny_bundle, dict).fetch(address)


@pytest.mark.parametrize(
    ("system", "remedy"), [("Darwin", "brew install"), ("Windows", "pacman -S"), ("Linux", "Pango")]
)
def test_missing_libraries_are_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], system: str, remedy: str
) -> None:
    """Law: three lines say what is missing, what to install on this system, and how to do without; no banner."""

    def failing(_: str) -> NoReturn:
        print("-----\nWeasyPrint could not import some external libraries.")  # noqa: T201 - as it does
        raise OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open\nand more")

    monkeypatch.setattr(importlib, "import_module", failing)
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(PrintingError) as error:
        pdf.typesetter()
    missing, install, without = str(error.value).splitlines()

    assert missing.endswith("cannot load library 'libpango-1.0-0'")
    assert remedy in install
    assert "--no-pdf" in without
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("tool", ["apt-get", "dnf"])
def test_linux_is_told_the_command_it_has(monkeypatch: pytest.MonkeyPatch, tool: str) -> None:
    """Law: the remedy is a command of the package manager at hand."""
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(shutil, "which", lambda name: name if name == tool else None)

    assert system_packages.install_hint().startswith(f"sudo {tool} install")
