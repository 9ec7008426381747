"""WeasyPrint does its work once."""

from __future__ import annotations

import gc
from contextlib import AbstractContextManager, nullcontext

import pypdfium2
import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout import page as layout
from weasyprint.text import line_break

from analysis.bundle import Bundle
from report.output import pdf
from report.output.edition import Edition
from report.output.typesetting import (
    with_even_columns,
    with_figures_afloat,
    with_lines_set_once,
    without_idle_passes,
    without_pauses,
)

STYLE = "<style>span::after { content: target-counter(attr(data-to), page) } section { break-before: page }</style>"
PAGES = (
    'zero: <span data-to="#two">two on </span>',
    'one: <b id="one">nothing</b>',
    'two: <b id="two">back to <span data-to="#one">one on </span></b>',
)
DOCUMENT = STYLE + "".join(f"<section>{page}</section>" for page in PAGES)


def printed(
    monkeypatch: pytest.MonkeyPatch, around: AbstractContextManager[None]
) -> tuple[list[str], list[int]]:
    """Return the text of each page, and the pages in the order in which they were laid out."""
    made: list[int] = []
    remake = layout.remake_page

    def counted(index: int, *rest: object) -> object:
        made.append(index)
        return remake(index, *rest)

    with monkeypatch.context() as patch, around:
        patch.setattr(layout, "remake_page", counted)
        content = weasyprint.HTML(string=DOCUMENT).write_pdf()
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)], made


@pytest.mark.parametrize(("guess", "again"), [(7, []), (42, [0, 2])], ids=["as wide", "wider"])
def test_references_cost_a_second_look_where_something_moves(
    monkeypatch: pytest.MonkeyPatch, guess: int, again: list[int]
) -> None:
    """The same words are printed as without help; a page is laid out twice where its numbers are wider than the guess."""
    helped, made = printed(monkeypatch, without_idle_passes(guess))
    alone, slowly_made = printed(monkeypatch, nullcontext())
    assert helped == alone == ["zero: two on 3", "one: nothing", "two: back to one on 2"]
    assert made == [0, 1, 2, *again]
    assert len(slowly_made) > len(made)  # else this help is needed no longer


TABLE = f"""
<style>@page {{ size: 90mm }} p {{ text-align: justify }} u {{ letter-spacing: 1pt }} pre {{ tab-size: 3 }}</style>
<p lang="en" style="hyphens: auto">{"Justified words are set again, with <u>wider</u> spaces. " * 9}</p>
<table><tr><th>A long head of a column<th>Count<tr><td>four and nine<td>982<tr><td>1,009<td>982</table><pre>a	b</pre>
"""


def test_no_line_is_set_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """But those of justified text; the bytes are those without help."""
    lines: list[str] = []
    write = line_break.Layout.set_text

    def counted(line: object, text: str, **how: object) -> None:
        lines.append(text)
        write(line, text, **how)

    monkeypatch.setattr(line_break.Layout, "set_text", counted)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    alone = weasyprint.HTML(string=TABLE).write_pdf()
    before = len(lines)
    with with_lines_set_once():
        helped = weasyprint.HTML(string=TABLE).write_pdf()

    assert helped == alone
    assert lines[before:].count("982") <= lines[:before].count("982") / 2  # measured once, not drawn anew
    assert len(lines) - before < before


def test_a_report_has_the_bytes_that_it_has_without_help(
    monkeypatch: pytest.MonkeyPatch, tiny_bundle: Bundle
) -> None:
    """But for columns: those of WeasyPrint may differ by a pixel."""
    helped = pdf.typeset(tiny_bundle, Edition(length="short"))
    monkeypatch.setattr(pdf, "without_idle_passes", lambda _: nullcontext())
    monkeypatch.setattr(pdf, "with_lines_set_once", nullcontext)
    assert pdf.typeset(tiny_bundle, Edition(length="short")) == helped


@pytest.mark.parametrize("searching", [True, False])
def test_the_search_for_garbage_is_taken_up_again_where_it_was(searching: bool) -> None:
    """Garbage collection is as it was before."""
    (gc.enable if searching else gc.disable)()
    try:
        with without_pauses():
            assert not gc.isenabled()
        assert gc.isenabled() == searching
    finally:
        gc.enable()


@pytest.mark.parametrize("count", [1, 2, 3, 9, 20, 22, 37])
def test_columns_are_evened_out_with_one_more_layout(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Where they end, the columns are those of WeasyPrint's own balance, and each page before is laid out once."""
    made: list[object] = []
    fill = block.columns_layout

    def counted(*given: object) -> object:
        made.append(given)
        return fill(*given)

    monkeypatch.setattr(block, "columns_layout", counted)
    alone = columns_of(count, "balance")
    made.clear()
    with with_even_columns():
        helped = columns_of(count, "auto")

    assert helped == alone
    assert len(made) == len(helped) + 1


@pytest.mark.parametrize("count", [8, 21])
def test_no_page_has_a_single_entry(count: int) -> None:
    """Where columns go on, two entries at least are on the last page: WeasyPrint would leave one there."""
    assert len(columns_of(count, "balance")[-1]) == 1
    with with_even_columns():
        *_, last = columns_of(count, "auto")

    assert len(last) == 2


def columns_of(count: int, fill: str) -> list[list[str]]:
    """Return the words of each column of each page of a list, whose entries have one, two or three lines."""
    style = f"@page {{ size: 80mm }} div {{ columns: 2; column-fill: {fill} }} p {{ margin: 0; break-inside: avoid }}"
    entries = "".join(f"<p>{'<br>'.join([str(k)] * (1 + k % 3))}</p>" for k in range(count))
    document = weasyprint.HTML(string=f"<style>{style}</style><div>{entries}</div>").render()
    found = [list(page._page_box.descendants()) for page in document.pages]  # noqa: SLF001 - boxes are no public matter
    return [
        [" ".join(each.element.text for each in column.children) for column in boxes if column.is_column]
        for boxes in found
    ]


def _page_by_page(content: str) -> list[str]:
    """Return the words of each page, one letter for each box, of pages that hold five lines."""
    style = """<style>@page { size: 200px 250px; margin: 0 } * { margin: 0; font: 20px/50px serif; orphans: 1; widows: 1 }
    figure { break-inside: avoid } h2 { break-after: avoid }</style>"""
    with with_figures_afloat():
        document = weasyprint.HTML(string=style + content).render()
    return [
        "".join(box.text.strip() for box in page._page_box.descendants() if isinstance(box, boxes.TextBox))  # noqa: SLF001
        for page in document.pages
    ]


A, B = "<section><h2>h</h2><p>a</p>{}</section>", "<section><h2>i</h2><p>b</p><p>c</p></section>"
FIGURE, TALL = "<figure>F<br>G<br>H<br>I</figure>", "<figure>J<br>K<br>L<br>M</figure>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (A.format(FIGURE + "<p>x</p><p>y</p><p>z</p>"), ["haxyz", "FGHI"]),
        (A.format(FIGURE + "<p>x</p>") + B, ["haxib", "FGHIc"]),
        (A.format(FIGURE + TALL + "<p>x<br>y</p>"), ["haxy", "FGHI", "JKLM"]),
        (A.format(FIGURE) + "<section><h2>i</h2>" + TALL + "</section>", ["ha", "FGHI", "iJKLM"]),
        (A.format("<figure>F<br>G</figure><p>x</p>"), ["haFGx"]),
    ],
)
def test_what_follows_a_figure_fills_the_page(inside: str, expected: list[str]) -> None:
    """Text comes before a figure that a page has no room for, of its section or the next; the order of figures stays."""
    assert _page_by_page(f'<section class="chapter">{inside}</section>') == expected


def test_a_figure_stays_in_its_chapter() -> None:
    """The next chapter fills the page before a figure only where that would be nearly empty."""

    def pages(*parts: str) -> list[str]:
        return _page_by_page("".join(f'<section class="chapter">{part}</section>' for part in parts))

    assert pages(A.format("<p>x</p><p>y</p>" + FIGURE), B) == ["haxy", "FGHI", "ibc"]
    assert pages(A.format(FIGURE), "<h2>k</h2><p>l</p>" + B) == ["hakl", "FGHI", "ibc"]
