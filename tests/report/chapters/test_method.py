"""Laws of the chapter on the method: it describes this network and this training, and nothing that is not known."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from analysis.bundle import Bundle
from report.chapters.method import architecture, chapter, title
from report.chapters.model import AnyTable
from tests.report.chapters.bundles import (
    ANIMALS,
    alone,
    changed,
    data,
    layer,
    net,
    rendered,
    trained,
    with_network,
)
from tests.report.conftest import parse, words

ALL = {
    "labels alone": alone(),
    "flawless": alone(ANIMALS, flawless=True),
    "given as a file": with_network(ANIMALS, "folder"),
    "dense": with_network(ANIMALS, "folder", kind="fully connected", convolutions=0),
    "trained": trained(),
    "animals": trained(ANIMALS, "folder"),
    "MNIST": trained(name="mnist"),
    "not augmented": changed(trained(), dataset=data(10, name="digits")),
}


def main_of(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> Element:
    (main,) = parse(rendered(chapter, bundle, monkeypatch)).every("main")
    return main


# --- what is there, and what is not --------------------------------------------------------------------------


@pytest.mark.parametrize("bundle", ALL.values(), ids=ALL)
def test_sections_figures_and_tables_follow_the_bundle(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has the sections of the sidebar, and every figure and table that is numbered, in this order."""
    found, main = chapter(bundle), main_of(bundle, monkeypatch)
    assert [section.get("id") for section in main.iter("section")] == [each.id for each in found.sections]
    shown = [each.get("id") or "" for each in main.iter("figure")]
    for start, those in (("fig-", found.figures), ("tab-", found.tables)):
        assert [id_ for id_ in shown if id_.startswith(start)] == [start + id_ for id_ in those if those[id_]]


@pytest.mark.parametrize("name", ["flawless", "given as a file", "dense", "animals"])
def test_other_classes_are_not_called_digits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No digit, no ten, no 6 that turns into a 9."""
    text = words(main_of(ALL[name], monkeypatch)).replace("digits-report", "")
    assert not re.search(r"\bdigits?\b|\bten\b|28 × 28|784", text)


def test_paper_has_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each figure and table of the web page is in the paper, too."""
    paper = rendered(chapter, ALL["trained"], monkeypatch, "paper")
    web = rendered(chapter, ALL["trained"], monkeypatch)
    for kind in ("fig", "tab"):
        found = [set(re.findall(rf'id="({kind}-[a-z-]+)"', page)) for page in (paper, web)]
        assert found[0] == found[1] != set()


# --- network --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"convolutions": 1}, "one convolutional layer, 1,359 parameters"),
        ({"kind": "other", "convolutions": 0}, "a network of 1,359 parameters"),
    ],
)
def test_the_title_names_the_kind_of_network(changes: dict[str, Any], said: str) -> None:
    """Only what has convolutions is called convolutional (S17)."""
    assert title(net(3, **changes)) == said


def test_every_layer_has_its_row_and_a_bar_of_its_share() -> None:
    """The bar encodes the share of the parameters, which stand beside it (S18); what has none has a dash."""
    network = net(3)
    table = architecture.layers(network).table
    check_rows(table)
    assert [getattr(row.cells[0], "text", "") for row in table.rows] == ["Convolution", "Flatten", "Dense"]
    bars = [getattr(row.cells[-1], "bar", None) for row in table.rows]
    first, _, last = network.shares
    assert bars == [(first, last), None, (last, last)]
    assert [row.cells[4] for row in table.rows] == ["60", "–", "1,299"]


@pytest.mark.parametrize("count", [2, 5, 28])
def test_the_diagram_is_as_tall_as_its_layers_need(count: int) -> None:
    """In each place where it is shown, more layers never make it lower, and its description lists them all."""
    few, many = (
        net(3, layers=tuple(layer(f"l{k}", "Dense", 1, "", "", (3,)) for k in range(size)))
        for size in (count, count + 12)
    )
    lower, higher = (architecture.diagram(each, ANIMALS).drawings[0] for each in (few, many))
    assert lower.narrow <= higher.narrow
    assert lower.alt.count("dense") == count


def check_rows(table: AnyTable) -> None:
    """Each row has as many cells as the table has columns."""
    rows = [*table.rows, *([table.footer] if table.footer else [])]
    assert {len(row.cells) for row in rows} == {len(table.columns)}
