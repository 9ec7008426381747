"""The PDF is for everybody and for later: PDF/UA-1 and PDF/A-3a, by two validators and by what a reader opens."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from analysis.bundle import Bundle, storage
from analysis.run import settings
from report.output import pdf
from report.output.edition import Edition
from report.output.render import Renderer
from report.text.formulas import FORMULAS
from tests.report.output.conftest import Written
from tests.report.output.validators import errors_aloud, failed_rules, validated


@pytest.fixture(scope="module", params=["full", "short"])
def file(
    request: pytest.FixtureRequest,
    tiny_bundle: Bundle,
    ordinary_paper: Written,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The ordinary run on paper, whole and short."""
    if request.param == "full":
        return ordinary_paper.path
    path = tmp_path_factory.mktemp("tags") / "short.pdf"
    path.write_bytes(pdf.typeset(tiny_bundle, Edition("a4", "short")))
    return path


@pytest.fixture(scope="module")
def document(file: Path) -> Iterator[pdfium.PdfDocument]:
    """The same, as a reader opens it."""
    opened = pdfium.PdfDocument(file)
    yield opened
    opened.close()


def tags(document: pdfium.PdfDocument) -> Iterator[tuple[int, str, str]]:
    """Return page, type and scope of each tag; the scope is empty where there is none."""
    for number in range(len(document)):
        tree = pdfium.raw.FPDF_StructTree_GetForPage(document[number])
        for index in range(pdfium.raw.FPDF_StructTree_CountChildren(tree)):
            yield from _below(pdfium.raw.FPDF_StructTree_GetChildAtIndex(tree, index), number)
        pdfium.raw.FPDF_StructTree_Close(tree)


def _below(element: object, number: int) -> Iterator[tuple[int, str, str]]:
    yield number, _text(pdfium.raw.FPDF_StructElement_GetType, element), _scope(element)
    for index in range(pdfium.raw.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.raw.FPDF_StructElement_GetChildAtIndex(element, index):
            yield from _below(child, number)


def _text(ask: object, *arguments: object) -> str:
    """Call a function of pdfium that fills a buffer with UTF-16."""
    buffer = ctypes.create_string_buffer(2000)
    kind = ctypes.POINTER(ctypes.c_ushort) if ask is pdfium.raw.FPDFAnnot_GetStringValue else ctypes.c_void_p
    length = ask(*arguments, ctypes.cast(buffer, kind), len(buffer))  # type: ignore[operator]  # it has no types
    return buffer.raw[:length].decode("utf-16-le").rstrip("\0")


def _scope(element: object) -> str:
    """Return the value of the attribute Scope, a name."""
    raw, buffer, length = pdfium.raw, ctypes.create_string_buffer(100), ctypes.c_ulong()
    for index in range(raw.FPDF_StructElement_GetAttributeCount(element)):
        value = raw.FPDF_StructElement_Attr_GetValue(
            raw.FPDF_StructElement_GetAttributeAtIndex(element, index), b"Scope"
        )
        if value and raw.FPDF_StructElement_Attr_GetStringValue(value, buffer, 100, length):
            return buffer.raw[: length.value].decode("utf-16-le").rstrip("\0")
    return ""


def test_no_stream_ends_like_a_line(file: Path) -> None:
    """Law: the last byte of a stream is no carriage return, which some readers take for a part of the line end after it."""
    assert b"\r\nendstream" not in file.read_bytes()


@validated
def test_the_first_validator_finds_no_failed_rule(file: Path) -> None:
    """Law: no rule of PDF/A-3a or PDF/UA-1 fails in page-validation."""
    assert failed_rules(file) == []


@validated
def test_the_second_validator_finds_no_error(file: Path) -> None:
    """Law: outloud, which also checks what the tags mean, finds no error."""
    assert errors_aloud(file) == ""


def test_there_is_one_title(document: pdfium.PdfDocument) -> None:
    """Law: the title is the only H1; chapters are H2, their sections H3."""
    kinds = [kind for _, kind, _ in tags(document)]

    assert kinds.count("H1") == 1
    assert {"H2", "H3"} <= set(kinds)


def test_heads_of_cells_have_a_scope(document: pdfium.PdfDocument) -> None:
    """Law: each header cell says whether it heads a row or a column."""
    scopes = {scope for _, kind, scope in tags(document) if kind == "TH"}

    assert scopes == {"Row", "Column"}


def test_formulas_are_tagged_as_such(document: pdfium.PdfDocument, file: Path) -> None:
    """Law: what is drawn from LaTeX is a formula, whose words are read; the short report has none."""
    kinds = [kind for _, kind, _ in tags(document)]

    assert kinds.count("Formula") == (len(FORMULAS) - 1 if file.stem == "full" else 0)


def test_links_have_words(document: pdfium.PdfDocument) -> None:
    """Law: each link says where it leads, in words that are not the name of its target, and is printed."""
    for number in range(len(document)):
        page = document[number]
        for index in range(pdfium.raw.FPDFPage_GetAnnotCount(page)):
            link = pdfium.raw.FPDFPage_GetAnnot(page, index)
            words = _text(pdfium.raw.FPDFAnnot_GetStringValue, link, b"Contents")
            assert words.strip()
            assert not words.startswith(("chapter-", "ref-", "term-", "fig-", "tab-"))
            assert pdfium.raw.FPDFAnnot_GetFlags(link) & 4
            pdfium.raw.FPDFPage_CloseAnnot(link)


def test_pages_are_called_what_is_printed_on_them(document: pdfium.PdfDocument) -> None:
    """Law: the label of each page is its number; the cover is called so."""
    labels = [document.get_page_label(number) for number in range(len(document))]

    assert labels[0] in {"Cover", "1"}
    assert labels[1:] == [str(number) for number in range(2, len(document) + 1)]


def test_results_and_settings_are_attached(
    document: pdfium.PdfDocument, tiny_bundle: Bundle, tmp_path: Path
) -> None:
    """Law: the PDF carries the bundle as it is stored, and settings that can be built with."""
    found = {each.get_name(): bytes(each.get_data()) for each in map(document.get_attachment, range(2))}
    assert document.count_attachments() == 2
    assert found["results.json"] == storage.dump(tiny_bundle)

    path = tmp_path / "digits-report.toml"
    path.write_bytes(found["digits-report.toml"])
    read = settings.load(path, {})
    assert (read.authors, read.course, read.paper) == (
        tiny_bundle.cover.authors,
        tiny_bundle.cover.course,
        "letter",
    )


def test_words_of_charts_are_there_once(document: pdfium.PdfDocument) -> None:
    """Law: a label with a halo is one label in the text."""
    everything = " ".join(page.get_textpage().get_text_bounded() for page in document)

    assert "Accuracy Accuracy" not in " ".join(everything.split())
    for name in ("perfect calibration", "All test images"):
        assert f"{name}{name}" not in everything


def test_the_paper_says_where_its_site_is(tiny_bundle: Bundle) -> None:
    """Law: the address of the settings, or the name of the file, stands in both lengths."""
    for length in ("full", "short"):
        paper = Renderer(
            tiny_bundle, "paper", edition=Edition("letter", length, "https://example.org/r/")
        ).paper()
        assert 'href="https://example.org/r/"' in paper
        assert (
            "<code>index.html</code>"
            in Renderer(tiny_bundle, "paper", edition=Edition("letter", length)).paper()
        )
