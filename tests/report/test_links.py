"""Laws of addresses: everything that is linked is there, and nothing is outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.bundle import Bundle
from analysis.system import files
from report.chapters import chapters_of
from report.chapters.model import captions, drawings
from report.images.thumbnails import thumbnails
from report.output import image_scripts, search, site
from report.output.render import templates
from report.output.tables import csv_files
from report.pages import quiz, try_it
from report.text.formats import image_file
from tests.report.conftest import Built, Document, assert_chooses_images, words

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
    figures += [id_ for chapter in chapters for id_, one in chapter.figures.items() if one]
    there = {
        *documents,
        *site.ASSETS,
        *try_it.FILES,
        *quiz.FILES,
        *(site.RESULTS, site.PREDICTIONS, site.MODEL, site.PAPER, site.NUMBERS, site.BIBLIOGRAPHY),
        *image_scripts.NAMES,
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
            if file == "images.html" and "=" in fragment:
                assert_chooses_images(fragment, bundle)
            elif fragment:
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
    assert there - named == {site.MARK, files.LISTING, search.SCRIPT, image_scripts.POINTS}
    assert named <= there


def test_the_errors_of_the_front_page_lead_to_their_images(
    documents: dict[str, Document], bundle: Bundle
) -> None:
    """Each is shown once, the most confident first, and its link leads to the same image among all errors."""
    links = [link for each in documents["index.html"].every("ol", class_="errors") for link in each.iter("a")]
    errors = bundle.findings.confusion.errors
    shown = [error.index for error in sorted(errors, key=lambda error: -(error.confidence or 0))][:30]
    if errors:
        assert [link.get("href") for link in links] == [
            f"errors.html#error-{image_file(each)}" for each in shown
        ]
    else:
        assert all((link.get("href") or "").startswith("confidence.html#image-") for link in links)
    for link in links:
        page, _, place = (link.get("href") or "").partition("#")
        (there,) = [*documents[page].every("li", id=place), *documents[page].every("article", id=place)]
        large = [one.get("src") for one in there.iter("img")]
        assert large[:1] == [one.get("src") for one in link.iter("img")]


def test_claims_and_terms_are_reached_from_where_they_are_used(
    documents: dict[str, Document], bundle: Bundle
) -> None:
    """Each claim from its evidence, each use of a term that the glossary knows from the glossary."""
    back = {
        link.get("href")
        for page in documents.values()
        for line in page.every("p", class_="back")
        for link in line.iter("a")
    }
    assert back == {f"index.html#claim-{claim.name}" for claim in bundle.findings.claims}
    used = {
        (f"{file}", link.get("href", "").rpartition("term-")[2])
        for file, page in documents.items()
        for link in page.every("a", class_="term")
    }
    listed = set()
    for line in documents["glossary.html"].every("p", class_="uses"):
        for link in line.iter("a"):
            file, _, place = (link.get("href") or "").partition("#")
            (there,) = documents[file].every("a", id=place)
            listed.add((file, there.get("href", "").rpartition("term-")[2]))
    assert listed == used


def test_tests_and_p_values_are_folded(documents: dict[str, Document]) -> None:
    """What the front page shows at once is each claim, its verdict and its evidence."""
    (claims,) = documents["index.html"].every("ol", class_="findings")
    for fold in list(claims.iter("details")):
        fold.clear()
    assert words(claims)
    assert not re.search(r"\bp [=<>]|\btest\b|\bquantile", words(claims))
