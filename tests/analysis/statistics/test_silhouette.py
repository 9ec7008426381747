"""Silhouettes."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import silhouette_samples

from analysis.statistics.silhouette import silhouettes


def test_two_pairs_of_points_have_the_silhouette_computed_by_hand() -> None:
    """0, 1 | 4, 5: mean silhouette 0.7460317."""
    points = np.array([[0.0, 0], [1, 0], [4, 0], [5, 0]])
    (values,) = silhouettes(points, 10, np.array([3, 3, 8, 8], np.uint8))

    assert values.mean() == pytest.approx(0.7460317, abs=1e-7)


@pytest.mark.parametrize("groups", [2, 10, 14])
def test_silhouettes_are_scikit_learns(groups: int) -> None:
    """For each of several groupings, a lonely point and equal points included."""
    draw = np.random.default_rng(groups)
    points = draw.normal(size=(1203, 2))
    points[:3] = points[0]
    one, other = (np.r_[draw.integers(0, groups - 1, 1202), groups - 1].astype(np.uint8) for _ in range(2))
    found = silhouettes(points, groups, one, other)

    assert found[0] == pytest.approx(silhouette_samples(points, one), abs=1e-6)
    assert found[1] == pytest.approx(silhouette_samples(points, other), abs=1e-6)


def test_points_in_one_place_have_no_silhouette() -> None:
    """No distance, no structure: 0."""
    (values,) = silhouettes(np.ones((6, 2)), 3, np.array([0, 0, 1, 1, 2, 2]))

    assert values.tolist() == [0] * 6
