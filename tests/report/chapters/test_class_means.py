"""The chapter on class means: no pair is closest and no link exists without a test, for any classes and images."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.bundle.classes import Classes, ImageFormat
from report.chapters import phrases
from report.chapters.class_means import chapter, mean_differences, mean_distances, means_and_errors, variation
from report.chapters.model import Cell
from report.figures.canvas import Medium
from report.output.render import Renderer
from report.text.naming import Naming
from tests.report.chapters import small_bundle as small

PARTS: dict[str, dict[str, Any]] = {
    "whole": {"class_means": small.class_means()},
    "photographs": {"class_means": small.class_means(), "polarity": "photograph"},
    "no errors": {
        "class_means": small.class_means((0, 0, 0), link=None, closest_pairs=None),
        "confusion": small.confusion(0),
    },
    "equally many errors": {"class_means": small.class_means((4, 4, 4), link=None)},
    "no claims": {"class_means": small.class_means(), "claims": ()},
}


@pytest.mark.parametrize("medium", ["web", "paper"])
@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_every_kind_of_bundle_renders(
    parts: dict[str, Any], medium: Medium, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each section, figure and table of the chapter stands on its page, once."""
    monkeypatch.setattr("report.chapters.CHAPTERS", (chapter,))
    monkeypatch.setattr("report.pages.PAGES", ())
    bundle = small.bundle(**parts)
    renderer, shown = Renderer(bundle, medium), chapter(bundle)
    text = " ".join((renderer.paper() if medium == "paper" else renderer.pages()["class-means.html"]).split())

    assert shown
    assert all(f'<section id="{section.id}">' in text for section in shown.sections)
    for kind, numbered in (("fig", shown.figures), ("tab", shown.tables)):
        for name, one in numbered.items():
            assert text.count(f'id="{kind}-{name}"') == (one is not None)
    assert ("more ink" in text) == (parts.get("polarity") != "photograph")


def test_each_bar_shows_the_distance_beside_it() -> None:
    """A bar encodes the number before it, on a track as long as the largest distance."""
    found = small.class_means()
    table = mean_distances.table(found, small.NAMING, errors=True).table
    bars = [cell.bar for row in table.rows for cell in row.cells if isinstance(cell, Cell) and cell.bar]

    assert [column.name for column in table.columns[2:4]] == ["Distance", "Distance as a bar"]
    assert [f"{amount:.2f}" for amount, _ in bars] == [row.cells[2] for row in table.rows]
    assert {most for _, most in bars} == {found.ranked[-1].distance}


@pytest.mark.parametrize("errors", [True, False])
def test_errors_are_listed_only_where_there_are_any(errors: bool) -> None:
    """Without an error, a column of zeros is left out."""
    table = mean_distances.table(small.class_means(), small.NAMING, errors=errors).table

    assert ("Errors" in {column.name for column in table.columns}) == errors
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_the_list_holds_the_ten_closest_the_shown_and_the_farthest() -> None:
    """Of many pairs, all that the page speaks of are listed, and the list says that it is cut."""
    pairs = [(first, second) for second in range(1, 6) for first in range(second)]
    ranked = tuple(small.distance(rank, 0, pair) for rank, pair in enumerate(pairs, 1))
    found = small.class_means(ranked=ranked, differences=(small.difference(ranked[11]),))

    assert [each.rank for each in mean_distances.listed_pairs(found)] == [*range(1, 11), 12, 15]
    naming = Naming(Classes(names=tuple("abcdef"), noun="letter", nouns="letters"))
    found = small.class_means(
        ranked=ranked, differences=(small.difference(ranked[11]),), distances=((0.0,) * 6,) * 6
    )
    table = mean_distances.table(found, naming, errors=False)
    assert "the ten closest of 15 pairs" in table.measure
    assert len(table.numbers[-1].rows) == 15


def test_without_a_link_its_caption_says_why() -> None:
    """Equal distances or errors have no correlation."""
    assert (
        phrases.closer_means(small.class_means(link=None)) == "Distances or errors are equal for all pairs."
    )


def test_where_every_pair_was_confused_none_is_set_beside_the_closest() -> None:
    """Without a pair that does not fit, that is said."""
    words = means_and_errors.closest_and_errors(small.class_means((9, 3, 2)), small.NAMING)

    assert words.endswith("Every other pair was confused, too.")


@pytest.mark.parametrize(
    ("polarity", "said"),
    [
        ("ink", "Both means have equally much ink."),
        ("photograph", "Both means are equally bright."),
    ],
)
def test_equal_means_differ_in_no_ink(polarity: Any, said: str) -> None:  # noqa: ANN401
    """Photographs are bright, drawings have ink: neither mean has more."""
    images = ImageFormat(height=4, width=5, channels=1, polarity=polarity)
    each = small.difference(small.distance(2, 0)).model_copy(update={"more_ink": None})

    assert mean_differences.more_ink(each, images, small.NAMING) == said


def test_each_shown_pair_has_its_reason() -> None:
    """Prespecified pairs come first; the others say why they are shown."""
    first, second, third = (small.distance(rank, 5 - rank) for rank in (1, 2, 3))
    found = small.class_means(
        differences=(
            small.difference(third, named=True),
            small.difference(first, closest=True, most=True),
            small.difference(second),
        )
    )

    assert mean_differences.chosen(found, small.NAMING) == (
        "Shown: dog/emu (prespecified); cat/dog (the closest means, the most errors); "
        "cat/emu (second closest means)."
    )


def test_classes_vary_equally_where_none_varies_least() -> None:
    """Constant images have no class that varies least."""
    assert "vary equally" in variation(small.class_means(least_varied=0, most_varied=0), small.NAMING)
