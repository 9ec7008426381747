"""Laws of the search: every heading, caption and term can be found, and leads to its place."""

from __future__ import annotations

import json

from analysis.bundle import storage
from report.chapters import chapters_of
from report.chapters.glossary.terms import TERMS
from report.chapters.model import captions
from report.output import search
from tests.report.conftest import Built, Document, parse, words

BEFORE, AFTER = "globalThis.searchIndex = ", ";\n"


def entries(built: Built) -> list[dict[str, str]]:
    """Return the entries of the site, as a browser gets them."""
    text = (built.folder / search.SCRIPT).read_text(encoding="utf-8")
    return list(json.loads(text.partition(BEFORE)[2].removesuffix(AFTER)))


def documents(built: Built) -> dict[str, Document]:
    """Return all pages of the site."""
    return {path.name: parse(path.read_text(encoding="utf-8")) for path in built.folder.glob("*.html")}


def test_every_entry_leads_to_its_place(built: Built) -> None:
    """The place has an id in its file, and says the title; no place is there twice."""
    found, pages = entries(built), documents(built)
    places = [(entry["file"], entry["id"]) for entry in found]
    assert len(places) == len(set(places))
    for entry in found:
        (place,) = [each for each in pages[entry["file"]].root.iter() if each.get("id") == entry["id"]]
        if entry["id"] != "chapter-overview":
            assert entry["title"].partition(": ")[0] in words(place), entry


def test_everything_that_is_named_can_be_found(built: Built) -> None:
    """All chapters, all headings of sections, all captions, all terms; titles are plain words."""
    found = entries(built)
    ids = {entry["id"] for entry in found}
    chapters = chapters_of(storage.read(built.results))
    headed = {
        section.get("id")
        for page in documents(built).values()
        for section in page.every("section")
        if section.find("h2") is not None
    }
    numbered = {caption.anchor for caption in captions(chapters).values()}
    assert ids == {
        *(f"chapter-{chapter.slug}" for chapter in chapters),
        *(f"term-{key}" for key in TERMS),
        *headed,
        *numbered,
    }
    assert not [entry for entry in found if "<" in entry["title"] or not entry["title"].strip()]
