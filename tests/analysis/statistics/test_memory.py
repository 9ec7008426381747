"""A hundred classes have 4,950 pairs: what is drawn at random is drawn in parts."""

from __future__ import annotations

import tracemalloc
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import binom

from analysis.statistics import mantel, means, ranking, resampling
from analysis.studies import accuracy
from tests.evidences import answers

SMALL = 1_000  # numbers at a time: twenty draws of 45 pairs


def both(monkeypatch: pytest.MonkeyPatch, found: object) -> tuple[str, str]:
    """Return what is found at once and in parts."""
    assert callable(found)
    at_once = repr(found())
    monkeypatch.setattr(resampling, "AT_A_TIME", SMALL)
    return at_once, repr(found())


def test_parts_cover_all_draws_and_keep_within_bounds() -> None:
    """They add up, and none is larger than allowed, unless a single draw is."""
    for draws, width in ((20_000, 45), (20_000, 4_950), (3, 10_000_000)):
        found = resampling.parts(draws, width)
        assert sum(found) == draws
        assert max(found) * width <= max(resampling.AT_A_TIME, width)


def test_parts_change_no_uniformity_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same draws in the same order."""
    counts, weights = np.random.default_rng(1).poisson(2, 45), np.full(45, 1 / 45)
    at_once, in_parts = both(
        monkeypatch, lambda: ranking.uniformity_test(counts, weights, np.random.default_rng(0))
    )
    assert at_once == in_parts


def test_parts_change_no_mantel_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same renamings in the same order."""
    rng = np.random.default_rng(2)
    distances, errors = rng.random(45), rng.poisson(2, 45)
    at_once, in_parts = both(monkeypatch, lambda: mantel.mantel(distances, errors, np.random.default_rng(0)))
    assert at_once == in_parts


def test_parts_change_no_interval_of_the_macro_f1(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same resamples in the same order."""
    labels = np.repeat(np.arange(10), 20)
    predicted = np.where(np.random.default_rng(3).random(200) < 0.2, (labels + 1) % 10, labels)
    evidence = answers(labels, predicted)
    at_once, in_parts = both(monkeypatch, lambda: accuracy.study(evidence).macro_f1)
    assert at_once == in_parts


def test_ranks_follow_from_values_as_from_each_two_counts() -> None:
    """Comparing values, each as often as it occurs, gives the ranks that all comparisons of two counts give."""
    rng = np.random.default_rng(4)
    for _ in range(20):
        counts = rng.poisson(rng.gamma(0.5, 20, 25))
        pairs = list(combinations(range(25), 2))
        one, other = counts[np.array(pairs)].T
        p = np.minimum(1, 2 * binom.cdf(np.minimum(one, other), one + other, 0.5))
        above = np.zeros((25, 25), int)
        for (a, b), decided in zip(pairs, resampling.holm(p) < 0.05, strict=True):
            above[a, b], above[b, a] = decided & (counts[a] > counts[b]), decided & (counts[b] > counts[a])
        best, worst = ranking.rank_limits(counts)
        np.testing.assert_array_equal(best, 1 + above.sum(axis=0))
        np.testing.assert_array_equal(worst, 25 - above.sum(axis=1))


def test_pairs_of_a_hundred_classes_fit_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The peak is that of a part; at once, 1,500 draws alone would be twice as large, and all 20,000 are 3 GB."""
    monkeypatch.setattr(ranking, "DRAWS", 1_500)
    monkeypatch.setattr(resampling, "AT_A_TIME", 500_000)
    counts = np.random.default_rng(5).poisson(0.2, 4_950)

    def peak(call: object, *arguments: object) -> int:
        assert callable(call)
        tracemalloc.start()
        call(*arguments)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(ranking.uniformity_test, counts, np.full(4_950, 1 / 4_950), np.random.default_rng(0)) < 30e6
    assert peak(ranking.rank_limits, counts) < 10e6
    assert peak(means.distances, np.zeros((100, 3_000))) < 10e6
