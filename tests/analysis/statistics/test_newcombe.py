"""The interval of the difference of two independent shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.intervals import newcombe


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((0, 10, 0, 20), -0.1611, 0.2775),
    ],
)
def test_published_intervals(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """The limits are those of Newcombe 1998, table II, method 10."""
    found = newcombe(*counts)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(st.data())
def test_exchange_of_the_samples(data: st.DataObject) -> None:
    """Exchanging the two samples changes the signs alone, and the difference lies within its interval."""
    total1, total2 = data.draw(st.integers(1, 200)), data.draw(st.integers(1, 200))
    count1, count2 = data.draw(st.integers(0, total1)), data.draw(st.integers(0, total2))
    one, other = newcombe(count1, total1, count2, total2), newcombe(count2, total2, count1, total1)

    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))
    assert -1 - 1e-12 <= one.low <= one.value <= one.high <= 1 + 1e-12
