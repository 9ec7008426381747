"""Laws of the search: every heading, caption and term can be found, and leads to its place."""

from __future__ import annotations

import json

from analysis.bundle import storage
from analysis.bundle.record import present
from report.chapters import chapters_of
from report.chapters.glossary.terms import TERMS
from report.chapters.model import captions
from report.output import search
from report.pages import pages_of
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
    """The place has an id in its file, and says the title; nothing is there twice."""
    found, pages = entries(built), documents(built)
    named = [(entry["title"], entry["file"], entry["id"]) for entry in found]
    assert len(named) == len(set(named))
    pairs = {f"{first}/{second}" for first in range(10) for second in range(10)}
    for entry in found:
        (place,) = [each for each in pages[entry["file"]].root.iter() if each.get("id") == entry["id"]]
        kind, title = entry["id"].partition("-")[0], entry["title"]
        said = {
            "ref": title.partition(": ")[2],
            "error": f"no. {title.removeprefix('Test image ')}",
            "image": f"no. {title.removeprefix('Test image ')}",
        }.get(kind if kind == "ref" or title.startswith("Test image ") else "", title.partition(": ")[0])
        if entry["id"] != "chapter-overview" and title != "Cite this report" and title not in pairs:
            assert said in words(place), entry


def test_everything_that_is_named_can_be_found(built: Built) -> None:
    """All chapters, headings, captions, terms, works, and all images and pairs that are shown; titles are plain words."""
    found, bundle = entries(built), storage.read(built.results)
    ids = {entry["id"] for entry in found}
    chapters = (*chapters_of(bundle), *pages_of(bundle, frozenset()))
    confidence = present(bundle.findings.confidence)
    assert confidence
    errors, pairs = bundle.findings.confusion.errors, bundle.findings.confusion.pairs
    works = {entry.get("id") for entry in documents(built)["references.html"].every("li") if entry.get("id")}
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
        *works,
        *(f"error-{error.index:05d}" for error in errors),
        *(f"image-{one.index:05d}" for one in confidence.least_confident_correct),
        *(f"pair-{first}-{second}" for first, second in (pair.classes for pair in pairs if pair.errors)),
    }
    assert {"results.json", "predictions.csv", "model.keras"} <= {entry["title"] for entry in found}
    assert {f"{first}/{second}" for first, second in (pair.classes for pair in pairs if pair.named)} <= {
        entry["title"] for entry in found
    }
    assert not [entry for entry in found if "<" in entry["title"] or not entry["title"].strip()]
