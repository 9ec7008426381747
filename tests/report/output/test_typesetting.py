"""WeasyPrint does its work once."""

from __future__ import annotations

import gc
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import weasyprint
from weasyprint.layout import page as layout

from report.output.typesetting import without_idle_passes, without_pauses

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

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


def test_references_cost_a_second_look_at_their_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words are printed as without help, and each page with a reference is laid out at most twice."""
    helped, made = printed(monkeypatch, without_idle_passes())
    alone, slowly_made = printed(monkeypatch, nullcontext())
    assert helped == alone == ["zero: two on 3", "one: nothing", "two: back to one on 2"]
    assert made == [0, 1, 2, 0, 2]
    assert len(slowly_made) > len(made)  # else this help is needed no longer


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
