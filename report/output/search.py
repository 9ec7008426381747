"""What a reader can search for: chapters, headings, captions and terms, with their places, as a script of the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from report.chapters.glossary.terms import TERMS
from report.chapters.model import Caption, Chapter, captions

SCRIPT = "search-index.js"
HEADING = re.compile(r'<section id="([^"]+)">\s*<h2>(.*?)</h2>', re.DOTALL)


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
    return ('"use strict";\n\nglobalThis.searchIndex = ' + entries.replace("</", "<\\/") + ";\n").encode()


def entries_of(chapters: Sequence[Chapter], pages: Mapping[str, str]) -> Iterator[Entry]:
    """Yield what can be found: chapters with their sections, then figures and tables, then terms."""
    for chapter in chapters:
        where = f"Chapter {chapter.number}"
        yield Entry(chapter.title, where, chapter.summary, chapter.file, f"chapter-{chapter.slug}")
        for section, heading in HEADING.findall(pages[chapter.file]):
            yield Entry(Markup(heading).striptags(), chapter.name, "", chapter.file, section)  # noqa: S704  # stripped
    for caption in captions(chapters).values():
        yield _of_caption(caption)
    for glossary in (chapter for chapter in chapters if chapter.slug == "glossary"):
        for key, term in TERMS.items():
            yield Entry(term.name, glossary.name, term.meaning, glossary.file, f"term-{key}")


def _of_caption(caption: Caption) -> Entry:
    exhibits = caption.chapter.figures if caption.kind == "Figure" else caption.chapter.tables
    one = exhibits[caption.id]
    claim, measure = (one.claim, one.measure) if one else ("", "")
    return Entry(f"{caption}: {claim}", caption.chapter.name, measure, caption.chapter.file, caption.anchor)
