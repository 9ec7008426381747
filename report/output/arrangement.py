"""Rendered chapters to the parts of a paper: main part and appendix, without links that lead nowhere."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from report.output.edition import MOST_ROWS, Edition
from report.text.formats import count

if TYPE_CHECKING:
    from report.chapters.model import AnyTable, Chapter, Column

    Contents = list[tuple[Chapter, Markup]]

MOST_PIXELS = 18
ROOM, GAP = 116, 2
"""Letters of small type that a page has room for side by side, and between two columns."""
# Sections of a chapter do not nest.
SECTION = re.compile(r'<section id="([^"]+)">.*?</section>\s*', re.DOTALL)
HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
ANCHOR = re.compile(r'\bid="([^"]+)"')
LINK = re.compile(r'<a\b[^>]*\bhref="#([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
POINTER = re.compile(r'<span class="chapter-link" data-to="#([^"]+)">')
WORK = re.compile(r'<li id="ref-([^"]+)">.*?</li>\s*', re.DOTALL)


class Shelf:
    """Where templates put what comes in the appendix, by chapter."""

    def __init__(self) -> None:
        """Begin empty."""
        self._put: defaultdict[str, list[str]] = defaultdict(list)

    def put(self, chapter: Chapter, markup: str) -> str:
        """Keep markup for later; nothing is printed here."""
        self._put[chapter.slug].append(markup)
        return ""

    def of(self, chapter: Chapter) -> Markup:
        """Return what was kept of a chapter, in its order."""
        return Markup("\n").join(map(Markup, self._put[chapter.slug]))


class Parts(NamedTuple):
    """The chapters of the main part, the supplements to them, and the chapters of the appendix."""

    main: Contents
    supplements: Contents
    appendix: Contents


def arranged(contents: Contents, edition: Edition, shelf: Shelf) -> Parts:
    """Put each chapter, section and exhibit where the edition wants it."""
    places = {
        place: [one for one in contents if edition.place_of_chapter(one[0].slug) == place]
        for place in ("main", "appendix")
    }
    main = [(chapter, _main(chapter, content, edition, shelf)) for chapter, content in places["main"]]
    supplements = [(chapter, shelf.of(chapter)) for chapter, _ in places["main"] if shelf.of(chapter)]
    # What the appendix itself would put off, it prints.
    appendix = [(chapter, content + shelf.of(chapter)) for chapter, content in places["appendix"]]
    return Parts(main, [] if edition.short else supplements, appendix)


def _main(chapter: Chapter, content: Markup, edition: Edition, shelf: Shelf) -> Markup:
    def placed(section: re.Match[str]) -> str:
        place = edition.place_of_section(chapter.slug, section[1])
        if place == "appendix":
            shelf.put(chapter, section[0])
            name = HEADING.findall(section[0])[0]
            return f'<p class="pointer">{name}: <span class="chapter-link" data-to="#{section[1]}"><a href="#{section[1]}">in the appendix</a></span>.</p>'
        return section[0] if place == "main" else ""

    return Markup(SECTION.sub(placed, content))  # noqa: S704  # Jinja escaped it


def first_rows(table: AnyTable) -> AnyTable:
    """Cut a table of numbers to what paper has room for, and say how many rows there are."""
    every = len(table.things)
    if every <= MOST_ROWS:
        return table
    remark = f"The first {MOST_ROWS} of {count(every)} rows; results.json, attached, has the others. {table.remark}"
    return replace(table, things=list(islice(table.things, MOST_ROWS)), remark=remark.strip())


def folded(table: AnyTable) -> list[AnyTable]:
    """Cut a table of numbers that is wider than a page into parts, each with the heads of its rows; others stay whole."""
    whole = table.groups or any(column.kind != "number" for column in table.columns[1:])
    count = 1 if whole and table.style != "pixels" else _parts(table)
    each = -(-(len(table.columns) - 1) // count)
    starts = range(1, len(table.columns), each) if count > 1 else ()
    return [_part(table, slice(start, start + each)) for start in starts] or [table]


def _parts(table: AnyTable) -> int:
    """Return in how many parts of about one width a table fits a page."""
    if table.style == "pixels":
        return -(-(len(table.columns) - 1) // MOST_PIXELS)
    first, *others = (_width(table, column) for column in table.columns)
    return max(1, -(-sum(others) // max(1, ROOM - first)))


def _width(table: AnyTable, column: Column[Any]) -> int:
    """Return about how many letters wide a column is, with the gap to the next: heads may be broken, cells may not."""
    cells = [cell for cell in map(column.cell, table.things) if isinstance(cell, str)]
    return GAP + max(map(len, ["", *column.name.split(), *cells]))


def _part(table: AnyTable, part: slice) -> AnyTable:
    return replace(
        table,
        columns=[table.columns[0], *table.columns[part]],
        remark=table.remark if part.stop >= len(table.columns) else "",
    )


def linked(page: str) -> str:
    """Unwrap each link whose target is not printed, and leave out works that nothing printed cites."""
    cited = {to.removeprefix("ref-") for to, _ in LINK.findall(page)}
    page = WORK.sub(lambda work: work[0] if work[1] in cited else "", page)
    there = set(ANCHOR.findall(page))
    page = LINK.sub(lambda link: link[0] if link[1] in there else link[2], page)
    return POINTER.sub(lambda span: span[0] if span[1] in there else "<span>", page)
