"""The images that are shown, and the table of all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.gallery import Gallery
from analysis.bundle.record import present
from analysis.evidence import Evidence
from analysis.statistics.probabilities import Predictions
from analysis.studies.gallery import study
from tests.evidences import answers, empty_images

PER_CLASS = 200


def chosen(errors: int) -> tuple[Gallery, Predictions]:
    """A gallery for 2,000 images, the first few of the 4s misclassified."""
    labels = np.repeat(np.arange(10), PER_CLASS).astype(np.uint8)
    predicted = labels.copy()
    predicted[np.flatnonzero(labels == 4)[:errors]] = 5
    evidence = answers(labels, predicted, images=empty_images(labels))
    return study(evidence), evidence.predictions


def test_every_image_that_is_shown_is_kept(tiny_bundle: Bundle, tiny_evidence: Evidence) -> None:
    """Typical ones, mosaic, rows, errors and examples have their pixels, and these are the test images."""
    found, confidence = present(tiny_bundle.findings.gallery), present(tiny_bundle.findings.confidence)
    assert found
    assert confidence
    assert tiny_evidence.images
    shown = tiny_bundle.findings.confusion.errors
    needed = {
        *found.typical,
        *found.mosaic,
        *(index for row in found.rows for index in row),
        *(image.index for image in shown),
        *(image.index for image in (*confidence.most_confident_errors, *confidence.least_confident_correct)),
    }

    assert set(found.images()) == needed
    assert list(found.indices) == sorted(needed)
    for index, image in found.images().items():
        assert (image == tiny_evidence.images.images[index]).all()


def test_typical_images_are_correct_and_the_closest_to_their_mean(tiny_evidence: Evidence) -> None:
    """One for each class, in the order of the labels."""
    assert tiny_evidence.images
    found, predictions = study(tiny_evidence), tiny_evidence.predictions
    images = tiny_evidence.images.images.reshape(len(predictions), -1) / 255

    assert predictions.labels[list(found.typical)].tolist() == list(range(10))
    for label, index in enumerate(found.typical):
        ours = (predictions.labels == label) & predictions.correct
        apart = np.linalg.norm(images - images[ours].mean(axis=0), axis=1)
        assert apart[index] == apart[ours].min()


def test_a_class_that_is_always_misclassified_still_has_a_typical_image() -> None:
    """One of its own."""
    found, predictions = chosen(PER_CLASS)

    assert predictions.labels[found.typical[4]] == 4
    assert found.rows[4] == ()


@pytest.mark.parametrize("errors", [5, 50, 199])
def test_the_mosaic_is_the_error_rate_with_the_error_last(errors: int) -> None:
    """Round(images ÷ errors) different images, all correct but the last."""
    found, predictions = chosen(errors)

    assert len(set(found.mosaic)) == len(found.mosaic) == found.mosaic_size == round(10 * PER_CLASS / errors)
    assert np.flatnonzero(~predictions.correct[list(found.mosaic)]).tolist() == [found.mosaic_size - 1]
    assert found.mosaic_ends_in_error


@pytest.mark.parametrize("errors", [0, 2])
def test_a_mosaic_too_large_to_show_ends_before_its_error(errors: int) -> None:
    """400 correct images, no more."""
    found, predictions = chosen(errors)

    assert len(set(found.mosaic)) == found.mosaic_size == 400
    assert predictions.correct[list(found.mosaic)].all()
    assert not found.mosaic_ends_in_error


def test_the_mosaic_ends_in_the_most_confident_error(tiny_evidence: Evidence) -> None:
    """Without probabilities, in any error."""
    assert tiny_evidence.probabilities
    confidence, correct = tiny_evidence.probabilities.confidence, tiny_evidence.predictions.correct
    bare = study(replace(tiny_evidence, probabilities=None))

    assert confidence[study(tiny_evidence).mosaic[-1]] == confidence[~correct].max()
    assert bare.mosaic_ends_in_error
    assert not correct[bare.mosaic[-1]]


def test_rows_hold_twelve_correct_images_of_each_class() -> None:
    """Or as many as there are."""
    found, predictions = chosen(PER_CLASS - 3)

    assert [len(set(row)) for row in found.rows] == [12, 12, 12, 12, 3, 12, 12, 12, 12, 12]
    for label, row in enumerate(found.rows):
        assert (predictions.labels[list(row)] == label).all()
        assert predictions.correct[list(row)].all()
