"""Expected calibration errors, and those of perfectly calibrated networks."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics import calibration
from analysis.statistics.calibration import Binning, equal_mass, equal_width, expected_error, null_errors

CONFIDENCE = np.array([0.95, 0.95, 0.85, 0.85, 0.55])
CORRECT = np.array([1.0, 1.0, 1.0, 0.0, 0.0])

confidences = st.lists(st.floats(0.1, 1), min_size=2, max_size=60).map(np.array)


def test_five_predictions_give_the_error_computed_by_hand() -> None:
    """ECE with ten bins, with one, and with one per prediction."""
    singles = Binning("equal width", np.arange(6.0), np.arange(5))

    assert expected_error(CONFIDENCE, CORRECT, equal_width(CONFIDENCE, 10)) == pytest.approx(0.27)
    assert expected_error(CONFIDENCE, CORRECT, equal_width(CONFIDENCE, 1)) == pytest.approx(0.23)
    assert expected_error(CONFIDENCE, CORRECT, singles) == pytest.approx(0.33)


@given(confidences, st.integers(1, 5), st.randoms(use_true_random=False))
def test_merging_bins_never_increases_the_error(confidence: np.ndarray, bins: int, draw: Random) -> None:
    """|gap| ≤ ECE in few bins ≤ ECE in bins cut from them."""
    correct = np.array([float(draw.random() < 0.5) for _ in confidence])
    few, many = equal_width(confidence, bins), equal_width(confidence, 3 * bins)
    gap = abs(float((confidence - correct).mean()))

    assert gap <= expected_error(confidence, correct, few) + 1e-12
    assert expected_error(confidence, correct, few) <= expected_error(confidence, correct, many) + 1e-12


@given(confidences, st.integers(1, 20))
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


def test_a_constant_confidence_has_one_bin_of_equal_mass() -> None:
    """Equal confidences stay together."""
    assert equal_mass(np.full(40, 0.7), 15).edges.tolist() == [0, 1]


def test_one_bin_misses_by_the_mean_of_a_folded_normal() -> None:
    """The null of one bin is |N(0, Σ p(1 − p)/n²)|, whose mean is σ√(2/π)."""
    confidence = np.random.default_rng(1).uniform(0.5, 1, 2000)
    null = null_errors(confidence, (equal_width(confidence, 1),), np.random.default_rng(2))
    deviation = np.sqrt((confidence * (1 - confidence)).sum()) / len(confidence)

    assert null.shape == (calibration.PERFECT_NETWORKS, 1)
    assert null.mean() == pytest.approx(deviation * np.sqrt(2 / np.pi), rel=0.05)


def test_many_images_have_fewer_simulated_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as a fixed number of predictions allows, and never fewer than the floor."""
    monkeypatch.setattr(calibration, "PREDICTIONS", 300_000)
    for images, networks in ((100, 2000), (1000, 300), (3000, 200)):
        confidence = np.linspace(0.5, 1, images)
        assert (
            len(null_errors(confidence, (equal_width(confidence, 3),), np.random.default_rng(0))) == networks
        )
