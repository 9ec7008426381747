"""Outputs in another order than the classes, and parts that do not fit together, are named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle.accuracy import OtherOrder
from analysis.evidence import Evidence
from analysis.statistics import selection
from analysis.studies import accuracy
from tests.evidences import answers, evidence_of

RNG = np.random.default_rng(1)
LABELS = np.repeat(np.arange(6), 40)
MOSTLY = np.where(RNG.random(len(LABELS)) < 0.05, RNG.integers(0, 6, len(LABELS)), LABELS)


def order_of(means: list[int] | np.ndarray) -> OtherOrder | None:
    """Find the order where output `means[c]` is given for class c."""
    return accuracy.study(answers(LABELS, np.array(means)[MOSTLY], 6)).other_order


@pytest.mark.parametrize(
    ("given", "shift"),
    [(np.roll(np.arange(6), -1), 5), (np.roll(np.arange(6), 2), 2), ([1, 0, 3, 2, 5, 4], None)],
)
def test_another_order_is_found(given: np.ndarray, shift: int | None) -> None:
    """Read as found, the predictions are as good as they were before they were mixed up; a shift is named as one."""
    found = order_of(given)

    assert found
    assert found.shift == shift
    assert [found.means[output] for output in given] == list(range(6))
    assert found.accuracy.count == int((MOSTLY == LABELS).sum())


@pytest.mark.parametrize("given", [[0, 1, 2, 3, 4, 5], [1, 0, 2, 3, 4, 5]])
def test_an_accuracy_above_one_half_has_no_other_order(given: list[int]) -> None:
    """Two classes of six may well be taken for each other: that is for the confusion matrix to say."""
    assert order_of(given) is None


def test_a_network_that_guesses_has_no_other_order() -> None:
    """No order of the outputs makes guesses good."""
    assert accuracy.study(answers(LABELS, RNG.integers(0, 6, len(LABELS)), 6)).other_order is None


@pytest.mark.parametrize(("right", "large"), [(0.95, False), (0.85, False), (0.6, True)])
def test_a_test_part_far_below_the_validation_split_is_named(right: float, large: bool) -> None:
    """Only where the whole interval of the difference is above ten points."""
    validation, test = (
        answers(LABELS, np.where(np.arange(240) % 100 < 100 * share, LABELS, (LABELS + 1) % 6), 6)
        for share in (0.98, right)
    )
    found = accuracy.study(replace(test, validation=validation.probabilities)).validation_gap

    assert found
    assert found.large == large
    assert found.gap.value == pytest.approx(found.validation.value - accuracy.study(test).overall.value)
    assert accuracy.study(test).validation_gap is None


def test_of_very_many_kinds_of_errors_one_image_each_is_shown() -> None:
    """More than 300 cells: the 300 largest, one image each; before, none at all was shown."""
    labels = np.repeat(np.arange(40), 40)
    evidence: Evidence = evidence_of(labels, 9 * np.eye(40)[np.tile(np.arange(40), 40)])
    shown = selection.shown_errors(evidence.predictions, evidence.probabilities)

    assert len(shown) == len(set(shown)) == selection.ERRORS
    assert len({(labels[row], evidence.predictions.predicted[row]) for row in shown}) == selection.ERRORS
