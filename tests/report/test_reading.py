"""Laws that make the pages readable for everybody: by eye, by ear, without script, under a strict policy."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from analysis.statistics.intervals import proportion
from report.output.render import environment
from report.pages import PAGES
from report.titles import report_title, sample

if TYPE_CHECKING:
    from conftest import Document

    from analysis.bundle import Bundle


def text(element: object) -> str:
    """Return the text of an element on one line."""
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
                assert len(image.get("alt").split()) >= 6, image.get("alt")


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
    for page in PAGES:
        document = documents[page.file]
        assert document.root.get("lang") == "en"
        title = text(document.every("title")[0])
        assert report_title(bundle.findings.accuracy.mistakes) in title
        titles.add(title)
        description = document.every("meta", name="description")[0].get("content")
        assert 40 < len(description) < 600
        assert "<" not in description
    assert len(titles) == len(PAGES)


def test_what_is_not_mnist_says_so_on_every_page(documents: dict[str, Document], bundle: Bundle) -> None:
    """A banner with the reason and the size; none on real MNIST."""
    words = sample(bundle.findings.dataset)
    assert (words is None) == (bundle.findings.dataset.name == "mnist")
    for document in documents.values():
        banners = document.every("aside", class_="sample")
        assert [words in text(banner) for banner in banners] == ([True] if words else [])


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
        (43, 10_000, "Ten thousand digits, forty-three mistakes"),
        (1, 10_000, "Ten thousand digits, one mistake"),
        (0, 10_000, "Ten thousand digits, no mistakes"),
        (187, 10_000, "Ten thousand digits, 187 mistakes"),
        (12, 360, "360 digits, twelve mistakes"),
    ],
)
def test_the_title_is_the_finding(count: int, total: int, title: str) -> None:
    """What was counted, in words where a person would say them."""
    assert report_title(proportion(count, total)) == title
