"""Laws of addresses: everything that is linked is there, and nothing is outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from report.figures import FIGURES, is_drawn
from report.images.thumbnails import drawings
from report.output import site
from report.pages import PAGES, labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Built, Document

    from analysis.bundle import Bundle

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
    """Files are pages, assets, digits, figures or downloads; a fragment is an id of its page."""
    figures = [name for name in FIGURES if is_drawn(name, bundle.findings)]
    there = {
        *documents,
        *site.ASSETS,
        *(site.RESULTS, site.PREDICTIONS, site.MODEL, site.PAPER),
        *(f"digits/{name}.png" for name in drawings(bundle)),
        *(f"figures/{name}{ending}.svg" for name in figures for ending in ("", "-narrow")),
    }
    for name, document in documents.items():
        for address in addresses(document):
            file, _, fragment = address.partition("#")
            assert (file or name) in there, f"{name} links {address}"
            if fragment:
                assert fragment in ids(documents[file or name]), f"{name} links {address}"


def test_no_address_is_absolute(documents: dict[str, Document]) -> None:
    """No scheme, no host, no root: the pages work from a folder, and ask nobody."""
    for document in documents.values():
        assert not re.search(r"https?:|data:|//[a-z]", document.source.replace("://www.w3.org", ""))
        assert not any(address.startswith(("/", "..")) for address in addresses(document))


def test_assets_ask_nobody() -> None:
    """Style sheets import nothing and fetch nothing."""
    for name in site.ASSETS:
        text = (site.templates() / "assets" / name).read_text(encoding="utf-8")
        assert not re.search(r"https?:|url\(|@import|fetch\(|import\(", text), name


def test_ids_are_unique_over_the_whole_report(documents: dict[str, Document]) -> None:
    """Paper is one document, so no two chapters may share an id; `main` belongs to the shell."""
    found = [one for document in documents.values() for one in ids(document) if one != "main"]
    assert len(found) == len(set(found))


def test_every_page_leads_to_every_other(documents: dict[str, Document]) -> None:
    """The rail has ten links, and marks the page it is on."""
    for page in PAGES:
        links = documents[page.file].every("nav", class_="rail")[0].findall(".//ol[@class='chapters']/li/a")
        assert [link.get("href") for link in links] == [other.file for other in PAGES]
        assert [link.get("aria-current") for link in links].index("page") == page.number


def test_every_numbered_thing_stands_where_its_label_says(
    documents: dict[str, Document], bundle: Bundle
) -> None:
    """In its chapter, in the order of the numbers."""
    for page in PAGES:
        found = [one for one in ids(documents[page.file]) if one.startswith(("fig-", "tab-"))]
        for kind in ("Figure", "Table"):
            here = [
                label
                for label in labels(bundle.findings).values()
                if label.page == page and label.kind == kind
            ]
            assert [one for one in found if one.startswith(kind[:3].lower())] == [
                label.anchor for label in here
            ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_what_is_written_is_what_is_linked(built: Built, page: object) -> None:
    """The folder on disk has every file that its pages name."""
    source = (built.folder / page.file).read_text(encoding="utf-8")
    for address in re.findall(r'(?:href|src|srcset)="([^"#]+)', source):
        assert (built.folder / address).is_file(), address
