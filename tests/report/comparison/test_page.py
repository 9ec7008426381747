"""The page of a comparison: it asks for nothing, shows every image that one alone predicts correctly, and says what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from analysis.bundle import Bundle
from analysis.comparison import compare
from report.comparison import gallery
from report.comparison.page import page
from tests.kinds import rival_of
from tests.report.conftest import Document, parse, words


def paged(*bundles: Bundle) -> Document:
    return parse(page(compare([(f"number {place}", each) for place, each in enumerate(bundles)])))


@pytest.fixture(scope="module")
def document(kind: Callable[[str], Bundle]) -> Document:
    """The page of three reports: one with images, two without."""
    ours = kind("two-classes")
    return paged(rival_of(ours), ours, rival_of(ours, seed=1))


def test_it_holds_all_that_it_shows(document: Document) -> None:
    """Pictures, styles, scripts and tables are inside; each link leads to a place of the page; no id stands twice."""
    ids = [element.attrib["id"] for element in document.root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for element in document.root.iter():
        for name in {"src", "srcset", "href"} & set(element.attrib):
            to = element.attrib[name]
            assert to.startswith("data:") or (to.startswith("#") and to[1:] in ids), (element.tag, to[:80])
    assert not re.search(r"url\(|@import|fetch\(", document.source)


@pytest.mark.parametrize("name", ["two-classes", "forty-classes", "photographs", "three-without-scores"])
def test_every_discordant_image_is_there(name: str, kind: Callable[[str], Bundle]) -> None:
    """Law: both galleries hold as many images as the counts say; the picture, or the words that no report holds it."""
    ours = kind(name)
    other = rival_of(ours)
    (found,) = compare([("", other), ("", ours)])
    document = parse(page([found]))
    for id_, rows in (("fixed-b", found.fixed), ("broken-b", found.broken)):
        (section,) = document.every("section", id=f"images-{id_}")
        shown = [words(item) for item in section.iter("li")]
        pictures = sum(1 for _ in section.iter("img"))
        assert [re.search(r"no\. (\d+)", text)[1] for text in shown] == list(map(str, rows))  # type: ignore[index]
        said = re.search(r"(No image is|(\S+) images? (?:is|are) not) shown, since neither", words(section))
        assert (said is not None) == (pictures < len(rows))


def test_what_no_report_holds_is_said(kind: Callable[[str], Bundle]) -> None:
    """Two reports of predictions alone: no image, and the reason of either."""
    ours = kind("three-without-scores")
    document = paged(ours, rival_of(ours))

    assert "No image is shown, since neither report holds" in words(document.every("main")[0])
    assert "A: no test images were given" in words(document.every("main")[0])


def test_what_is_not_known_of_both_is_omitted_with_its_reason(kind: Callable[[str], Bundle]) -> None:
    """Without scores log loss and calibration are no table, and a sentence says why."""
    ours = kind("three-without-scores")
    document = paged(ours, rival_of(ours))

    (section,) = document.every("section", id="probabilities-b")
    assert "The log losses are not compared: in A, no probabilities were given." in words(section)
    assert "Calibration is not compared: in A, no probabilities were given." in words(section)
    assert not document.every("figure", id="tab-calibration-b")


def test_equal_reports_are_said_to_be_equal(kind: Callable[[str], Bundle]) -> None:
    """Law: the page of a report and itself shows no image and no difference."""
    bundle = kind("two-classes")
    document = paged(bundle, bundle)

    assert [words(each) for each in document.every("h1")] == ["A and B misclassify the same images"]
    assert "mid‑p = 1" in words(document.every("main")[0]).replace("\N{NO-BREAK SPACE}", " ")
    assert "The log loss of B minus that of A is exactly 0." in words(document.every("main")[0])
    assert not document.every("li", class_="shown")


def test_a_long_gallery_is_cut_and_says_so(
    kind: Callable[[str], Bundle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first images are shown, and the table to be taken away has all."""
    monkeypatch.setattr(gallery, "MOST", 3)
    ours = kind("forty-classes")
    (found,) = compare([("", ours), ("", rival_of(ours))])
    document = parse(page([found]))

    (section,) = document.every("section", id="images-broken-b")
    assert len(list(section.iter("li"))) == 3
    assert f"The first 3 of {len(found.broken)} are shown" in words(section)


def test_equal_reports_give_equal_pages(kind: Callable[[str], Bundle]) -> None:
    """Law: the same bundles give the same bytes."""
    ours = kind("two-classes")
    several = compare([("", ours), ("", rival_of(ours))])

    assert page(several) == page(several)
