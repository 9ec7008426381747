"""Which errors a reader is asked to label, and with which answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.bundle import Bundle
from report.pages import quiz

WITH = ("published", "sample", "distinct-numbers", "two-classes", "forty-classes", "guessing", "photographs")
WITHOUT = ("flawless", "one-error", "three-without-scores", "scores-alone")


@pytest.mark.parametrize("name", WITH)
def test_ten_errors_are_asked_with_their_labels_among_the_answers(
    kind: Callable[[str], Bundle], name: str
) -> None:
    """Different ones that have a card, in the order of the test set; five answers, or all, in the order of the labels."""
    bundle = kind(name)
    page = quiz.page(bundle, ())
    assert page
    asked, names = page.say["questions"], list(bundle.classes.names)
    indices = [one.card.image.image.index for one in asked]
    assert len(set(indices)) == 10
    assert indices == sorted(indices)
    for one in asked:
        error = one.card.image
        assert {one.label, one.predicted} <= set(one.answers)
        places = [names.index(answer) for answer in one.answers]
        assert places == sorted(places)
        assert len(places) == min(5, len(names))
        shares = sorted(error.probabilities or (), reverse=True)
        offered = sorted((error.probabilities[place] for place in places), reverse=True)
        assert offered[: len(places) - 1] == shares[: len(places) - 1]


def test_one_is_taken_of_each_tenth_of_the_errors(kind: Callable[[str], Bundle]) -> None:
    """By confidence: of 29 errors those in the places 2, 5, 8, 11, 14, 16, 19, 22, 25 and 28."""
    bundle = kind("published")
    page = quiz.page(bundle, ())
    assert page
    errors = sorted(bundle.findings.confusion.errors, key=lambda error: -(error.confidence or 0))
    assert len(errors) == 29
    asked = {one.card.image.image.index for one in page.say["questions"]}
    assert asked == {errors[place - 1].index for place in (2, 5, 8, 11, 14, 16, 19, 22, 25, 28)}


@pytest.mark.parametrize("name", WITHOUT)
def test_there_is_no_page_without_images_probabilities_or_ten_errors(
    kind: Callable[[str], Bundle], name: str
) -> None:
    """Nor a way there from the front page."""
    assert quiz.page(kind(name), ()) is None
