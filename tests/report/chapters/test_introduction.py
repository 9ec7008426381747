"""Laws of the introduction: it fits the model and the data, and stays short."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest

from analysis.bundle import Bundle
from report.chapters.introduction import chapter, title
from report.chapters.questions import questions
from tests.report.chapters.bundles import ANIMALS, alone, rendered, trained, with_network
from tests.report.conftest import parse, words

BUNDLES = {
    "labels alone": alone(),
    "flawless": alone(flawless=True),
    "given as a file": with_network(),
    "trained": trained(),
    "MNIST": trained(name="mnist"),
    "animals": trained(ANIMALS, "folder"),
    "dense": with_network(ANIMALS, "folder", kind="fully connected", convolutions=0),
    "other": with_network(ANIMALS, "folder", kind="other", convolutions=0),
}


@pytest.mark.parametrize("name", BUNDLES)
def test_digits_and_mnist_are_named_only_where_the_data_are_such(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of other classes no word is said of digits or of MNIST, and only MNIST is called the benchmark used here."""
    bundle = BUNDLES[name]
    main = text(rendered(chapter, bundle, monkeypatch))
    if bundle.classes == ANIMALS:
        assert "animals" in main
        assert not re.search(r"digit|handwrit|MNIST|\bten\b", main.replace("handwritten digits (LeCun", ""))
    assert ("standard benchmark" in main) == (name == "MNIST")
    assert ("handwritten" in title(bundle)) == (name in {"given as a file", "trained", "MNIST"})


@pytest.mark.parametrize(
    ("bundle", "named"),
    [
        (with_network(), "convolutional"),
        (with_network(kind="other"), "neural network"),
    ],
    ids=["convolutional", "other"],
)
def test_the_kind_of_model_is_that_of_the_bundle(
    bundle: Bundle, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a network with convolutions is called convolutional, in the title and on the page (S17)."""
    assert named in title(bundle)
    page = rendered(chapter, bundle, monkeypatch)
    assert ("applies the same small filters" in words(main_of(page))) == (named == "convolutional")


def test_only_questions_that_are_answered_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report without further chapters asks nothing; each question ends as one."""
    page = rendered(chapter, trained(), monkeypatch)
    assert not [*main_of(page).iter("li")]
    asked = questions(trained())
    assert len({each.slug for each in asked}) == len(asked)
    assert all(each.words.endswith("?") and each.answer.endswith(".") for each in asked)


@pytest.mark.parametrize("name", ["trained", "MNIST"])
def test_the_introduction_is_short(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A course report's introduction has 250 to 450 words, the list of questions apart."""
    count = len(text(rendered(chapter, BUNDLES[name], monkeypatch)).split())
    assert 250 <= count <= 450


def main_of(page: str) -> Element:
    """Return what the chapter says, without what surrounds it."""
    (main,) = parse(page).every("main")
    return main


def text(page: str) -> str:
    """Return the words of the chapter."""
    return words(main_of(page))
