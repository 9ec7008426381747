"""Two classifiers on the same images: McNemar's mid-p and Tango's interval of the difference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom

from analysis.statistics.intervals import Z, tango
from analysis.statistics.resampling import holm
from analysis.statistics.tails import mcnemar_mid_p

COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("first_only", "second_only", "p"),
    [(1, 7, 0.0390625), (5, 15, 0.0266037), (0, 5, 0.03125), (10, 10, 0.9119014), (0, 0, 1.0)],
)
def test_published_p_values(first_only: int, second_only: int, p: float) -> None:
    """Those of Fagerland, Lydersen & Laake 2013, and of nothing that differs."""
    assert mcnemar_mid_p(first_only, second_only) == pytest.approx(p, abs=2e-7)


@given(COUNTS, COUNTS)
def test_the_mid_p_is_the_exact_p_of_statsmodels_less_half_of_what_was_observed(b: int, c: int) -> None:
    """Half on either side; where both counts are equal, the exact p is 1 and what was observed is on one side."""
    assume(b + c)
    contingency = pytest.importorskip("statsmodels.stats.contingency_tables")
    exact = contingency.mcnemar([[5, b], [c, 5]], exact=True).pvalue
    observed = binom.pmf(b, b + c, 0.5)

    assert mcnemar_mid_p(b, c) == pytest.approx(exact - observed * (0.5 if b == c else 1), abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_the_adjustment_is_that_of_statsmodels(p: list[float]) -> None:
    """Holm's, as all comparisons of several reports and all classes are adjusted."""
    multitest = pytest.importorskip("statsmodels.stats.multitest")

    assert holm(np.array(p)) == pytest.approx(multitest.multipletests(p, method="holm")[1], abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((5, 15, 10_000), -0.0020281, -0.0001369),
        ((1, 7, 21), -0.5172, -0.0260),  # Tango 1998
        ((0, 0, 10_000), -Z * Z / (10_000 + Z * Z), Z * Z / (10_000 + Z * Z)),
        ((10, 0, 10), 0.4449344, 1.0),
    ],
)
def test_published_intervals(counts: tuple[int, int, int], low: float, high: float) -> None:
    """The limits of Tango 1998, and those in closed form where nothing or everything differs."""
    found = tango(*counts)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS, COUNTS, st.integers(0, 200))
def test_exchange_of_the_two(b: int, c: int, same: int) -> None:
    """Exchanging them changes the signs of difference and limits, and p not at all."""
    assume(b + c + same)
    one, other = tango(b, c, b + c + same), tango(c, b, b + c + same)

    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))
    assert -1 <= one.low <= one.value <= one.high <= 1
    assert mcnemar_mid_p(b, c) == mcnemar_mid_p(c, b)


@given(COUNTS, COUNTS, st.integers(61, 400))
def test_the_interval_agrees_with_the_score_test(b: int, c: int, same: int) -> None:
    """It excludes 0 where McNemar's statistic (b − c)²/(b + c) is beyond its quantile, and only there."""
    assume(b + c)
    found = tango(b, c, b + c + same)
    statistic = (b - c) ** 2 / (b + c)

    assert (found.low > 0 or found.high < 0) == (statistic > Z * Z)
