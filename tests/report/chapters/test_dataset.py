"""Laws of the chapter on the data: it counts every image, and says of their origin only what is known."""

from __future__ import annotations

import re

import pytest

from analysis.bundle import Bundle
from analysis.bundle.classes import DIGITS
from analysis.bundle.dataset import Balance, SourceTried
from report.chapters.dataset import balance, chapter, class_counts
from report.text.naming import Naming
from tests.report.chapters.bundles import ANIMALS, alone, changed, data, rendered, trained, with_network
from tests.report.conftest import parse, words

ALL = {
    "labels alone": alone(),
    "given as a file": with_network(ANIMALS, "folder"),
    "trained": trained(),
    "MNIST": trained(name="mnist"),
}


def page(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> str:
    (main,) = parse(rendered(chapter, bundle, monkeypatch)).every("main")
    return words(main)


def test_a_class_with_hardly_fewer_images_has_nearly_as_many() -> None:
    """Not 100% as many, which would be all."""
    nearly = data(3, name="folder", balance=Balance(least=1, most=2, ratio=0.999, level="balanced"))
    assert "dog, has nearly as many training images" in balance(nearly, Naming(ANIMALS))


@pytest.mark.parametrize("bundle", ALL.values(), ids=ALL)
def test_every_image_is_counted(bundle: Bundle) -> None:
    """In each part the rows add up to the last one; every row has as many cells as the table has columns."""
    table = class_counts(bundle)
    assert table.footer
    assert {len(row.cells) for row in (*table.rows, table.footer)} == {len(table.columns)}
    assert len(table.rows) == len(bundle.classes.names)
    for place, column in enumerate(table.columns):
        if column.kind == "number":
            found = [int(str(row.cells[place]).replace(",", "")) for row in table.rows]
            assert sum(found) == int(str(table.footer.cells[place]).replace(",", ""))


LICENCES = {
    "fashion-mnist": ("Xiao et al., 2017", "MIT licence"),
    "kmnist": ("created by CODH", "Attribution-ShareAlike"),
    "qmnist": ("Yadav", "BSD-style licence"),
    "emnist-letters": ("Cohen et al., 2017", "name no licence"),
}


@pytest.mark.parametrize("published", LICENCES)
@pytest.mark.parametrize("downloaded", [True, False])
def test_published_sets_name_authors_and_licence(
    published: str, downloaded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A set that was downloaded is told apart from one that has its names and numbers; both with their licence."""
    tried = (SourceTried(name="a download", outcome="used"),) if downloaded else ()
    found = data(3, name="folder", title="These", published=published, tried=tried)
    text = page(changed(trained(ANIMALS, "folder"), dataset=found), monkeypatch)
    assert all(said in text for said in LICENCES[published])
    assert ("these are the data of These" in text) == (not downloaded)
    assert ("These were verified when they were downloaded" in text) == downloaded
    assert "not recorded" not in text


@pytest.mark.parametrize("bundle", ALL.values(), ids=ALL)
def test_sections_of_the_sidebar_are_on_the_page(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same order."""
    (main,) = parse(rendered(chapter, bundle, monkeypatch)).every("main")
    found = [section.get("id") for section in main.iter("section")]
    assert found == [section.id for section in chapter(bundle).sections]


def test_other_classes_are_not_called_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on the page counts to ten, or names digits."""
    text = page(ALL["given as a file"], monkeypatch)
    assert "Animal" in text
    assert not re.search(r"\bdigits?\b|\bten\b", text.replace("digits-report", ""))
    assert "ten digits" in page(trained(DIGITS), monkeypatch)
