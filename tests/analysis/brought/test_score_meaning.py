"""What scores mean follows from their values, and no meaning changes what is predicted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit, softmax

from analysis.brought import score_meaning
from analysis.brought.score_meaning import understood
from analysis.statistics.probabilities import Probabilities
from analysis.system.errors import PredictionsError

LOGITS = arrays(
    np.float64,
    st.tuples(st.integers(1, 8), st.integers(2, 6)),
    elements=st.floats(-8, 8).map(lambda value: round(value, 3)),
)


@given(LOGITS)
def test_probabilities_are_kept(logits: np.ndarray) -> None:
    """Rows that sum to 1, or to 100, are probabilities, and come back as the same probabilities."""
    expected = softmax(logits, axis=1)
    for given_, meaning in (
        (expected, score_meaning.FROM_PROBABILITIES),
        (expected.astype(np.float32), score_meaning.FROM_PROBABILITIES),
        (100 * expected, score_meaning.FROM_PERCENTAGES),
    ):
        found = understood(given_)
        assert found.meaning == meaning
        again = Probabilities(np.zeros(len(logits), int), found.logits).probabilities
        assert np.allclose(again, expected, atol=1e-6)


@given(LOGITS)
def test_logits_are_kept(logits: np.ndarray) -> None:
    """Numbers beyond 0 and 1 are logits, and stay as they are: never a softmax of a softmax."""
    logits[0, 0] = -9

    found = understood(logits)

    assert found.meaning == score_meaning.FROM_LOGITS
    assert np.array_equal(found.logits, logits)


@given(LOGITS)
def test_sigmoids_are_divided_by_their_sum(logits: np.ndarray) -> None:
    """Values between 0 and 1 without that sum keep their ratios within a row."""
    values = expit(logits)
    values[0] = 0.9

    found = understood(values)

    assert found.meaning == score_meaning.FROM_UNIT
    assert np.allclose(softmax(found.logits, axis=1), values / values.sum(axis=1, keepdims=True))


def test_rounded_probabilities_are_probabilities() -> None:
    """A table with two decimals still sums to 1, as nearly as two decimals can."""
    exact = softmax(np.random.default_rng(1).normal(size=(200, 5)), axis=1)

    assert understood(exact.round(2)).meaning == score_meaning.FROM_PROBABILITIES


def test_a_probability_of_zero_costs_a_finite_loss() -> None:
    """No logarithm of 0 gets into the numbers."""
    assert np.isfinite(understood(np.array([[1.0, 0.0], [0.0, 1.0]])).logits).all()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (np.array([[0.2, np.nan]]), "NaN or infinity in 1 rows"),
        (np.array([[0.2, np.inf]]), "NaN or infinity"),
        (np.array([[0.2, 1e39]]), "beyond 3.4e38"),
        (np.zeros((3, 2)), "found none in row 0"),
        (np.zeros((0, 3)), "found no row"),
        (np.zeros((3, 1)), "a column per class"),
        (np.array([["a", "b"]]), "Expected numbers"),
    ],
)
def test_what_can_be_no_scores(broken: np.ndarray, said: str) -> None:
    """It is refused in a sentence that says what was found."""
    with pytest.raises(PredictionsError, match=said):
        understood(score_meaning.finite(broken))
