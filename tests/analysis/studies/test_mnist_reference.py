"""Known values of real MNIST: every figure was computed elsewhere, by another route."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.bundle.storage import write
from analysis.evidence import Evidence, Points, stratified
from analysis.predictions import Predictions
from analysis.statistics.vectors import pixels
from analysis.studies import study

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.bundle import Bundle
    from analysis.data.images import Dataset, DigitSet
    from analysis.studies import StudyFindings


def nearest_mean(part: DigitSet, means: np.ndarray) -> Predictions:
    flat = np.concatenate(list(pixels(part.images)))
    return Predictions(
        part.labels, -((flat**2).sum(axis=1)[:, None] - 2 * flat @ means.T + (means**2).sum(axis=1))
    )


@pytest.fixture(scope="module")
def found(mnist: Dataset) -> tuple[StudyFindings, float]:
    """All studies of the nearest-mean classifier on MNIST, and the CPU seconds that they took."""
    training, test = mnist.training, mnist.test
    means = np.array([training.images[training.labels == d].mean(axis=0).ravel() / 255 for d in range(10)])
    sample = stratified(training.labels, 10_000, np.random.default_rng(0))
    hidden = np.random.default_rng(1).normal(size=(784, 64))
    evidence = Evidence(
        training=training,
        validation=nearest_mean(training[sample[::2]], means),
        test=test,
        predictions=nearest_mean(test, means),
        training_features=Points(training.images[sample].reshape(-1, 784) @ hidden, training.labels[sample]),
        test_features=test.images.reshape(-1, 784) @ hidden,
        seed=736,
    )
    before = time.process_time()
    return study(evidence), time.process_time() - before


def test_means_are_as_far_apart_as_published(found: tuple[StudyFindings, float]) -> None:
    """Distances of 3/5, 8/9, 4/9 and 7/9; closest 4/9, farthest 0/1; ink of 3 − 5 and 8 − 9."""
    means = found[0].mean_digits
    d = means.distances
    ink = {difference.digits: difference.ink for difference in means.differences}

    assert (d[3][5], d[8][9], d[4][9], d[7][9]) == pytest.approx(
        (3.116002, 3.827226, 2.484781, 2.986656), abs=5e-7
    )
    assert (means.ranked[0].digits, means.ranked[-1].digits) == ((4, 9), (0, 1))
    assert d[0][1] == pytest.approx(7.562268, abs=5e-7)
    assert (ink[3, 5], ink[8, 9]) == pytest.approx((10.02, 21.61), abs=0.005)
    assert means.differences[0].pixels_beyond_tenth == 179


def test_the_nearest_mean_reads_8203(found: tuple[StudyFindings, float]) -> None:
    """Whether it is counted among the means or among the predictions."""
    assert found[0].mean_digits.nearest_mean.count == found[0].accuracy.overall.count == 8203


def test_two_pixel_components_explain_a_sixth(found: tuple[StudyFindings, float]) -> None:
    """Shares of the first five, silhouette on all test images, vote of five neighbours."""
    plane = found[0].projection.pixels

    assert plane.explained[:5] == pytest.approx((0.097047, 0.070959, 0.061691, 0.053894, 0.048688), abs=5e-7)
    assert plane.silhouette == pytest.approx(0.022968, abs=5e-7)
    assert plane.silhouette_shuffled < 0
    assert plane.neighbours.value == pytest.approx(0.4243)


def test_the_first_test_image_lies_where_it_should(found: tuple[StudyFindings, float]) -> None:
    """At (−1.303024, −2.932544), to within the steps of the packing; pixels 550 and 156 fix the signs."""
    planes = found[0].projection
    low, high = np.array(planes.pixels.span).T
    first = low + planes.pixels.points.array()[0] / 65535 * (high - low)

    assert planes.components.array().reshape(2, 784)[[0, 1], [550, 156]].tolist() == [127, 127]
    assert first == pytest.approx((-1.303024, -2.932544), abs=2e-4)


def test_ten_thousand_images_take_seconds_and_less_than_two_megabytes(
    found: tuple[StudyFindings, float], tiny_bundle: Bundle, tmp_path: Path
) -> None:
    """A weak classifier is the worst case: it fills the gallery."""
    findings = tiny_bundle.findings.model_copy(update=found[0]._asdict())
    write(tiny_bundle.model_copy(update={"findings": findings}), tmp_path / "results.json")

    assert (tmp_path / "results.json").stat().st_size < 2_000_000
    assert found[1] < 30
