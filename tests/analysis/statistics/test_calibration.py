"""Claimed against observed accuracy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.predictions import Predictions
from analysis.statistics import temperature
from analysis.statistics.calibration import Binning, calibrate, equal_mass, equal_width, expected_error

CONFIDENCE = np.array([0.95, 0.95, 0.85, 0.85, 0.55])
CORRECT = np.array([1.0, 1.0, 1.0, 0.0, 0.0])

sure = st.lists(st.floats(0.1, 1), min_size=2, max_size=60).map(np.array)


def network(sharpness: float, n: int = 3000, seed: int = 0) -> Predictions:
    """A perfectly calibrated network for sharpness 1, too sure above, too modest below."""
    draw = np.random.default_rng(seed)
    logits = draw.normal(0, 2.5, (n, 10))
    labels = (logits + draw.gumbel(size=(n, 10))).argmax(axis=1)  # a draw from the softmax
    return Predictions(labels.astype(np.uint8), sharpness * logits)


def test_five_predictions_give_the_error_computed_by_hand() -> None:
    """ECE with ten bins, with one, and with one per prediction."""
    singles = Binning("equal width", np.arange(6.0), np.arange(5))

    assert expected_error(CONFIDENCE, CORRECT, equal_width(CONFIDENCE, 10)) == pytest.approx(0.27)
    assert expected_error(CONFIDENCE, CORRECT, equal_width(CONFIDENCE, 1)) == pytest.approx(0.23)
    assert expected_error(CONFIDENCE, CORRECT, singles) == pytest.approx(0.33)


@given(sure, st.integers(1, 5), st.randoms(use_true_random=False))
def test_merging_bins_never_increases_the_error(confidence: np.ndarray, bins: int, draw) -> None:  # noqa: ANN001  # Hypothesis' own type
    """|gap| ≤ ECE in few bins ≤ ECE in bins cut from them."""
    correct = np.array([float(draw.random() < 0.5) for _ in confidence])
    few, many = equal_width(confidence, bins), equal_width(confidence, 3 * bins)
    gap = abs(float((confidence - correct).mean()))

    assert gap <= expected_error(confidence, correct, few) + 1e-12
    assert expected_error(confidence, correct, few) <= expected_error(confidence, correct, many) + 1e-12


@given(sure, st.integers(1, 20))
def test_bins_are_closed_on_the_right_and_keep_equals_together(confidence: np.ndarray, bins: int) -> None:
    """Every prediction is in the bin (low, high] that holds its confidence."""
    for binning in (equal_width(confidence, bins), equal_mass(confidence, bins)):
        low, high = binning.edges[binning.bin_of], binning.edges[binning.bin_of + 1]

        assert ((low < confidence) & (confidence <= high)).all()
        assert (np.diff(binning.edges) > 0).all()


def test_equal_mass_bins_hold_about_the_same_number() -> None:
    """Without ties, sizes differ by no more than one."""
    confidence = np.random.default_rng(0).uniform(0.1, 1, 1000)
    sizes = np.bincount(equal_mass(confidence, 15).bin_of)

    assert len(sizes) == 15
    assert np.ptp(sizes) <= 1


def test_reliability_counts_sum_to_n() -> None:
    """Every prediction is in one bin, every hit too."""
    predictions = network(1.0)
    found = calibrate(predictions, np.random.default_rng(0))

    assert sum(bin_.count for bin_ in found.bins) == len(predictions)
    assert sum(bin_.accuracy.count for bin_ in found.bins) == predictions.correct.sum()
    assert all(bin_.low < bin_.confidence <= bin_.high for bin_ in found.bins)


def test_a_calibrated_network_passes_and_a_boastful_one_does_not() -> None:
    """The null is that of networks that are right as often as they say."""
    honest, boastful = (calibrate(network(s), np.random.default_rng(0)) for s in (1.0, 1.5))

    assert all(error.p > 0.05 for error in honest.errors)
    assert honest.gap.low < 0 < honest.gap.high
    assert all(error.p < 0.001 for error in boastful.errors)
    assert boastful.gap.low > 0
    assert [error.binning for error in honest.errors] == ["equal width", "equal mass"]


def test_a_saturated_network_has_fewer_bins_of_equal_mass() -> None:
    """Equal confidences stay together, in one bin if all are equal."""
    labels = np.repeat(np.arange(10), 4).astype(np.uint8)
    found = calibrate(Predictions(labels, 100 * np.eye(10)[labels]), np.random.default_rng(0))

    assert [error.bins for error in found.errors] == [15, 1]
    assert [error.value for error in found.errors] == pytest.approx([0, 0])


def test_four_logits_have_the_temperature_computed_by_hand() -> None:
    """(2, 0) three times and (0, 2) once, three of four right: T = 2 / ln 3."""
    logits = np.full((4, 10), -1000.0)
    logits[:, :2] = [[2, 0], [2, 0], [2, 0], [0, 2]]

    assert temperature.fitted(Predictions(np.array([0, 0, 0, 0], np.uint8), logits)) == pytest.approx(
        1.820478, abs=1e-5
    )


@given(st.floats(0.5, 3))
def test_temperature_scales_with_the_logits_and_changes_no_answer(scale: float) -> None:
    """T(αZ) = α T(Z); what is read stays, and dividing by T leaves nothing to divide."""
    plain, scaled = network(1.3, 300), network(1.3 * scale, 300)
    fitted = temperature.fitted(scaled)
    divided = temperature.divided(scaled, fitted)

    assert fitted == pytest.approx(scale * temperature.fitted(plain), rel=1e-4)
    assert temperature.fitted(divided) == pytest.approx(1, rel=1e-4)
    assert (divided.predicted == plain.predicted).all()
