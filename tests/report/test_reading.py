"""Laws that make the pages readable for everybody: by eye, by ear, without script, under a strict policy."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import pytest

from analysis.bundle import Bundle
from analysis.bundle.record import Proportion
from report.chapters import chapters_of
from report.chapters.frame import frame_of
from report.output.render import environment, templates
from report.pages import pages_of, try_it
from tests.pretended import changed as pretending

if TYPE_CHECKING:
    from tests.report.conftest import Document


def text(element: Element | None) -> str:
    """Return the text of an element on one line."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def test_every_figure_says_what_it_shows(documents: dict[str, Document]) -> None:
    """A number, a claim that ends as a sentence does, a measure, and for figures a reading."""
    for document in documents.values():
        for figure in document.every("figure", class_="figure"):
            number, claim, measure = (
                figure.find(f"figcaption/p[@class='{part}']") for part in ("number", "claim", "measure")
            )
            assert re.fullmatch(r"(Figure|Table) \d+", text(number))
            assert text(claim)[-1] in ".?", text(claim)
            assert text(measure)
            assert text(measure)[-1] != ".", text(measure)
            if text(number).startswith("Figure"):
                assert any(text(fold).startswith("How to read this") for fold in figure.iter("details")), (
                    text(claim)
                )


def test_every_drawn_figure_has_its_numbers(documents: dict[str, Document]) -> None:
    """Values that a picture hides stand in a table, in the figure or elsewhere on its page."""
    for name, document in documents.items():
        for figure in document.every("figure", class_="figure"):
            if figure.find(".//picture") is not None:
                assert list(figure.iter("table")) or document.every("table"), f"{name}: {figure.get('id')}"


def test_every_picture_is_described_or_decoration(documents: dict[str, Document]) -> None:
    """Each image has alt text; that of a drawn figure is a finding in words; sizes are given, so nothing jumps."""
    for document in documents.values():
        for image in document.root.iter("img"):
            assert image.get("alt") is not None
            assert image.get("width")
            assert image.get("height")
            if (image.get("src") or "").startswith("figures/"):
                assert len((image.get("alt") or "").split()) >= 6, image.get("alt")


def test_nothing_needs_inline_style_or_script(documents: dict[str, Document]) -> None:
    """The pages hold under `default-src 'self'`."""
    for document in documents.values():
        assert not document.every("style")
        assert all(script.get("src") and not script.text for script in document.root.iter("script"))
        for element in document.root.iter():
            assert "style" not in element.attrib, element.attrib
            assert not any(name.startswith("on") for name in element.attrib)


def test_headings_step_down_one_at_a_time(documents: dict[str, Document]) -> None:
    """One h1, and no level is left out on the way down."""
    for name, document in documents.items():
        levels = [
            int(element.tag[1]) for element in document.root.iter() if element.tag in {"h1", "h2", "h3", "h4"}
        ]
        assert levels.count(1) == 1, name
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (
            name,
            levels,
        )


def test_every_page_names_itself(documents: dict[str, Document], bundle: Bundle) -> None:
    """Language, a title of its own, and a description in words."""
    titles = set()
    for chapter in (*chapters_of(bundle), *pages_of(bundle, {try_it.STEPS})):
        document = documents[chapter.file]
        assert document.root.get("lang") == "en"
        title = text(document.every("title")[0])
        assert frame_of(bundle).title in title
        titles.add(title)
        description = document.every("meta", name="description")[0].get("content") or ""
        assert 40 < len(description) < 900
        assert "<" not in description
    assert len(titles) == len(documents)


def test_what_is_not_mnist_says_so_on_every_page(documents: dict[str, Document], bundle: Bundle) -> None:
    """A banner with the reason and the size where the sample stands in; none on MNIST, and none on data of one's own."""
    banner = frame_of(bundle).banner
    assert (banner is not None) == (bundle.findings.dataset.name == "digits")
    for document in documents.values():
        banners = document.every("aside", class_="sample")
        assert [banner.words in text(one) for one in banners] if banner else not banners


def test_every_page_says_where_it_comes_from(documents: dict[str, Document], bundle: Bundle) -> None:
    """The footer names run, date, data and program."""
    for document in documents.values():
        footer = text(document.every("footer")[0])
        assert bundle.provenance.program in footer
        assert bundle.findings.dataset.title in footer
        assert (bundle.provenance.run_key or "given as a file") in footer


def test_table_heads_have_a_scope(documents: dict[str, Document]) -> None:
    """A listener hears the head of each cell; a corner is no head."""
    for document in documents.values():
        for head in document.root.iter("th"):
            assert head.get("scope") in {"row", "col", "colgroup", "rowgroup"}, text(head)


@pytest.mark.parametrize("forbidden", ["nan", "inf", "Undefined", "{{", "{%", "&amp;lt;", "  %", "--"])
def test_no_trace_of_the_machine_is_left_in_the_text(documents: dict[str, Document], forbidden: str) -> None:
    """No Python value, no template mark and no double escape reaches the reader."""
    for name, document in documents.items():
        body = document.every("body")[0]
        plain = re.sub(r"(?s)\$ .*?$", "", text(body.find(".//main")))
        assert not re.search(rf"(?<![\w-]){re.escape(forbidden)}(?![\w-])", plain), name


def test_a_missing_number_is_an_error_and_not_a_word() -> None:
    """`None` is never printed."""
    with pytest.raises(ValueError, match="None"):
        environment().from_string("{{ nothing }}").render(nothing=None)


@pytest.mark.parametrize(
    ("count", "total", "title"),
    [
        (43, 10_000, "Ten thousand digits, forty-three errors"),
        (1, 10_000, "Ten thousand digits, one error"),
        (0, 10_000, "Ten thousand digits, no errors"),
        (187, 10_000, "Ten thousand digits, 187 errors"),
        (12, 360, "360 digits, twelve errors"),
    ],
)
def test_the_title_is_the_finding(count: int, total: int, title: str, tiny_bundle: Bundle) -> None:
    """What was counted, in words where a person would say them."""
    accuracy = pretending(tiny_bundle.findings.accuracy, errors=Proportion.of(count, total))
    findings = tiny_bundle.findings.model_copy(update={"accuracy": accuracy})

    assert frame_of(tiny_bundle.model_copy(update={"findings": findings})).title == title


def test_terms_are_linked_where_they_are_first_used(documents: dict[str, Document]) -> None:
    """Each term of the glossary is linked from some chapter, to the place where it is explained."""
    terms = {entry.get("id") for entry in documents["glossary.html"].every("dt")}
    linked = {
        (link.get("href") or "").partition("#")[2]
        for document in documents.values()
        for link in document.every("a", class_="term")
    }
    assert linked <= terms


def test_what_is_listed_is_cited(documents: dict[str, Document]) -> None:
    """The references hold every work that a chapter cites, and no other."""
    listed = {entry.get("id") for entry in documents["references.html"].every("li") if entry.get("id")}
    cited = {
        (link.get("href") or "").partition("#")[2]
        for document in documents.values()
        for link in document.every("a", class_="cite")
    }
    assert listed == cited
    assert len(listed) > 10


def test_no_template_line_is_long() -> None:
    """Templates, style sheets and scripts read like prose: no line over 120 characters, nor over 120 bytes."""
    long = [
        f"{path.name}:{number}"
        for path in filter(Path.is_file, templates().rglob("*"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line.encode()) > 120
    ]
    assert long == []


def test_the_medium_is_asked_for_in_the_parts_only() -> None:
    """What a chapter says is the same on the screen and on paper, apart from the parts."""
    for path in templates().rglob("*.jinja"):
        assert "medium" not in path.read_text(encoding="utf-8"), path.name
