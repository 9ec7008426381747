"""Two classes as positive and negative."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle import storage
from analysis.bundle.binary import BinaryFindings, RocCurve
from analysis.bundle.classes import DIGITS, Classes
from analysis.bundle.law import ContradictionError
from analysis.bundle.record import Omitted
from analysis.evidence import Evidence, positive_label
from analysis.statistics.probabilities import Predictions, Probabilities
from analysis.studies import binary
from analysis.system.errors import SettingsError
from tests import kinds

TUMOURS = Classes(names=("benign", "malignant"), noun="kind", nouns="kinds")
LABELS = np.array([0, 0, 1, 1, 1, 0])
ODDS = np.array([-2.0, 0.5, -0.5, 1.0, 3.0, -1.0])


def evidence(odds: np.ndarray, labels: np.ndarray = LABELS) -> Evidence:
    """Give the log-odds of the second class."""
    found = Probabilities(labels, np.stack([np.zeros(len(odds)), odds], axis=1))
    return Evidence(TUMOURS, found.predictions, seed=0, probabilities=found)


def curve(found: BinaryFindings) -> RocCurve:
    """Return the curve that there is."""
    assert isinstance(found.roc, RocCurve)
    return found.roc


def points(found: BinaryFindings) -> list[tuple[int, int]]:
    """Return false and true positives along the curve."""
    return [(each.false_positives, each.true_positives) for each in curve(found).points]


def test_rates_are_counted_from_the_predicted_classes() -> None:
    """Of three malignant images two are found, of three benign ones two; the second class is positive unless said."""
    found = binary.study(evidence(ODDS))
    rates = found.rates

    assert (found.positive, found.positive_by) == (1, "second class")
    assert (rates.true_positives, rates.false_negatives, rates.false_positives, rates.true_negatives) == (
        2,
        1,
        1,
        2,
    )
    assert rates.sensitivity
    assert (rates.sensitivity.count, rates.sensitivity.total) == (2, 3)
    assert curve(found).area.value == pytest.approx(8 / 9, abs=1e-6)
    assert (points(found)[0], points(found)[-1]) == ((0, 0), (3, 3))


def test_swapping_the_classes_swaps_the_rates_and_leaves_the_area() -> None:
    """Sensitivity becomes specificity, each predictive value the other; the curve is mirrored."""
    second = binary.study(evidence(ODDS))
    first = binary.study(replace(evidence(ODDS), positive=0))

    assert (first.positive, first.positive_by) == (0, "settings")
    assert first.rates.sensitivity == second.rates.specificity
    assert first.rates.specificity == second.rates.sensitivity
    assert first.rates.positive_predictive_value == second.rates.negative_predictive_value
    assert curve(first).area == curve(second).area
    assert {(3 - true, 3 - false) for false, true in points(second)} == set(points(first))


def test_a_monotone_change_of_scores_leaves_the_curve() -> None:
    """It depends on their order alone; thresholds do not."""
    stretched, plain = curve(binary.study(evidence(3 * ODDS))), curve(binary.study(evidence(ODDS)))

    assert stretched.points == plain.points
    assert stretched.area == plain.area
    assert [each.rates for each in stretched.thresholds] != [each.rates for each in plain.thresholds]


def test_a_lower_threshold_calls_more_images_positive() -> None:
    """Sensitivity never rises with the threshold, specificity never falls; 0.5 is the predicted class."""
    thresholds = curve(binary.study(evidence(ODDS))).thresholds
    found = [each.rates.true_positives for each in thresholds]
    spared = [each.rates.true_negatives for each in thresholds]

    assert found == sorted(found, reverse=True)
    assert spared == sorted(spared)
    assert (
        next(each.rates for each in thresholds if each.probability == 0.5)
        == binary.study(evidence(ODDS)).rates
    )
    assert sum(each.equal_error_rates for each in thresholds) == 1


def test_the_threshold_is_chosen_on_validation_images_where_there_are_some() -> None:
    """Both classes of them are misclassified equally often; it is judged on the test images."""
    validation = Probabilities(LABELS, np.stack([np.zeros(6), ODDS + 2], axis=1))
    found = curve(binary.study(replace(evidence(ODDS), validation=validation)))
    chosen = next(each for each in found.thresholds if each.equal_error_rates)

    assert (found.chosen_on, curve(binary.study(evidence(ODDS))).chosen_on) == ("validation", "test")
    assert chosen.probability > 0.75


def test_labels_alone_have_rates_and_no_curve() -> None:
    """It is omitted with its reason."""
    found = binary.study(Evidence(TUMOURS, Predictions(LABELS, (ODDS > 0).astype(int), 2), seed=0))

    assert found.rates == binary.study(evidence(ODDS)).rates
    assert found.roc == Omitted(reason="no probabilities were given")


def test_one_answer_for_all_leaves_a_predictive_value_open() -> None:
    """Nothing was called positive: no share of it is known; constant scores separate nothing."""
    found = binary.study(evidence(np.full(6, -1.0)))

    assert found.rates.positive_predictive_value is None
    assert curve(found).area.value == 0.5
    assert points(found) == [(0, 0), (3, 3)]


@pytest.mark.parametrize(("classes", "wanted"), [(DIGITS, "3"), (TUMOURS, "maligant")])
def test_a_positive_class_is_one_of_two(classes: Classes, wanted: str) -> None:
    """Another name is refused, and so is any of more classes."""
    with pytest.raises(SettingsError, match="positive"):
        positive_label(classes, wanted)
    assert positive_label(TUMOURS, "benign") == 0
    assert positive_label(classes, None) is None


def test_a_forged_rate_is_refused() -> None:
    """The predictions decide the counts, and their scores area, curve and thresholds."""
    bundle = kinds.two_classes()
    found = bundle.findings.binary
    assert isinstance(found, BinaryFindings)
    better = curve(found).area.model_copy(update={"value": curve(found).area.value + 0.01})
    for forged in (
        {"rates": found.rates.model_copy(update={"true_positives": found.rates.true_positives + 1})},
        {"roc": curve(found).model_copy(update={"area": better})},
        {"roc": curve(found).model_copy(update={"points": curve(found).points[::2]})},
    ):
        findings = bundle.findings.model_copy(update={"binary": found.model_copy(update=forged)})
        with pytest.raises(ContradictionError, match="binary"):
            storage.check(bundle.model_copy(update={"findings": findings}))
