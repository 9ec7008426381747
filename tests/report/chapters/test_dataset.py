"""Laws of the chapter on the data: it counts every image, and says of their origin only what is known."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from analysis.bundle import Bundle
from analysis.bundle.classes import DIGITS
from analysis.bundle.dataset import Balance, SourceTried
from analysis.bundle.record import Omitted
from report.chapters.dataset import balance, chapter, class_counts, lead, pixels
from report.text.naming import Naming
from tests.report.chapters.bundles import ANIMALS, alone, changed, data, rendered, trained, with_network
from tests.report.conftest import parse, words

Level = Literal["equal", "balanced", "uneven"]

ALL = {
    "labels alone": alone(),
    "given as a file": with_network(ANIMALS, "folder"),
    "trained": trained(),
    "MNIST": trained(name="mnist"),
}


def page(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> str:
    (main,) = parse(rendered(chapter, bundle, monkeypatch)).every("main")
    return words(main)


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("equal", "All animals have equally many training images."),
        ("balanced", "The classes are balanced: the least frequent, dog, has 75% as many training images"),
        ("uneven", "The classes are unbalanced: the least frequent, dog, has 75% as many training images"),
    ],
)
def test_balance_is_that_of_the_study(level: Level, said: str) -> None:
    """The caption takes its word from the bundle, and names the least and the most frequent class."""
    found = data(3, name="folder", balance=Balance(least=1, most=2, ratio=0.75, level=level))
    claim = balance(found, Naming(ANIMALS))
    assert claim.startswith(said)
    assert ("the most frequent, emu." in claim) == (level != "equal")
    nearly = data(3, name="folder", balance=Balance(least=1, most=2, ratio=0.999, level="balanced"))
    assert "dog, has nearly as many training images" in balance(nearly, Naming(ANIMALS))


def test_balance_of_labels_alone_is_that_of_the_test_set() -> None:
    """Without training images the caption does not speak of any."""
    bundle = alone(ANIMALS)
    assert "test images" in balance(bundle.findings.dataset, Naming(ANIMALS))
    assert "training images were given" in lead(bundle)


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


def test_examples_are_shown_only_where_there_are_images() -> None:
    """Labels alone have no pictures."""
    kinds = {name: [column.kind for column in class_counts(bundle).columns] for name, bundle in ALL.items()}
    assert {name for name, kind in kinds.items() if "images" in kind} == set(ALL) - {"labels alone"}


@pytest.mark.parametrize("name", ALL)
def test_origin_and_licence_are_those_of_the_data(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only MNIST is said to be of NIST, and only its writers are discussed; other data get no licence from us."""
    text = page(ALL[name], monkeypatch)
    assert ("Census Bureau" in text) == (name == "MNIST")
    assert ("Attribution-ShareAlike" in text) == (name == "MNIST")
    assert ("not recorded" in text) == (name in {"labels alone", "given as a file"})
    assert ("equal those of the official MNIST files" in text) == (name == "MNIST")
    assert ("not those of MNIST" in text) == (name in {"trained", "labels alone"})


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


@pytest.mark.parametrize("name", ALL)
def test_the_use_of_the_parts_is_that_of_this_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The validation split follows a training only where there was one."""
    text = page(ALL[name], monkeypatch)
    assert ("how the training proceeds" in text) == (name in {"trained", "MNIST"})
    assert ("in its training is not known" in text) == (name == "given as a file")
    assert ("stratified" in text) == (name != "labels alone")


def test_every_source_that_was_tried_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its outcome, and with the fact that another data set was asked for."""
    tried = (SourceTried(name="a download", outcome="no answer"), SourceTried(name="a cache", outcome="used"))
    bundle = changed(trained(), dataset=data(10, name="digits", tried=tried, fallback=True))
    text = page(bundle, monkeypatch)
    assert all(each in text for each in ("A download", "no answer", "A cache", "MNIST was requested"))
    assert "MNIST was requested" not in page(ALL["trained"], monkeypatch)


def test_pixels_are_described_only_where_they_were_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Full ink is said of drawings only."""
    bundle = trained()
    assert "full ink" in pixels(bundle)
    photographs = bundle.model_copy(
        update={"images": bundle.images.model_copy(update={"polarity": "photograph"})}
    )
    assert "ink" not in pixels(photographs)
    without = data(10, name="digits", pixels=Omitted(reason="not measured"))
    assert "not 0" not in page(changed(bundle, dataset=without), monkeypatch)


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
