"""Laws of names and marks that lead to what they stand for."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from markupsafe import Markup

from analysis.bundle import Bundle
from report.chapters.model import Chapter
from report.output.pair_links import PairLinks
from tests.report.conftest import Document, words


def shown(place: Element) -> list[Element]:
    """Return the test images at a place."""
    return [one for one in place.iter("li") if "shown" in (one.get("class") or "").split()]


def places(documents: dict[str, Document]) -> dict[str, Element]:
    """Return all places of a report by id, which are unique over its pages."""
    return {
        one.attrib["id"]: one for page in documents.values() for one in page.root.iter() if "id" in one.attrib
    }


def targets(documents: dict[str, Document], name: str) -> list[tuple[Element, Element]]:
    """Return every link of a class with the place that it leads to."""
    there = places(documents)
    links = [link for page in documents.values() for link in page.every("a", class_=name)]
    return [(link, there[(link.get("href") or "").partition("#")[2]]) for link in links]


def test_the_name_of_a_pair_leads_to_all_its_errors(documents: dict[str, Document], bundle: Bundle) -> None:
    """In both directions together: as many images as the bundle counts errors between the two classes."""
    counted = {
        f"pair-{pair.classes[0]}-{pair.classes[1]}": pair.errors for pair in bundle.findings.confusion.pairs
    }
    found = targets(documents, "pair")
    assert bool(found) == bool(bundle.findings.confusion.errors)
    for link, place in found:
        first, second = words(link).split("/")
        assert len(shown(place)) == counted[place.attrib["id"]]
        kinds = {words(one).partition(" · ")[0] for one in place.iter("h3")}
        assert kinds
        assert kinds <= {f"{first} → {second}", f"{second} → {first}"}


def test_no_name_of_a_pair_with_errors_is_left_without_a_link(
    documents: dict[str, Document], bundle: Bundle
) -> None:
    """Wherever a page says 4/9, unless that is inside another link or what opens a fold."""
    with_errors = {
        "/".join(bundle.classes.names[label] for label in pair.classes)
        for pair in bundle.findings.confusion.pairs
        if pair.errors
    }
    for name, page in documents.items():
        main = re.sub(r"(?s)<(a|summary|svg)\b.*?</\1>|<[^>]*>", " ", page.source.partition("<main")[2])
        assert not [pair for pair in with_errors if re.search(rf"(?<![\w/.]){pair}(?![\w/])", main)], name


def test_dots_lead_to_as_many_errors(documents: dict[str, Document]) -> None:
    """The dots of a pair on the front page are the errors that stand at the end of their link."""
    for link, place in targets(documents, "place"):
        dots = list(link.iter("i"))
        if place.attrib["id"].startswith("pair-") and dots:
            assert len(dots) == len(shown(place))


def test_an_image_of_the_matrix_leads_to_itself(documents: dict[str, Document]) -> None:
    """The same picture, with its confidence; what is heard of the link says which image it is."""
    there = places(documents)
    links = [
        link for cell in documents["confusion.html"].every("td", class_="those") for link in cell.iter("a")
    ]
    for link in links:
        place = there[(link.get("href") or "").removeprefix("errors.html#")]
        small, large = link.find("img"), place.find(".//img")
        assert small is not None
        assert large is not None
        assert small.get("src") == large.get("src")
        assert "predicted as" in (small.get("alt") or "")


def test_the_text_names_each_figure_and_table(documents: dict[str, Document]) -> None:
    """By its number, in its own chapter, outside of any figure; a number that is not there leaves no trace."""
    for name, page in documents.items():
        (main,) = page.every("main")
        figures = page.every("figure", class_="figure")
        inside = {id(link) for figure in figures for link in figure.iter("a")}
        spoken = {link.get("href") for link in main.iter("a") if id(link) not in inside}
        assert not [figure.get("id") for figure in figures if f"#{figure.get('id')}" not in spoken], name
        assert "()" not in words(main), name


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("<p>4/9 leads.</p>", '<p><a class="pair" href="confusion.html#pair-4-9">4/9</a> leads.</p>'),
        ('<a href="#x">4/9</a>', '<a href="#x">4/9</a>'),
        ('<img alt="4/9">14/9, 4/90, 4/9/2', '<img alt="4/9">14/9, 4/90, 4/9/2'),
        ("a&lt;b/c", '<a class="pair" href="confusion.html#pair-0-1">a&lt;b/c</a>'),
    ],
)
def test_only_names_in_the_text_become_links(text: str, linked: str) -> None:
    """Not parts of numbers, not attributes, not what is a link; names are found as the page escapes them."""
    chapter = Chapter("confusion", "", "", "", "", places={"4/9": "pair-4-9", "a<b/c": "pair-0-1"})
    assert PairLinks([chapter]).linked(Markup(text), "index.html") == linked  # noqa: S704  # written here
