"""Tails in closed form are SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import special, stats

from analysis.statistics import tails

counts = st.integers(0, 400)


@given(st.floats(0.5, 1e5), st.floats(0.5, 1e5), st.floats(0, 1))
def test_the_incomplete_beta_function(a: float, b: float, x: float) -> None:
    """For any parameters and on either side of the mean."""
    assert float(tails.incomplete_beta(a, b, x)) == pytest.approx(
        special.betainc(a, b, x), rel=1e-8, abs=1e-14
    )


@given(
    st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0.001, 0.999),
)
def test_an_upper_binomial_tail(counted: tuple[int, int], share: float) -> None:
    """Of `binomtest(…, alternative="greater")`, also where it is tiny."""
    count, total = counted
    expected = stats.binom.sf(count - 1, total, share)
    assume(expected > 1e-280)

    assert tails.binomial_upper(count, total, share) == pytest.approx(expected, rel=1e-7)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=20))
def test_two_counts_with_one_expectation(pairs: list[tuple[int, int]]) -> None:
    """Of `binomtest(a, a + b)`, for arrays."""
    a, b = np.array(pairs).T
    expected = [stats.binomtest(int(x), int(x + y)).pvalue if x + y else 1 for x, y in pairs]

    assert tails.equal_expectation(a, b) == pytest.approx(expected, rel=1e-8)


@given(counts, counts, counts, counts)
def test_fishers_exact_test(a: int, b: int, c: int, d: int) -> None:
    """Two-sided, of any table with two rows that are not empty."""
    assume(a + b and c + d)

    assert tails.fisher_p(a, b, c, d) == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue, rel=1e-6)


@given(st.floats(1, 1e5), st.floats(0.6, 0.9995))
def test_a_quantile_of_student(freedom: float, share: float) -> None:
    """For whole and broken degrees of freedom."""
    assert tails.student_quantile(share, freedom) == pytest.approx(stats.t.ppf(share, freedom), rel=1e-7)
