"""Ends of axes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.figures import axis_ends as axes

shares = st.floats(0, 1)


@given(shares)
def test_an_axis_of_a_share_holds_it(low: float) -> None:
    """In percent; the interval of any share above the lower limit fits between the ends."""
    axis = axes.of_share(low)

    assert axis.start <= 100 * low <= axis.end == 100


@pytest.mark.parametrize(("low", "start"), [(0.9958, 99), (0.9899, 95), (0.94, 90), (0.89, 50), (0.4, 0)])
def test_an_axis_of_a_share_begins_at_the_highest_mark_below(low: float, start: float) -> None:
    """99, 95, 90, 50 or 0."""
    assert axes.of_share(low).start == start


@pytest.mark.parametrize(("value", "end"), [(0, 0.0001), (0.0021, 0.005), (1, 1), (41.6, 50), (51, 100)])
def test_ends_are_1_2_or_5_times_a_power_of_ten(value: float, end: float) -> None:
    """The next one that is not below the value."""
    assert axes.round_up(value) == pytest.approx(end)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_an_axis_around_zero_holds_both_limits(one: float, other: float) -> None:
    """Symmetric, in percentage points."""
    axis = axes.around_zero(min(one, other), max(one, other))

    assert -axis.start == axis.end > 0
    assert axis.start <= 100 * min(one, other) <= 100 * max(one, other) <= axis.end
