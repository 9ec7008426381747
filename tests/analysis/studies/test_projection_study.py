"""The two planes of the test images."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle.projection import Plane, ProjectionFindings
from analysis.bundle.record import Omitted, present
from analysis.evidence import Evidence, Features
from analysis.statistics.components import principal_components
from analysis.statistics.vectors import rows_of
from analysis.studies import projection
from tests.evidences import whole


@pytest.fixture(scope="module")
def found(tiny_evidence: Evidence) -> ProjectionFindings:
    return projection.study(tiny_evidence)


@pytest.fixture(scope="module")
def features(found: ProjectionFindings) -> Plane:
    plane = present(found.features)
    assert plane
    return plane


def test_planes_describe_every_test_image(
    found: ProjectionFindings, features: Plane, tiny_evidence: Evidence
) -> None:
    """One point per test image, within the span; shares fall and sum to at most 1; each class has a silhouette."""
    assert tiny_evidence.images
    weights = np.array(tiny_evidence.images.per_class()) / len(tiny_evidence.images)
    for plane in (found.pixels, features):
        points = plane.points.array()

        assert points.shape == (len(tiny_evidence.images), 2)
        assert (points.min(axis=0).tolist(), points.max(axis=0).tolist()) == ([0, 0], [65535, 65535])
        assert list(plane.explained) == sorted(plane.explained, reverse=True)
        assert sum(plane.explained) <= 1 + 1e-9
        assert plane.plane_variance == pytest.approx(sum(plane.explained[:2]), rel=1e-5)
        assert plane.settled == (plane.explained[1] >= 1.1 * plane.explained[2])
        assert plane.silhouette_shuffled < plane.silhouette
        assert plane.silhouette == pytest.approx(weights @ plane.class_silhouettes)
        assert plane.majority == weights.max()


def test_classes_are_separate_or_mixed_by_their_silhouette(
    found: ProjectionFindings, features: Plane
) -> None:
    """Above 0.25, at most 0, or neither."""
    for plane in (found.pixels, features):
        for label, value in enumerate(plane.class_silhouettes):
            assert (label in plane.separate) == (value > 0.25)
            assert (label in plane.mixed) == (value <= 0)


def test_poles_have_the_lowest_and_the_highest_mean_score(
    found: ProjectionFindings, features: Plane, tiny_evidence: Evidence
) -> None:
    """On each of the two components."""
    labels = tiny_evidence.predictions.labels
    for plane in (found.pixels, features):
        means = np.array([plane.points.array()[labels == label].mean(axis=0) for label in range(10)])
        for poles, scores in zip(plane.poles, means.T, strict=True):
            assert (scores[poles.low], scores[poles.high]) == (scores.min(), scores.max())


def test_stored_points_are_the_projected_ones(features: Plane, tiny_evidence: Evidence) -> None:
    """Packing moves no point by more than half a step of the span."""
    assert tiny_evidence.features
    known = tiny_evidence.features
    exact = principal_components(lambda: rows_of(known.training.vectors)).plane(rows_of(known.test))
    low, high = np.array(features.span).T
    restored = low + features.points.array() / 65535 * (high - low)

    assert (np.abs(restored - exact) <= (high - low) / 65535 * 0.51 + 1e-6).all()


def test_neighbours_are_looked_for_among_the_same_training_images(
    found: ProjectionFindings, features: Plane, tiny_evidence: Evidence
) -> None:
    """Those whose features are known; without features, among all.  The planes themselves do not change."""
    alone = projection.study(replace(tiny_evidence, features=None))
    assert tiny_evidence.features
    assert tiny_evidence.training_images

    assert found.pixels.neighbours_among == features.neighbours_among == len(tiny_evidence.features.rows)
    assert alone.pixels.neighbours_among == len(tiny_evidence.training_images)
    assert alone.pixels.points == found.pixels.points
    assert isinstance(alone.features, Omitted)
    assert (alone.neighbours_advantage, alone.neighbours_better) == (None, None)


def test_the_advantage_is_that_of_the_two_votes(found: ProjectionFindings, features: Plane) -> None:
    """Features minus pixels; it decides where its interval leaves 0."""
    advantage = found.neighbours_advantage
    assert advantage
    sign = (advantage.low > 0) - (advantage.high < 0)

    assert advantage.value == pytest.approx(features.neighbours.value - found.pixels.neighbours.value)
    assert found.neighbours_better == {1: "features", -1: "pixels", 0: "not distinguishable"}[sign]


def test_pixels_as_features_have_no_advantage(tiny_evidence: Evidence) -> None:
    """The same vectors of the same training images give the same vote."""
    assert tiny_evidence.images
    assert tiny_evidence.training_images
    images = tiny_evidence.training_images
    everything = np.arange(len(images))
    vectors = images.images.reshape(len(images), -1) / 255
    same = Features(
        replace(tiny_evidence.features.training, vectors=vectors, labels=images.labels),  # type: ignore[union-attr]
        everything,
        tiny_evidence.images.images.reshape(len(tiny_evidence.images), -1) / 255,
    )
    found = projection.study(replace(tiny_evidence, features=same))
    plane = present(found.features)

    assert plane
    assert found.neighbours_advantage
    assert plane.points == found.pixels.points
    assert found.neighbours_advantage.value == 0
    assert found.neighbours_better == "not distinguishable"


def test_a_sample_of_silhouettes_says_nearly_the_same(
    found: ProjectionFindings, tiny_evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are too many images for all distances; everything else still covers every image."""
    monkeypatch.setattr(projection, "SILHOUETTES", 200)
    sampled, full = projection.study(tiny_evidence).pixels, found.pixels

    assert sampled.silhouette == pytest.approx(full.silhouette, abs=0.05)
    assert sampled.silhouette != full.silhouette
    assert (sampled.points, sampled.neighbours) == (full.points, full.neighbours)


def test_a_sample_leaves_no_class_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where it is smaller than the number of classes."""
    monkeypatch.setattr(projection, "SILHOUETTES", 2)
    found = projection.study(whole(5, lambda labels: np.eye(5)[labels]))

    assert len(found.pixels.class_silhouettes) == 5
    assert np.isfinite(found.pixels.class_silhouettes).all()
