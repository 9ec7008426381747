"""Laws of addresses: everything that is linked is there, and nothing is outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.bundle import Bundle
from analysis.bundle.record import present
from analysis.system import files
from report.chapters import chapters_of
from report.chapters.model import captions, drawings
from report.images.thumbnails import thumbnails
from report.output import search, site
from report.output.render import templates
from report.output.tables import csv_files
from report.text.formats import image_file

if TYPE_CHECKING:
    from tests.report.conftest import Built, Document

ADDRESSES = ("href", "src", "srcset")


def addresses(document: Document) -> Iterator[str]:
    """Yield every address on a page."""
    for element in document.root.iter():
        yield from (element.attrib[name] for name in ADDRESSES if name in element.attrib)


def ids(document: Document) -> list[str]:
    """Return the ids of a page."""
    return [element.attrib["id"] for element in document.root.iter() if "id" in element.attrib]


def test_every_address_leads_to_something_that_is_there(
    documents: dict[str, Document], bundle: Bundle
) -> None:
    """Files are pages, assets, images, figures or downloads; a fragment is an id of its page."""
    chapters = chapters_of(bundle)
    figures = [drawing.name for drawing in drawings(chapters)]
    figures += [id_ for chapter in chapters for id_, one in chapter.figures.items() if one and one.sheet]
    there = {
        *documents,
        *site.ASSETS,
        *(site.RESULTS, site.PREDICTIONS, site.MODEL, site.PAPER, site.NUMBERS, site.BIBLIOGRAPHY),
        *(f"images/{name}.png" for name in thumbnails(bundle)),
        *(f"figures/{name}{ending}" for name in figures for ending in (".svg", "-narrow.svg", ".png")),
        *(f"data/{name}" for name in csv_files(chapters_of(bundle))),
    }
    for name, document in documents.items():
        for address in addresses(document):
            if address.startswith("https://"):
                continue
            file, _, fragment = address.partition("#")
            assert (file or name) in there, f"{name} links {address}"
            if fragment:
                assert fragment in ids(documents[file or name]), f"{name} links {address}"


def test_nothing_is_asked_of_anybody(documents: dict[str, Document]) -> None:
    """Only links lead outside, and only from the references and to the licence of the data: the pages work from a folder, and ask nobody."""
    for name, document in documents.items():
        links = [link.get("href") or "" for link in document.every("a")]
        outside = [address for address in links if re.match(r"[a-z]+:|//", address)]
        assert (
            not outside or name == "references.html" or all("creativecommons.org" in one for one in outside)
        )
        assert all(address.startswith("https://") for address in outside)
        others = [address for address in addresses(document) if address not in outside]
        assert not any(re.match(r"[a-z]+:|/|\.\.", address) for address in others)


def test_assets_ask_nobody() -> None:
    """Style sheets import nothing and fetch nothing."""
    for name in site.ASSETS:
        text = (templates() / "assets" / name).read_text(encoding="utf-8")
        assert not re.search(r"https?:|url\(|@import|fetch\(|import\(", text), name


def test_ids_are_unique_over_the_whole_report(documents: dict[str, Document]) -> None:
    """Paper is one document, so no two chapters may share an id; `main` belongs to the shell."""
    found = [one for document in documents.values() for one in ids(document) if one != "main"]
    assert len(found) == len(set(found))


def test_every_page_leads_to_every_other(documents: dict[str, Document], bundle: Bundle) -> None:
    """Sidebar and menu bar link every chapter, and mark the one they are on."""
    chapters = chapters_of(bundle)
    for chapter in chapters:
        for name in ("sidebar", "menubar"):
            (bar,) = documents[chapter.file].every("nav", class_=name)
            links = bar.findall(".//ol[@class='chapters']/li/a")
            assert [link.get("href") for link in links] == [other.file for other in chapters]
            assert [link.get("aria-current") for link in links].index("page") == chapter.number


def test_every_section_that_is_named_is_there(documents: dict[str, Document], bundle: Bundle) -> None:
    """In the order of the table of contents."""
    for chapter in chapters_of(bundle):
        found = [one for one in ids(documents[chapter.file]) if one in {each.id for each in chapter.sections}]
        assert found == [section.id for section in chapter.sections], chapter.slug


def test_every_numbered_thing_stands_where_its_caption_says(
    documents: dict[str, Document], bundle: Bundle
) -> None:
    """In its chapter, in the order of the numbers."""
    numbered = captions(chapters_of(bundle)).values()
    for chapter in chapters_of(bundle):
        found = [one for one in ids(documents[chapter.file]) if one.startswith(("fig-", "tab-"))]
        for kind in ("Figure", "Table"):
            here = [one for one in numbered if one.chapter.slug == chapter.slug and one.kind == kind]
            assert [one for one in found if one.startswith(kind[:3].lower())] == [one.anchor for one in here]


def test_what_is_written_is_what_is_linked(built: Built) -> None:
    """The folder on disk has every file that its pages name, and no other but its marks and the index of the search."""
    named = set()
    for page in built.folder.glob("*.html"):
        source = page.read_text(encoding="utf-8")
        named |= {one for one in re.findall(r'(?:href|src|srcset)="([^"#]+)', source) if ":" not in one}
    there = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()}
    assert there - named == {site.MARK, files.LISTING, search.SCRIPT}
    assert named <= there


def test_the_ringed_image_leads_to_its_error(documents: dict[str, Document], bundle: Bundle) -> None:
    """Where the mosaic ends in an error, the ring is a link to that image or to its group; else there is no ring."""
    gallery = present(bundle.findings.gallery)
    links = documents["index.html"].every("a")
    rings = [link for link in links if any(part.get("class") == "ring" for part in link.iter())]
    if gallery is None or not gallery.mosaic_ends_in_error:
        assert not rings
        return
    assert rings
    last, table = gallery.mosaic[-1], bundle.findings.predictions
    cell = f"errors-{table.labels[last]}-{table.predicted[last]}"
    for ring in rings:
        assert ring.attrib["href"] in {f"confusion.html#error-{image_file(last)}", f"confusion.html#{cell}"}
        assert ring.attrib["aria-label"]
