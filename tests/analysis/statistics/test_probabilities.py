"""What scores say, held to SciPy, and what confidences leave of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax

from analysis.statistics import probabilities
from analysis.statistics.probabilities import Confidences, Probabilities


def drawn(seed: int, k: int, spread: float = 3) -> Probabilities:
    rng = np.random.default_rng(seed)
    return Probabilities(rng.integers(0, k, 60), rng.normal(0, spread, (60, k)))


@given(st.integers(0, 50), st.integers(2, 12), st.floats(0.2, 5))
def test_scores_say_what_their_softmax_says(seed: int, k: int, temperature: float) -> None:
    """Confidence, log-odds, losses, squared errors and second choices, at any temperature."""
    found = drawn(seed, k).scaled(temperature)
    shares = softmax(found.logits.astype(float) / temperature, axis=1)
    rows, falling = np.arange(60), np.sort(shares, axis=1)[:, ::-1]
    truth = np.eye(k)[found.labels]

    assert found.confidence == pytest.approx(falling[:, 0], rel=1e-9)
    assert found.probabilities == pytest.approx(shares)
    assert found.probabilities[rows, found.second] == pytest.approx(falling[:, 1])
    assert found.log_odds == pytest.approx(
        np.log(falling[:, 0]) - np.log(falling[:, 1:].sum(axis=1)), abs=1e-6
    )
    assert np.exp(-found.losses) == pytest.approx(shares[rows, found.labels])
    assert found.squared_errors == pytest.approx(((shares - truth) ** 2).sum(axis=1))


def test_a_saturated_network_keeps_its_order() -> None:
    """Where every confidence is 1, the log-odds are the margins."""
    margins = np.array([50, 400, 800.0])
    found = Probabilities(np.zeros(3, int), margins[:, np.newaxis] * np.eye(3)[0])

    assert (found.confidence == 1).all()
    assert found.log_odds == pytest.approx(margins - np.log(2))


@given(st.integers(0, 50), st.integers(2, 12))
def test_confidences_bound_what_needs_all_scores(seed: int, k: int) -> None:
    """Probability of the label, loss and squared error lie between the bounds of six decimals."""
    found = drawn(seed, k)
    left = Confidences(found.labels, found.predicted, k, found.second, np.round(found.confidence, 6))

    for name in ("label_probability", "losses", "squared_errors"):
        low, high = getattr(left, name)
        value = getattr(found, name)
        assert (low <= value + 1e-5).all()
        assert (value <= high + 1e-5).all()
    order = np.argsort(-found.log_odds)
    assert (np.diff(left.log_odds[order]) <= 0)[np.isfinite(left.log_odds[order][1:])].all()


def test_parts_give_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million images are described some at a time."""
    whole = drawn(3, 5)
    monkeypatch.setattr(probabilities, "AT_A_TIME", 35)
    parts = Probabilities(whole.labels, whole.logits)

    assert np.array_equal(parts.losses, whole.losses)
    assert np.array_equal(parts.log_odds, whole.log_odds)


def test_what_a_float32_cannot_hold_is_refused() -> None:
    """Rounding makes it infinite."""
    with pytest.raises(ValueError, match="finite"):
        Probabilities(np.zeros(2, int), np.array([[1e39, 0], [0, 0]]))


@pytest.mark.parametrize("confidence", [0.0, 1.1, np.nan])
def test_confidences_are_above_0_up_to_1(confidence: float) -> None:
    """Anything else is no probability of the most probable class."""
    with pytest.raises(ValueError, match="confidence"):
        Confidences(np.zeros(1, int), np.zeros(1, int), 2, np.ones(1, int), np.array([confidence]))
