"""What a ranking of counts is worth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from analysis.statistics.ranking import rank_limits, verified
from analysis.statistics.uniformity import uniformity_test

EVEN = np.full(45, 1 / 45)


def p_values(counts: np.ndarray, rng: np.random.Generator) -> tuple[float, np.ndarray]:
    """Turn the draws that reach the counts into p values: of the spread, and of each count."""
    found = uniformity_test(counts, EVEN, rng)
    return (1 + found.uneven) / (1 + found.draws), (1 + found.each) / (1 + found.draws)


def adjusted(total: int, leader: int) -> float:
    """Adjusted p of a leader when the other errors are dealt uniformly over 44 pairs."""
    rest = np.full(44, (total - leader) // 44)
    rest[: (total - leader) % 44] += 1
    return float(p_values(np.r_[leader, rest], np.random.default_rng(0))[1][0])


@pytest.mark.parametrize(("total", "fewest"), [(30, 5), (60, 7), (87, 8), (100, 9), (150, 11), (300, 17)])
def test_a_pair_stands_out_from_a_known_number_of_errors_on(total: int, fewest: int) -> None:
    """The smallest count whose adjusted p is below 0.05, for equal weights."""
    assert adjusted(total, fewest) < 0.05 <= adjusted(total, fewest - 1)


def test_noise_rarely_stands_out() -> None:
    """Mistakes dealt at random give small p values no more often than they should."""
    rng = np.random.default_rng(1)
    found = [p_values(rng.multinomial(87, EVEN), rng) for _ in range(20)]

    assert sum(spread_p < 0.05 for spread_p, _ in found) <= 4
    assert sum(pairs.min() < 0.05 for _, pairs in found) <= 4


def test_counts_in_proportion_to_the_weights_are_no_surprise() -> None:
    """A perfectly even spread has p = 1."""
    spread_p, pairs = p_values(np.full(45, 2), np.random.default_rng(0))

    assert spread_p == 1
    assert (pairs == pairs[0]).all()


@pytest.mark.parametrize(("counts", "ranks"), [([20, 8], 1), ([12, 3], 1), ([11, 6], 0), ([0, 0], 0)])
def test_a_rank_needs_a_clear_lead(counts: list[int], ranks: int) -> None:
    """20 against 8 (p = 0.036) and 12 against 3 (0.035) decide; 11 against 6 (0.33) does not."""
    assert verified(counts) == ranks


def test_verification_stops_at_the_first_failure() -> None:
    """Below an undecided rank nothing is verified, however clear."""
    assert verified([100, 50, 20, 19, 2]) == 2


def test_a_clear_leader_has_rank_1_and_the_others_share_the_rest() -> None:
    """40 errors against forty-four pairs with one each."""
    best, worst = rank_limits(np.array([40, *[1] * 44]))

    assert (best[0], worst[0]) == (1, 1)
    assert set(zip(best[1:], worst[1:], strict=True)) == {(2, 45)}


def test_equal_counts_may_have_any_rank() -> None:
    """Nothing tells them apart."""
    best, worst = rank_limits(np.full(45, 7))

    assert (best == 1).all()
    assert (worst == 45).all()


def test_a_leader_verified_by_binomtest_is_verified_here() -> None:
    """The vectorised p is SciPy's."""
    for a in (1, 5, 6, 12, 13, 25):
        for b in range(a + 1):
            assert (verified([a, b]) == 1) == (binomtest(a, a + b).pvalue <= 0.05)
