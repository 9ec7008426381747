"""Known values of real MNIST: every figure was computed elsewhere, by another route."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.class_means import ClassMeanFindings
from analysis.bundle.projection import Plane
from analysis.bundle.storage import write
from analysis.data.images import Dataset, ImageSet
from analysis.evidence import Evidence, Features, LabelledVectors, named_pairs, stratified
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.vectors import pixels
from analysis.studies import projection, study
from tests import made_up_parts


def nearest_mean(part: ImageSet, means: np.ndarray) -> Probabilities:
    flat = np.concatenate(list(pixels(part.images)))
    return Probabilities(
        part.labels, -((flat**2).sum(axis=1)[:, None] - 2 * flat @ means.T + (means**2).sum(axis=1))
    )


@pytest.fixture(scope="module")
def evidence(mnist: Dataset) -> Evidence:
    """The nearest-mean classifier on MNIST, with random features of a sample."""
    training, test = mnist.training, mnist.test
    means = np.array([training.images[training.labels == d].mean(axis=0).ravel() / 255 for d in range(10)])
    sample = stratified(training.labels, 10_000, np.random.default_rng(0))
    hidden = np.random.default_rng(1).normal(size=(784, 64))
    known = LabelledVectors(training.images[sample].reshape(-1, 784) @ hidden, training.labels[sample])
    found = nearest_mean(test, means)
    return Evidence(
        classes=test.classes,
        predictions=found.predictions,
        seed=736,
        probabilities=found,
        validation=nearest_mean(training[sample[::2]], means),
        images=test,
        training_images=training,
        features=Features(known, sample, test.images.reshape(-1, 784) @ hidden),
        named_pairs=named_pairs(test.classes),
        mnist_test_set=True,
    )


@pytest.fixture(scope="module")
def timed(evidence: Evidence) -> tuple[dict[str, Any], float]:
    """All studies, and the CPU seconds that they took."""
    before = time.process_time()
    return study(evidence), time.process_time() - before


@pytest.fixture(scope="module")
def found(timed: tuple[dict[str, Any], float]) -> dict[str, Any]:
    return timed[0]


def test_means_are_as_far_apart_as_published(found: dict[str, Any]) -> None:
    """Distances of 3/5, 8/9, 4/9 and 7/9; closest 4/9, farthest 0/1; ink of 3 − 5 and 8 − 9."""
    means: ClassMeanFindings = found["class_means"]
    d = means.distances
    ink = {each.classes: each.ink_difference for each in means.differences}

    assert (d[3][5], d[8][9], d[4][9], d[7][9]) == pytest.approx(
        (3.116002, 3.827226, 2.484781, 2.986656), abs=5e-7
    )
    assert (means.ranked[0].classes, means.ranked[-1].classes) == ((4, 9), (0, 1))
    assert d[0][1] == pytest.approx(7.562268, abs=5e-7)
    assert (ink[3, 5], ink[8, 9]) == pytest.approx((10.02, 21.61), abs=0.005)
    assert means.differences[0].pixels_beyond_tenth == 179


def test_the_nearest_mean_classifies_8203_correctly(found: dict[str, Any]) -> None:
    """Whether it is counted among the means or among the predictions; 3,873 of students, 4,330 of employees."""
    groups = found["writer_groups"]

    assert found["class_means"].nearest_mean.count == found["accuracy"].overall.count == 8203
    assert found["class_means"].network_advantage.value == 0
    assert groups.students.errors.total - groups.students.errors.count == 3873
    assert groups.employees.errors.total - groups.employees.errors.count == 4330


def test_two_pixel_components_explain_a_sixth(found: dict[str, Any]) -> None:
    """Shares of the first five, and the silhouette on all test images."""
    plane: Plane = found["projection"].pixels

    assert plane.explained[:5] == pytest.approx((0.097047, 0.070959, 0.061691, 0.053894, 0.048688), abs=5e-7)
    assert plane.silhouette == pytest.approx(0.022968, abs=5e-7)
    assert plane.silhouette_shuffled < 0


def test_five_neighbours_among_all_training_images_name_4243_in_10_000(evidence: Evidence) -> None:
    """In the plane of two pixel components; without features nothing restricts the neighbours."""
    plane = projection.study(replace(evidence, features=None)).pixels

    assert plane.neighbours_among == 60_000
    assert plane.neighbours.value == pytest.approx(0.4243)


def test_the_first_test_image_lies_where_it_should(found: dict[str, Any]) -> None:
    """At (−1.303024, −2.932544), to within the steps of the packing; pixels 550 and 156 fix the signs."""
    planes = found["projection"]
    low, high = np.array(planes.pixels.span).T
    first = low + planes.pixels.points.array()[0] / 65535 * (high - low)

    assert planes.components.array().reshape(2, 784)[[0, 1], [550, 156]].tolist() == [127, 127]
    assert first == pytest.approx((-1.303024, -2.932544), abs=2e-4)


def test_ten_thousand_images_take_seconds_and_less_than_three_megabytes(
    evidence: Evidence, timed: tuple[dict[str, Any], float], tiny_bundle: Bundle, tmp_path: Path
) -> None:
    """A weak classifier is the worst case: it fills the gallery."""
    parts = {name: getattr(made_up_parts, name)(evidence) for name in ("dataset", "network", "training")}
    findings = tiny_bundle.findings.model_copy(update=timed[0] | parts)
    write(tiny_bundle.model_copy(update={"findings": findings}), tmp_path / "results.json")

    assert (tmp_path / "results.json").stat().st_size < 3_000_000
    assert timed[1] < 30
