"""Laws of the laid-out pages: nothing torn, parted, covered, cramped or nearly empty, in both lengths and sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import chain, combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from analysis.bundle import Bundle
from analysis.bundle.record import present
from report.output import pdf
from report.output.edition import Edition
from report.output.fonts import missing
from report.output.typesetting import with_lines_set_once, without_pauses
from tests.kinds import KINDS
from tests.report.output.paper_layout import (
    HEADINGS,
    Page,
    bottom,
    covered,
    crossing,
    gaps,
    intrinsic_width,
    is_drawn,
    is_picture,
    pages,
    sizes_in,
    starts,
)
from tests.report.output.validators import errors_aloud, failed_rules, validated
from tests.sharing import drawn_once

CASES = {
    "published, letter": ("published", Edition("letter", "full")),
    "published, A4": ("published", Edition("a4", "full")),
    "guessing, A4": ("guessing", Edition("a4", "full")),
    "two classes, letter": ("two-classes", Edition("letter", "full")),
    "forty classes, A4": ("forty-classes", Edition("a4", "full")),
    "predictions alone, letter": ("three-without-scores", Edition("letter", "full")),
    "scores alone, A4": ("scores-alone", Edition("a4", "full")),
    "photographs, A4": ("photographs", Edition("a4", "full")),
    "notebook, letter": ("notebook", Edition("letter", "full")),
    "16 × 16 pixels, A4": ("coarse", Edition("a4", "full")),
    "sixteen classes, letter": ("sixteen", Edition("letter", "full")),
    "published, A4, short": ("published", Edition("a4", "short")),
    "published, letter, short": ("published", Edition("letter", "short")),
    "sixteen classes, letter, short": ("sixteen", Edition("letter", "short")),
    "guessing, letter, short": ("guessing", Edition("letter", "short")),
    "forty classes, letter, short": ("forty-classes", Edition("letter", "short")),
    "two classes, A4, short": ("two-classes", Edition("a4", "short")),
}
MOST_PAGES = 20
SMALLEST = 8 / 0.75
FIGURE_MAY_BREAK = {"fig-errors", "fig-named-pairs", "fig-differences"}
SMALL_TABLE = 12
LONG_WORD = 20
"""Letters: longer words are names, which break where a line ends."""
ERRORS = {"fig-errors", "fig-most-confident-errors"}


class Paper(NamedTuple):
    """One laid-out paper, and the file that it was written to."""

    edition: Edition
    document: Any
    pages: list[Page]
    shows_errors: bool
    file: Path


@pytest.fixture(scope="module", params=CASES)
def paper(
    request: pytest.FixtureRequest, kind: Callable[[str], Bundle], tmp_path_factory: pytest.TempPathFactory
) -> Paper:
    """Each case in turn; all laws are about the same document."""
    name, edition = CASES[request.param]
    bundle = writable(kind(name) if name in KINDS else request.getfixturevalue(f"{name}_bundle"))
    with drawn_once(), without_pauses(), with_lines_set_once():
        document = pdf.laid_out(bundle, edition)
        found = pages(document)
        file = tmp_path_factory.mktemp("papers") / "paper.pdf"
        file.write_bytes(pdf.written(document, bundle, edition))
    shows = bool(present(bundle.findings.gallery) and bundle.findings.confusion.errors)
    return Paper(edition, document, found, shows, file)


def writable(bundle: Bundle) -> Bundle:
    """Name classes anew that no font here has the signs of: such a paper is refused before it is typeset."""
    names = tuple(
        f"blank {place}" if missing((name,)) else name for place, name in enumerate(bundle.classes.names)
    )
    return bundle.model_copy(update={"classes": bundle.classes.model_copy(update={"names": names})})


def test_it_is_as_long_as_it_says(paper: Paper) -> None:
    """The short report has at most 8 pages; the main part of the full one, to the last reference, at most 20."""
    if paper.edition.short:
        assert len(paper.pages) <= 8
    else:
        where = starts(paper.document)
        assert appendix_of(where) - where["Overview"] <= MOST_PAGES


def test_pages_are_filled(paper: Paper) -> None:
    """Each page uses 60% of its height, but cover, contents and the last of a part; the last of a short report 40%."""
    where = starts(paper.document)
    last = {0, 1, appendix_of(where) - 1, len(paper.pages) - 1}

    thin = {
        n + 1: round(page.fill, 2) for n, page in enumerate(paper.pages) if n not in last and page.fill < 0.6
    }

    assert thin == {}
    assert not paper.edition.short or paper.pages[-1].fill > 0.4


@validated
def test_validators_find_nothing(paper: Paper) -> None:
    """No rule of PDF/A-3a or PDF/UA-1 fails, whatever is reported on."""
    assert failed_rules(paper.file) == []
    assert errors_aloud(paper.file) == ""


def test_words_of_heads_stay_whole(paper: Paper) -> None:
    """In the head of a table no word is broken without a hyphen."""
    for page in paper.pages:
        for head in page.elements("th"):
            inside = set(head.iter())
            lines = [box.text.strip() for box in page.inked if hasattr(box, "text") and box.element in inside]
            if not lines:
                continue  # turned
            apart = set("".join(head.itertext()).split()) - set(" ".join(lines).split())
            assert not {word for word in apart if len(word) <= LONG_WORD}, (lines, apart)


def test_no_type_is_small(paper: Paper) -> None:
    """Words have at least 8 points on the page and in its pictures, which are not scaled down."""
    sizes = {
        (box.style["font_size"], box.text)
        for page in paper.pages
        for box in page.inked
        if hasattr(box, "text")
    }
    pictures = [box for page in paper.pages for box in page.boxes if is_drawn(box)]

    assert not {text for size, text in sizes if size < SMALLEST - 0.01}
    assert {size for box in pictures for size in sizes_in(box) if size < 8} == set()
    assert all(box.width == pytest.approx(intrinsic_width(box), rel=0.002) for box in pictures)


def test_no_picture_covers_another(paper: Paper) -> None:
    """Pictures of a page share no area."""
    for number, page in enumerate(paper.pages, 1):
        shown = [box for box in page.boxes if is_picture(box)]
        for first, second in combinations(shown, 2):
            assert covered(first, second) < 1, (number, first.element.attrib, second.element.attrib)


def test_no_words_cover_others(paper: Paper) -> None:
    """Words of a page stand beside, above or below each other."""
    found = [(number, *words) for number, page in enumerate(paper.pages, 1) for words in crossing(page)]

    assert not found


def test_columns_do_not_touch(paper: Paper) -> None:
    """Between the words of neighbouring cells there are three points at least."""
    close = [
        (number, words) for number, page in enumerate(paper.pages, 1) for gap, words in gaps(page) if gap < 4
    ]

    assert not close


def test_nothing_leaves_the_page(paper: Paper) -> None:
    """Words and pictures lie between the margins."""
    for number, page in enumerate(paper.pages, 1):
        right = page.box.content_box_x() + page.box.width
        for box in page.inked:
            assert box.position_x + box.width <= right + 4, (number, getattr(box, "text", box.element.attrib))
            assert bottom(box) <= page.box.height + page.box.content_box_y() + 4
            assert box.position_y >= page.box.content_box_y() - 4, (number, getattr(box, "text", ""))


def test_nothing_small_is_torn(paper: Paper) -> None:
    """A figure whose caption stands beside it, and a table of up to 12 rows, is on one page."""
    seen: dict[int, int] = {}
    for number, page in enumerate(paper.pages, 1):
        for element in (*page.elements("figure"), *page.elements("table")):
            whole = "wide" not in element.get("class", "") and element.get("id") not in FIGURE_MAY_BREAK
            if whole and len(list(element.iter("tr"))) <= SMALL_TABLE:
                assert seen.setdefault(id(element), number) == number, (number, element.attrib)


def test_rows_of_tables_stay_whole_and_together(paper: Paper) -> None:
    """A row is on one page, with two others of its table at least; the last row, of the sums, is there once."""
    for table in {id(one): one for page in paper.pages for one in page.elements("table")}.values():
        places = [
            [n for n, page in enumerate(paper.pages, 1) if page.shown & set(row.iter())]
            for row in chain(table.iterfind("tbody/tr"), table.iterfind("tfoot/tr"))
        ]
        found = Counter(chain.from_iterable(places))

        assert all(len(each) <= 1 for each in places), (places, table.attrib)
        assert min(found.values(), default=3) >= 3 or len(found) == 1, (found, table.attrib)


def test_headings_stay_with_their_text(paper: Paper) -> None:
    """No page ends with a heading, a claim, or the number of a table."""
    for number, page in enumerate(paper.pages, 1):
        last = page.last_words
        around = {last.element_tag, *(box.element_tag for box in page.boxes if last in _inside(box))}
        assert not around & HEADINGS or number == 1, (number, last.text)


def test_terms_stay_with_their_explanations(paper: Paper) -> None:
    """Each term of a list begins on the page, and on the line, where its explanation begins; that is not torn."""
    for list_ in {id(one): one for page in paper.pages for one in page.elements("dl")}.values():
        if list_.get("class") == "facts":
            pages_of = [
                {n for n, page in enumerate(paper.pages) if page.shown & set(one.iter())} for one in list_
            ]
            assert all(len(found) == 1 for found in pages_of)
            assert pages_of[::2] == pages_of[1::2], "".join(list_.itertext())


def test_columns_end_evenly(paper: Paper) -> None:
    """Where a list in two columns ends, neither could be shorter than the other by more than an entry."""
    for list_ in {id(one): one for page in paper.pages for one in page.lists_in_columns}.values():
        last = [page for page in paper.pages if page.shown & set(list_.iter())][-1]
        columns = [box for box in last.boxes if box.element is list_ and box.is_column]
        entries = [box.margin_height() for column in columns for box in column.children]
        ends = [bottom(column.children[-1]) for column in columns]

        assert len(ends) == 2
        assert abs(ends[0] - ends[1]) <= max(map(sum, pairwise(entries)))


def appendix_of(where: dict[str, int]) -> int:
    """Return the page on which the appendix begins, 0 where there is none."""
    return next((page for name, page in where.items() if name.startswith("A ")), 0)


def test_errors_are_shown(paper: Paper) -> None:
    """The main part and the short report have images of errors, whole on one page, each row at one height."""
    end = appendix_of(starts(paper.document)) or len(paper.pages)
    found = [
        (page, one)
        for page in paper.pages[:end]
        for one in page.elements("figure")
        if one.get("id") in ERRORS
    ]

    assert len(found) == paper.shows_errors
    for page, figure in found:
        inside = set(figure.iter())
        tops = sorted(
            {round(box.position_y) for box in page.boxes if is_picture(box) and box.element in inside}
        )
        assert all(below - above > 30 for above, below in pairwise(tops)), tops


def _inside(box: Any) -> list[Any]:  # noqa: ANN401 - WeasyPrint has no types
    return list(box.descendants()) if box.element is not None and box.element_tag in HEADINGS else []
