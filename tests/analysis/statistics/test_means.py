"""Class means, their distances and standard errors, and the nearest-mean classifier."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestCentroid

from analysis.data.images import ImageSet
from analysis.statistics import means


def by_class(part: ImageSet) -> list[np.ndarray]:
    return [part.images[part.labels == label] for label in range(10)]


def flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1) / 255


def test_mean_and_deviation_are_numpys(digits: ImageSet) -> None:
    """Sums over parts give the mean and the standard deviation, ddof 1, of all images."""
    mean, deviation = means.mean_and_deviation(digits.images)

    assert mean == pytest.approx(flat(digits.images).mean(axis=0))
    assert deviation == pytest.approx(flat(digits.images).std(axis=0, ddof=1), abs=1e-7)


def test_a_single_image_is_its_mean_and_does_not_deviate() -> None:
    """Nor has the mean of one image a standard error that could be estimated: it is given as 0."""
    one, other = np.full((1, 3, 2), 51, np.uint8), np.full((1, 3, 2), 102, np.uint8)
    mean, deviation = means.mean_and_deviation(one)
    centres = np.stack([mean, means.mean_and_deviation(other)[0]])

    assert mean == pytest.approx(np.full(6, 0.2))
    assert deviation.tolist() == [0] * 6
    assert means.standard_errors([one, other], centres, means.distances(centres)).tolist() == [[0, 0], [0, 0]]


def test_a_standard_error_is_what_resampling_shows(digits: ImageSet) -> None:
    """The delta method agrees with a bootstrap of the images of the two classes."""
    draw, images = np.random.default_rng(0), by_class(digits)
    a, b = flat(images[4]), flat(images[9])
    resampled = [
        a[draw.integers(0, len(a), len(a))].mean(0) - b[draw.integers(0, len(b), len(b))].mean(0)
        for _ in range(200)
    ]
    centres = np.array([flat(part).mean(axis=0) for part in images])
    errors = means.standard_errors(images, centres, means.distances(centres))

    assert errors == pytest.approx(errors.T)
    assert errors[4, 9] == pytest.approx(np.linalg.norm(resampled, axis=1).std(), rel=0.2)


def test_more_ink_everywhere_moves_no_mean_closer(digits: ImageSet) -> None:
    """A constant added to every pixel leaves distances and standard errors."""
    found = []
    for added in (0, 100):
        images = [part // 2 + added for part in by_class(digits)]
        centres = np.array([flat(part).mean(axis=0) for part in images])
        apart = means.distances(centres)
        found.append((apart, means.standard_errors(images, centres, apart)))

    assert found[0][0] == pytest.approx(found[1][0])
    assert found[0][1] == pytest.approx(found[1][1])


def test_the_nearest_mean_is_scikit_learns(digits: ImageSet) -> None:
    """The same answers as `NearestCentroid`; the means themselves are their own nearest."""
    pixels = flat(digits.images)
    centres = np.array([pixels[digits.labels == label].mean(axis=0) for label in range(10)])
    used = centres.std(axis=0) > 0
    known = NearestCentroid().fit(pixels[:, used], digits.labels)
    themselves = np.rint(255 * centres).astype(np.uint8).reshape(10, 28, 28)

    assert means.nearest_mean(centres, digits.images).tolist() == known.predict(pixels[:, used]).tolist()
    assert means.nearest_mean(centres, themselves).tolist() == list(range(10))
