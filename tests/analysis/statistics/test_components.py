"""Principal components."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from sklearn.decomposition import PCA

from analysis.statistics import components
from analysis.statistics.components import principal_components
from analysis.statistics.vectors import rows_of


def cloud(n: int = 400, d: int = 12) -> np.ndarray:
    """Points whose standard deviation falls from axis to axis, turned at random."""
    draw = np.random.default_rng(0)
    turn, _ = np.linalg.qr(draw.normal(size=(d, d)))
    return np.asarray(draw.normal(size=(n, d)) * 0.7 ** np.arange(d) @ turn + 3)


def test_four_points_have_the_components_computed_by_hand() -> None:
    """(±2, 0), (0, ±1): four fifths of the variance lie on the first axis."""
    points = np.array([[2.0, 0], [-2, 0], [0, 1], [0, -1]])
    found = principal_components(lambda: [points])

    assert found.explained == pytest.approx([0.8, 0.2])
    assert found.directions == pytest.approx(np.eye(2), abs=1e-12)


def test_components_are_scikit_learns() -> None:
    """Same shares, same directions with the same sign, same scores."""
    points, known = cloud(), PCA(10, svd_solver="full").fit(cloud())
    found = principal_components(lambda: rows_of(points))
    flip = np.sign((known.components_ * found.directions).sum(axis=1))

    assert found.explained == pytest.approx(known.explained_variance_ratio_)
    assert flip[:, None] * found.directions == pytest.approx(known.components_, abs=1e-8)
    assert found.plane([points]) == pytest.approx(flip[:2] * known.transform(points)[:, :2], abs=1e-8)


def test_few_wide_rows_have_the_components_of_their_covariance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inner products of the rows lead to the same components, shares and scores; constant rows explain nothing."""
    points = cloud(9, 40)
    expected = principal_components(lambda: rows_of(points))
    monkeypatch.setattr(components, "WIDEST", 30)
    found = principal_components(lambda: [points[:4], points[4:]])

    assert found.explained[:8] == pytest.approx(expected.explained[:8])
    assert found.directions[:8] == pytest.approx(expected.directions[:8], abs=1e-8)
    assert found.plane([points]) == pytest.approx(expected.plane([points]), abs=1e-8)
    assert principal_components(lambda: [np.ones((5, 40))]).explained.tolist() == [0] * 5


def test_scores_of_the_fitted_points_are_centred_and_uncorrelated() -> None:
    """Mean 0, diagonal covariance, falling variance."""
    points = cloud()
    scores = principal_components(lambda: [points[:100], points[100:]]).plane([points])
    covariance = np.cov(scores.T)

    assert scores.mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert covariance[0, 1] == pytest.approx(0, abs=1e-9)
    assert covariance[0, 0] >= covariance[1, 1]


def test_signs_do_not_flip_with_the_points() -> None:
    """The largest entry of a direction is positive, also when every point is mirrored."""
    there, mirrored = (principal_components(partial(list, [sign * cloud()])) for sign in (1, -1))

    assert there.directions == pytest.approx(mirrored.directions)
    assert (there.directions[np.arange(10), np.abs(there.directions).argmax(axis=1)] > 0).all()


def test_constant_vectors_explain_nothing() -> None:
    """Dead features give 0, not an error."""
    assert principal_components(lambda: [np.ones((5, 3))]).explained.tolist() == [0, 0, 0]


def test_one_dimension_has_one_component_and_a_plane_without_height() -> None:
    """The second score is 0."""
    points = np.array([[1.0], [2], [6]])
    found = principal_components(lambda: [points])

    assert found.explained.tolist() == [1]
    assert found.plane([points]).tolist() == [[-2, 0], [-1, 0], [3, 0]]
