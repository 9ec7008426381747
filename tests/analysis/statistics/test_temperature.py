"""Temperature scaling."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics import temperature
from analysis.statistics.probabilities import Probabilities


def network(sharpness: float, n: int = 3000, seed: int = 0) -> Probabilities:
    """A perfectly calibrated network for sharpness 1, over-confident above, under-confident below."""
    draw = np.random.default_rng(seed)
    logits = draw.normal(0, 2.5, (n, 10))
    labels = (logits + draw.gumbel(size=(n, 10))).argmax(axis=1)  # a draw from the softmax
    return Probabilities(labels.astype(np.uint8), sharpness * logits)


def test_four_logits_have_the_temperature_computed_by_hand() -> None:
    """(2, 0) three times and (0, 2) once, three of four right: T = 2 / ln 3."""
    logits = np.full((4, 10), -1000.0)
    logits[:, :2] = [[2, 0], [2, 0], [2, 0], [0, 2]]

    found = temperature.fitted(Probabilities(np.array([0, 0, 0, 0], np.uint8), logits))
    assert found == pytest.approx(1.820478, abs=1e-5)


@given(st.floats(0.5, 3))
def test_temperature_scales_with_the_logits_and_changes_no_prediction(scale: float) -> None:
    """T(αZ) = α T(Z); predicted classes stay, and dividing by T leaves nothing to divide."""
    plain, sharper = network(1.3, 300), network(1.3 * scale, 300)
    fitted = temperature.fitted(sharper)
    divided = sharper.scaled(fitted)

    assert fitted == pytest.approx(scale * temperature.fitted(plain), rel=1e-4)
    assert temperature.fitted(divided) == pytest.approx(1, rel=1e-4)
    assert (divided.predicted == plain.predicted).all()


def test_no_other_temperature_has_a_smaller_loss() -> None:
    """On the images that it was fitted on."""
    found = network(1.4)
    best = temperature.fitted(found)
    losses = [found.scaled(best * step).losses.mean() for step in (1, 0.98, 1.02)]

    assert losses[0] == min(losses)


def test_the_interval_is_that_of_fits_on_resampled_images() -> None:
    """Its limits agree with a plain bootstrap that fits anew each time."""
    found, draw = network(1.3, 400), np.random.default_rng(3)
    resampled = [draw.integers(0, 400, 400) for _ in range(300)]
    fits = [temperature.fitted(Probabilities(found.labels[r], found.logits[r])) for r in resampled]
    estimate = temperature.fitted_with_interval(found, np.random.default_rng(4))

    assert (estimate.low, estimate.high) == pytest.approx(np.quantile(fits, [0.025, 0.975]), rel=0.03)
    assert estimate.value == temperature.fitted(found)


def test_the_interval_holds_the_true_temperature_most_times() -> None:
    """Of twenty calibrated networks with doubled logits, at least sixteen."""
    found = [
        temperature.fitted_with_interval(network(2, 300, seed), np.random.default_rng(seed))
        for seed in range(20)
    ]

    assert sum(each.low <= 2 <= each.high for each in found) >= 16


def test_more_images_make_the_interval_narrower() -> None:
    """Sixteen times as many: about a quarter of the width."""
    few, many = (
        temperature.fitted_with_interval(network(1.3, n), np.random.default_rng(0)) for n in (250, 4000)
    )

    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(4, rel=0.3)


def test_a_network_that_is_always_wrong_has_the_highest_temperature() -> None:
    """Its loss falls without end; the search stops at e³, with the whole interval."""
    labels = np.repeat(np.arange(3), 20)
    found = Probabilities(labels, 4 * np.eye(3)[(labels + 1) % 3])
    estimate = temperature.fitted_with_interval(found, np.random.default_rng(0))

    assert (estimate.low, estimate.value, estimate.high) == pytest.approx([np.exp(3)] * 3, rel=0.06)
    assert estimate.low <= estimate.value <= estimate.high


def test_a_network_that_is_always_right_has_a_temperature_without_loss() -> None:
    """So low that the loss is 0 in double precision, and the interval is below 1."""
    labels = np.repeat(np.arange(3), 20)
    found = Probabilities(labels, 4 * np.eye(3)[labels])
    estimate = temperature.fitted_with_interval(found, np.random.default_rng(0))

    assert found.scaled(estimate.value).losses.mean() < 1e-15
    assert np.exp(-3) * 0.94 <= estimate.low <= estimate.value <= estimate.high < 1


def test_five_thousand_images_take_less_than_two_seconds() -> None:
    """Of one core: the losses are computed once, on a grid of temperatures."""
    found, before = network(1.3, 5000), time.process_time()
    temperature.fitted_with_interval(found, np.random.default_rng(0))

    assert time.process_time() - before < 2
