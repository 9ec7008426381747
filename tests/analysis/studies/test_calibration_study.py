"""Confidence against accuracy, as trained and after temperature scaling."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle.calibration import TemperatureScaling
from analysis.bundle.record import Omitted, present
from analysis.evidence import Evidence
from analysis.studies.calibration import study
from tests.evidences import evidence_of


def network(sharpness: float, n: int = 3000) -> Evidence:
    """A perfectly calibrated network for sharpness 1, over-confident above, under-confident below."""
    draw = np.random.default_rng(0)
    logits = draw.normal(0, 2.5, (2 * n, 10))
    labels = (logits + draw.gumbel(size=logits.shape)).argmax(axis=1)  # a draw from the softmax
    validation = evidence_of(labels[n:], sharpness * logits[n:]).probabilities
    return evidence_of(labels[:n], sharpness * logits[:n], validation=validation)


def scaling(evidence: Evidence) -> TemperatureScaling:
    found = present(study(evidence).temperature)
    assert found
    return found


@pytest.mark.parametrize("sharpness", [0.6, 1.0, 1.5])
def test_reliability_counts_sum_to_n(sharpness: float) -> None:
    """Every prediction is in one bin, every correct one too, and no bin is empty."""
    evidence = network(sharpness)
    found = study(evidence)

    assert sum(each.count for each in found.bins) == len(evidence.predictions)
    assert sum(each.accuracy.count for each in found.bins) == evidence.predictions.correct.sum()
    assert all(each.low < each.confidence <= each.high for each in found.bins)
    assert len(found.bins) == found.bin_count
    assert min(each.count for each in found.bins) > 0
    assert sum(each.on_diagonal for each in found.bins) == found.bins_on_diagonal


@pytest.mark.parametrize(
    ("sharpness", "direction"),
    [(0.6, "under-confident"), (1.0, "not distinguishable"), (1.5, "over-confident")],
)
def test_a_calibrated_network_passes_and_others_do_not(sharpness: float, direction: str) -> None:
    """The null is that of networks that are right as often as they say."""
    found = study(network(sharpness))
    errors = found.unscaled.errors

    assert found.unscaled.direction == direction
    assert found.unscaled.gap_size == pytest.approx(abs(found.unscaled.gap.value), rel=1e-5)
    assert found.detected == (sharpness != 1)
    assert [error.significant for error in errors] == [sharpness != 1] * 2
    assert [error.p < 0.05 for error in errors] == [error.significant for error in errors]
    assert [error.binning for error in errors] == ["equal width", "equal mass"]


@pytest.mark.parametrize(
    ("sharpness", "direction"),
    [(0.6, "raises confidence"), (1.0, "not distinguishable"), (1.5, "lowers confidence")],
)
def test_temperature_scaling_undoes_a_factor_of_the_logits(sharpness: float, direction: str) -> None:
    """Its interval holds the factor; where that is not 1, scaling lowers the log loss and removes the gap."""
    found = scaling(network(sharpness))

    assert found.temperature.low <= sharpness <= found.temperature.high
    assert found.direction == direction
    assert found.fitted_on == 3000
    assert found.log_loss_improves == (sharpness != 1)
    assert not found.log_loss_worsens
    assert found.scaled.direction == "not distinguishable"


def test_the_change_of_the_log_loss_is_scaled_minus_unscaled() -> None:
    """Paired on the test images."""
    evidence = network(1.5)
    found, change = study(evidence), scaling(evidence).log_loss_change
    before, after = found.unscaled.log_loss, scaling(evidence).scaled.log_loss

    assert before
    assert after
    assert change.value == pytest.approx(after.value - before.value)
    assert change.low < change.value < change.high < 0


def test_without_a_validation_split_there_is_no_temperature() -> None:
    """And the reason is told."""
    found = study(replace(network(1.0, 300), validation=None)).temperature

    assert isinstance(found, Omitted)
    assert found.reason == "no predictions for a validation split were given"


def test_low_confidence_counts_the_predictions_below_nine_tenths() -> None:
    """With their mean confidence and accuracy; none where every prediction is above."""
    evidence = network(1.0)
    assert evidence.probabilities
    below = evidence.probabilities.confidence < 0.9
    found = study(evidence).low_confidence
    labels = np.arange(40) % 10

    assert found is not None
    assert (found.count, found.accuracy.total) == (below.sum(), below.sum())
    assert found.confidence == pytest.approx(evidence.probabilities.confidence[below].mean())
    assert found.accuracy.count == evidence.predictions.correct[below].sum()
    assert study(evidence_of(labels, 9 * np.eye(10)[labels])).low_confidence is None


def test_a_saturated_network_has_one_bin_of_equal_mass() -> None:
    """Equal confidences stay together; a network that is always right has no error in any bin."""
    labels = np.repeat(np.arange(10), 4)
    errors = study(evidence_of(labels, 100 * np.eye(10)[labels])).unscaled.errors

    assert [error.bins for error in errors] == [15, 1]
    assert [error.value for error in errors] == pytest.approx([0, 0])
