"""What a reader can search for, with its place, as a script of the site: headings, captions, images, pairs, works and more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from report.chapters.glossary.terms import TERMS
from report.chapters.model import AnyTable, Caption, Chapter, captions
from report.chapters.references.works import WORKS, Work
from report.output.tables import tables_of

SCRIPT = "search-index.js"
HEADING = re.compile(r'<section id="([^"]+)"[^>]*>\s*<h2>(.*?)</h2>', re.DOTALL)
WORK = re.compile(r'<li id="ref-([^"]+)">')
FILES = re.compile(r'<section id="(files)">(.*?)</section>', re.DOTALL)
FILE = re.compile(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", re.DOTALL)
MOST_ROWS = 40
"""Of a longer table rows are not looked for: they are images, or all pairs."""


class Entry(NamedTuple):
    """One thing to be found: its words, and the file and the id of its place."""

    title: str
    where: str
    words: str
    file: str
    id: str


def script(chapters: Sequence[Chapter], pages: Mapping[str, str]) -> bytes:
    """Write the entries of all chapters, and of their rendered pages, as a script: a page of a folder may not fetch."""
    entries = json.dumps([entry._asdict() for entry in entries_of(chapters, pages)], ensure_ascii=False)
    # Inside a page, as the single file has it, `</` may end the script.
    index = "globalThis.searchIndex = " + entries.replace("</", "<\\/") + ";\n"
    every = [each for each in chapters if each.slug == "images"]
    numbers = [
        f"globalThis.searchImages = {json.dumps({'file': each.file, 'count': each.say['total']})};\n"
        for each in every
    ]
    return "".join(['"use strict";\n\n', *numbers, index]).encode()


def entries_of(chapters: Sequence[Chapter], pages: Mapping[str, str]) -> Iterator[Entry]:
    """Yield what can be found: chapters, sections and what they show, figures and tables, terms, works, files."""
    for chapter in chapters:
        where, page = f"Chapter {chapter.number}", pages[chapter.file]
        yield Entry(chapter.title, where, chapter.summary, chapter.file, f"chapter-{chapter.slug}")
        for section, heading in HEADING.findall(page):
            yield Entry(_plain(heading), chapter.name, "", chapter.file, section)
        for name, words, place in chapter.things:
            yield Entry(name, f"{chapter.name}: {words}", "", chapter.file, place)
        for key in WORK.findall(page):
            yield _of_work(WORKS[key], key, chapter)
        for place, files in FILES.findall(page):
            for name, words in FILE.findall(files):
                yield Entry(_plain(name), chapter.name, f"Download: {_plain(words)}", chapter.file, place)
    for caption in captions(chapters).values():
        yield _of_caption(caption)
    for glossary in (chapter for chapter in chapters if chapter.slug == "glossary"):
        for key, term in TERMS.items():
            yield Entry(term.name, glossary.name, term.meaning, glossary.file, f"term-{key}")


def _plain(markup: str) -> str:
    return Markup(markup).striptags()  # noqa: S704  # stripped


def _of_work(work: Work, key: str, references: Chapter) -> Entry:
    words = f"{work.authors} {work.venue}"
    return Entry(f"{work.short}: {work.title}", references.name, words, references.file, f"ref-{key}")


def _of_caption(caption: Caption) -> Entry:
    exhibits = caption.chapter.figures if caption.kind == "Figure" else caption.chapter.tables
    one = exhibits[caption.id]
    assert one  # noqa: S101  # a caption has an exhibit
    tables = tables_of(one)
    file = [f"Download {caption.id}.csv"] if tables else []
    words = " ".join([one.measure, *_heads_of_rows(tables), *file])
    return Entry(f"{caption}: {one.claim}", caption.chapter.name, words, caption.chapter.file, caption.anchor)


def _heads_of_rows(tables: Sequence[AnyTable]) -> Iterator[str]:
    for table in tables:
        if len(table.things) <= MOST_ROWS:
            heads = (table.columns[0].cell(one) for one in table.things)
            yield from (head if isinstance(head, str) else head.text for head in heads)
