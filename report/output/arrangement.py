"""Rendered chapters to the parts of a paper: main part and appendix, without links that lead nowhere."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from string import ascii_uppercase
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
SECTION = re.compile(r'(<section id="[^"]+">.*?</section>\s*)', re.DOTALL)
SECTION_ID = re.compile(r'<section id="([^"]+)">')
# Around what comes in the appendix, though its section does not.
LATER = re.compile(r"<!-- later -->(.*?)<!-- now -->\s*", re.DOTALL)
ANCHOR = re.compile(r'\bid="([^"]+)"')
LINK = re.compile(r'<a\b[^>]*\bhref="#([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
POINTER = re.compile(r'<span class="chapter-link" data-to="#([^"]+)">')
DETAILS = re.compile(r'; see <span class="details" data-to="#([^"]+)">.*?</span>')
WORK = re.compile(r'<li id="ref-([^"]+)">.*?</li>\s*', re.DOTALL)
# Where numbers begin anew, and what is numbered.
COUNTED = re.compile(
    r'<h1 id="[^"]*" data-letter="(?P<letter>[^"]*)"|<figure [^>]*\bid="(?P<anchor>(?P<kind>fig|tab)-[^"]+)"'
)
UNKNOWN = re.compile("\x01(.*?)\x02")


def unknown(anchor: str) -> str:
    """Return what stands for the number of a figure, table or chapter until all are in their order."""
    return f"\x01{anchor}\x02"


class Part(NamedTuple):
    """A chapter of the paper, or what the appendix has of one: its number or letter, which may be empty."""

    label: str
    chapter: Chapter
    content: Markup


class Parts(NamedTuple):
    """The chapters of the main part, and those of the appendix: first supplements to the former, then chapters."""

    main: list[Part]
    supplements: list[Part]
    appendix: list[Part]

    def numbered(self, page: str) -> str:
        """Return the page with figures and tables counted in their order: in the main part, and by chapter of the appendix."""
        found = {f"chapter-{chapter.slug}": label for label, chapter, _ in (*self.main, *self.appendix)}
        found |= {f"supplement-{chapter.slug}": label for label, chapter, _ in self.supplements}
        page = UNKNOWN.sub(lambda one: found.get(one[1], one[0]), page)
        letter, counts = "", Counter[str]()
        for one in COUNTED.finditer(page):
            if one["anchor"]:
                counts[one["kind"]] += 1
                found[one["anchor"]] = f"{letter}{counts[one['kind']]}"
            elif one["letter"] != letter:
                letter, counts = one["letter"], Counter()
        return UNKNOWN.sub(lambda one: found[one[1]], page)


def arranged(contents: Contents, edition: Edition) -> Parts:
    """Put each chapter, section and exhibit where the edition wants it."""
    parted = [(chapter, *_parted(chapter, content, edition)) for chapter, content in contents]
    place = {chapter.slug: edition.place_of_chapter(chapter.slug) for chapter, _ in contents}
    main = [
        Part("" if chapter.slug == "references" else str(chapter.number), chapter, now)
        for chapter, now, _ in parted
        if place[chapter.slug] == "main"
    ]
    if edition.short:
        return Parts(main, [], [])
    letters = iter(ascii_uppercase)
    supplements = [
        Part(next(letters), chapter, later)
        for chapter, _, later in parted
        if place[chapter.slug] == "main" and later
    ]
    appendix = [
        Part(next(letters), chapter, Markup(LATER.sub(r"\1", content)))  # noqa: S704  # Jinja escaped it
        for chapter, content in contents
        if place[chapter.slug] == "appendix"
    ]
    return Parts(main, supplements, appendix)


def _parted(chapter: Chapter, content: Markup, edition: Edition) -> tuple[Markup, Markup]:
    """Return what the main part has of a chapter, and what the appendix has: single exhibits, then whole sections."""
    now, exhibits, sections = [], [], []
    for part in SECTION.split(content):
        section = SECTION_ID.match(part)
        place = edition.place_of_section(chapter.slug, section[1]) if section else "main"
        if place == "main":
            now.append(LATER.sub("", part))
            exhibits += LATER.findall(part)
        elif place == "appendix":
            sections.append(LATER.sub(r"\1", part))
    return Markup("".join(now)), Markup("\n".join(exhibits + sections))  # noqa: S704  # Jinja escaped it


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
    page = DETAILS.sub(lambda one: one[0] if one[1] in there else "", page)
    page = LINK.sub(lambda link: link[0] if link[1] in there else link[2], page)
    return POINTER.sub(lambda span: span[0] if span[1] in there else "<span>", page)
