"""Wilson, normal and Student intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.record import Proportion
from analysis.statistics import intervals

counts = st.integers(1, 2000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(9913, 10_000, 0.989282, 0.992941), (1135, 1135, 0.996627, 1), (0, 10, 0, 0.277533)],
)
def test_wilson_gives_published_limits(count: int, total: int, low: float, high: float) -> None:
    """The limits are those of Wilson (1927), not those of the default method of SciPy."""
    found = intervals.wilson(count, total)

    assert found == pytest.approx((low, high), abs=5e-7)


@given(counts)
def test_an_interval_encloses_its_share_and_mirrors_its_complement(share: tuple[int, int]) -> None:
    """Limits lie within 0 and 1 around the value; hits and misses have mirrored limits."""
    count, total = share
    hits, misses = Proportion.of(count, total), Proportion.of(total - count, total)

    assert 0 <= hits.low <= hits.value <= hits.high <= 1
    assert (misses.low, misses.high) == pytest.approx((1 - hits.high, 1 - hits.low), abs=2e-6)


@given(st.floats(-5, 5), st.floats(0.1, 10))
def test_a_mean_moves_and_stretches_with_its_values(shift: float, scale: float) -> None:
    """Units do not matter: a + b·x has the interval a + b·(that of x)."""
    values = np.array([0.0, 1.0, 1.0, 4.0])
    plain, moved = intervals.mean_interval(values), intervals.mean_interval(shift + scale * values)

    assert (moved.low, moved.high) == pytest.approx((shift + scale * plain.low, shift + scale * plain.high))


def test_a_mean_reaches_1_96_standard_errors_but_not_below_the_floor() -> None:
    """1.96 s/√n either way; a loss has no negative limit."""
    values = np.array([0.0, 0.0, 0.0, 1.0])

    assert intervals.mean_interval(values).low == pytest.approx(0.25 - 1.96 * 0.5 / 2)
    assert intervals.mean_interval(values, floor=0).low == 0


def test_five_runs_reach_1_242_standard_deviations() -> None:
    """Student's interval of five values is their mean ± 1.242 s."""
    found = intervals.t_interval(0.5, 0.01 / 5**0.5, 4, (0, 1))

    assert found.high - 0.5 == pytest.approx(1.242 * 0.01, rel=1e-3)


def test_a_paired_difference_ignores_what_both_share() -> None:
    """Adding the same to both sides changes nothing; exchanging them changes the signs alone."""
    first, second = np.array([1, 0, 1, 1]), np.array([1, 1, 0, 0])
    plain, shifted = (intervals.paired_difference(first + step, second + step) for step in (0, 5))
    mirrored = intervals.paired_difference(second, first)

    assert plain == shifted
    assert (mirrored.value, mirrored.low, mirrored.high) == pytest.approx(
        (-plain.value, -plain.high, -plain.low)
    )
