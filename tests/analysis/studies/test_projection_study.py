"""Principal components, silhouettes and the vote of neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_samples

from analysis.statistics.components import principal_components
from analysis.statistics.silhouette import silhouettes
from analysis.statistics.vectors import features
from analysis.studies import projection

if TYPE_CHECKING:
    from analysis.bundle import Bundle
    from analysis.evidence import Evidence


def cloud(n: int = 400, d: int = 12) -> np.ndarray:
    """Points whose spread falls from axis to axis, turned at random."""
    draw = np.random.default_rng(0)
    turn, _ = np.linalg.qr(draw.normal(size=(d, d)))
    return draw.normal(size=(n, d)) * 0.7 ** np.arange(d) @ turn + 3


def test_four_points_have_the_components_computed_by_hand() -> None:
    """(±2, 0), (0, ±1): four fifths of the variance lie on the first axis."""
    points = np.array([[2.0, 0], [-2, 0], [0, 1], [0, -1]])
    found = principal_components(lambda: [points])

    assert found.explained == pytest.approx([0.8, 0.2])
    assert found.directions == pytest.approx(np.eye(2), abs=1e-12)


def test_components_are_scikit_learns() -> None:
    """Same shares, same directions with the same sign, same scores."""
    points, known = cloud(), PCA(10, svd_solver="full").fit(cloud())
    found = principal_components(lambda: features(points))
    flip = np.sign((known.components_ * found.directions).sum(axis=1))

    assert found.explained == pytest.approx(known.explained_variance_ratio_)
    assert flip[:, None] * found.directions == pytest.approx(known.components_, abs=1e-8)
    assert found.plane([points]) == pytest.approx(flip[:2] * known.transform(points)[:, :2], abs=1e-8)


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
    there, mirrored = (principal_components(lambda s=sign: [s * cloud()]) for sign in (1, -1))

    assert there.directions == pytest.approx(mirrored.directions)
    assert (there.directions[np.arange(10), np.abs(there.directions).argmax(axis=1)] > 0).all()


def test_constant_vectors_explain_nothing() -> None:
    """Dead features give 0, not an error."""
    assert principal_components(lambda: [np.ones((5, 3))]).explained.tolist() == [0, 0, 0]


def test_two_pairs_of_points_have_the_silhouette_computed_by_hand() -> None:
    """0, 1 | 4, 5: mean silhouette 0.7460317."""
    points = np.array([[0.0, 0], [1, 0], [4, 0], [5, 0]])
    (values,) = silhouettes(points, np.array([3, 3, 8, 8], np.uint8))

    assert values.mean() == pytest.approx(0.7460317, abs=1e-7)


@pytest.mark.parametrize("groups", [2, 10])
def test_silhouettes_are_scikit_learns(groups: int) -> None:
    """For each of several groupings, a lonely point and a shared place included."""
    draw = np.random.default_rng(groups)
    points = draw.normal(size=(1203, 2))
    points[:3] = points[0]
    one, other = (np.r_[draw.integers(0, groups - 1, 1202), groups - 1].astype(np.uint8) for _ in range(2))
    found = silhouettes(points, one, other)

    assert found[0] == pytest.approx(silhouette_samples(points, one), abs=1e-6)
    assert found[1] == pytest.approx(silhouette_samples(points, other), abs=1e-6)


def test_planes_describe_every_test_image(tiny_bundle: Bundle, tiny_evidence: Evidence) -> None:
    """One point per test image, within the span; shares fall and sum to at most 1; each digit has a silhouette."""
    for plane in (tiny_bundle.findings.projection.pixels, tiny_bundle.findings.projection.features):
        points = plane.points.array()

        assert points.shape == (len(tiny_evidence.test), 2)
        assert (points.min(axis=0).tolist(), points.max(axis=0).tolist()) == ([0, 0], [65535, 65535])
        assert list(plane.explained) == sorted(plane.explained, reverse=True)
        assert sum(plane.explained) <= 1 + 1e-9
        assert plane.silhouette_shuffled < plane.silhouette
        weights = np.array(tiny_evidence.test.per_digit()) / len(tiny_evidence.test)
        assert plane.silhouette == pytest.approx(weights @ plane.digit_silhouettes)


def test_stored_points_are_the_projected_ones(tiny_bundle: Bundle, tiny_evidence: Evidence) -> None:
    """Packing moves no point by more than half a step of the span."""
    plane, vectors = tiny_bundle.findings.projection.features, tiny_evidence.training_features.vectors
    exact = principal_components(lambda: features(vectors)).plane(features(tiny_evidence.test_features))
    low, high = np.array(plane.span).T
    restored = low + plane.points.array() / 65535 * (high - low)

    assert (np.abs(restored - exact) <= (high - low) / 65535 * 0.51 + 1e-6).all()


def test_a_sample_of_silhouettes_says_nearly_the_same(
    tiny_bundle: Bundle, tiny_evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are too many images for all distances; everything else still covers every image."""
    monkeypatch.setattr(projection, "SILHOUETTES", 200)
    evidence, full = tiny_evidence, tiny_bundle.findings.projection.pixels
    sampled = projection.project(
        evidence.training,
        evidence.test,
        evidence.training_features,
        evidence.test_features,
        np.random.default_rng(0),
    ).pixels

    assert sampled.silhouette == pytest.approx(full.silhouette, abs=0.05)
    assert sampled.silhouette != full.silhouette
    assert (sampled.points, sampled.neighbours) == (full.points, full.neighbours)
