"""Simulated and adjusted p values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.record import MonteCarloTest
from analysis.statistics.resampling import holm, reached

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30).map(np.array)


@given(st.lists(st.floats(-10, 10), min_size=1), st.floats(-10, 10))
def test_a_simulated_p_is_never_0_and_falls_with_what_was_seen(simulated: list[float], seen: float) -> None:
    """The observation counts as one of the draws; more extreme is less probable."""
    draws = np.array(simulated)
    extreme, usual = (
        MonteCarloTest(seed=0, draws=len(draws), reached=reached(draws, value)).p
        for value in (seen + 1, seen)
    )

    assert 0.99 / (len(draws) + 1) <= extreme <= usual <= 1


@given(p_values)
def test_holm_only_raises_and_keeps_the_order(p: np.ndarray) -> None:
    """An adjusted p is no smaller, no larger than Bonferroni's, and in the same order."""
    adjusted = holm(p)

    assert (p <= adjusted).all()
    assert (adjusted <= np.minimum(1, len(p) * p) + 1e-12).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


def test_holm_steps_down() -> None:
    """The smallest of m is multiplied by m, the next by m − 1, and none is below the one before it."""
    assert holm(np.array([0.04, 0.01, 0.03])) == pytest.approx([0.06, 0.03, 0.06])
