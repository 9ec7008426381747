"""The Mantel test."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from analysis.statistics.mantel import mantel
from analysis.statistics.ranking import spearman
from analysis.statistics.resampling import DRAWS


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_errors_that_follow_the_distances_are_correlated() -> None:
    """No draw reaches ρ = −1, where every closer pair has more errors; many do where errors are dealt at random."""
    distances = rng().permutation(45).astype(float)
    linked = mantel(distances, np.argsort(np.argsort(-distances)), rng())
    dealt = mantel(distances, np.random.default_rng(7).permutation(45), rng())

    assert linked == (DRAWS, 0)
    assert dealt is not None
    assert dealt[1] > 0.01 * DRAWS


def test_the_test_is_two_sided() -> None:
    """The opposite correlation is as surprising."""
    distances, errors = rng().random(45), np.random.default_rng(1).integers(0, 4, 45)

    assert mantel(distances, errors, rng()) == mantel(-distances, errors, rng())


def test_three_classes_can_be_renamed_in_six_ways_only() -> None:
    """So no share of the draws is much below that of the renamings that agree as well: one or more of six."""
    found = mantel(np.array([1.0, 2.0, 3.0]), np.array([7, 4, 1]), rng())

    assert found is not None
    assert found[1] / DRAWS == pytest.approx(2 / 6, abs=0.02)  # as they are, and with the ends exchanged


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

    assert sum(each is not None and each[1] < 0.05 * DRAWS for each in found) <= 6


@pytest.mark.parametrize("most", [2, 4, 1000])
def test_the_correlation_is_that_of_scipy(most: int) -> None:
    """With many ties and with none."""
    draw = np.random.default_rng(most)
    first, second = draw.random(45), draw.integers(0, most, 45)

    assert spearman(first, second) == pytest.approx(spearmanr(first, second).statistic)
