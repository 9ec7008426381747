"""The Mantel test."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from analysis.statistics.mantel import mantel


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_errors_that_follow_the_distances_are_correlated() -> None:
    """ρ is −1 where every closer pair has more errors, and unremarkable where they are dealt at random."""
    distances = rng().permutation(45).astype(float)
    linked = mantel(distances, np.argsort(np.argsort(-distances)), rng())
    dealt = mantel(distances, np.random.default_rng(7).permutation(45), rng())

    assert linked is not None
    assert dealt is not None
    assert linked[0] == pytest.approx(-1)
    assert linked[1] < 0.001
    assert dealt[1] > 0.01


def test_the_p_is_two_sided() -> None:
    """The opposite correlation is as surprising."""
    distances, errors = rng().random(45), np.random.default_rng(1).integers(0, 4, 45)
    one, other = mantel(distances, errors, rng()), mantel(-distances, errors, rng())

    assert one is not None
    assert other is not None
    assert one[0] == pytest.approx(-other[0])
    assert one[0] == pytest.approx(spearmanr(distances, errors).statistic)
    assert one[1] == other[1]


def test_three_classes_can_be_renamed_in_six_ways_only() -> None:
    """So no p is much below the share of renamings that agree as well: one or more of six."""
    found = mantel(np.array([1.0, 2.0, 3.0]), np.array([7, 4, 1]), rng())

    assert found is not None
    assert found[1] == pytest.approx(2 / 6, abs=0.02)  # as they are, and with the ends exchanged


@pytest.mark.parametrize(
    ("distances", "errors"), [(np.arange(45.0), np.zeros(45, int)), (np.zeros(45), np.arange(45))]
)
def test_nothing_is_correlated_with_a_constant(distances: np.ndarray, errors: np.ndarray) -> None:
    """Spearman's ρ does not exist: without errors, and with means that are all alike."""
    assert mantel(distances, errors, rng()) is None


def test_noise_is_rarely_significant() -> None:
    """Symmetric noise over ten classes gives p below 0.05 about once in twenty times."""
    draw = np.random.default_rng(2)
    found = [mantel(draw.random(45), draw.integers(0, 5, 45), draw) for _ in range(40)]

    assert sum(each is not None and each[1] < 0.05 for each in found) <= 6
