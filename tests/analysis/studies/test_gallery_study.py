"""The images that are shown, and the table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.data.images import DigitSet
from analysis.predictions import Predictions
from analysis.studies import confusion, gallery

if TYPE_CHECKING:
    from analysis.bundle import Bundle
    from analysis.bundle.gallery import Gallery
    from analysis.evidence import Evidence

PER_DIGIT = 200


def chosen(mistakes: int, label: int = 4) -> tuple[Gallery, Predictions]:
    """A gallery for 2,000 images, the first few of one digit misread."""
    labels = np.repeat(np.arange(10), PER_DIGIT).astype(np.uint8)
    read = labels.copy()
    read[np.flatnonzero(labels == label)[:mistakes]] = 9 - label
    predictions = Predictions(labels, 20 * np.eye(10)[read])
    test = DigitSet(np.zeros((len(labels), 28, 28), np.uint8), labels)
    shown = confusion.rank(predictions, np.random.default_rng(0)).mistakes
    return gallery.choose(test, predictions, shown, [7], np.random.default_rng(0)), predictions


def test_every_image_that_is_shown_is_kept(tiny_bundle: Bundle, tiny_evidence: Evidence) -> None:
    """Numerals, crowd, rows, mistakes and examples have their pixels, and these are the test images."""
    findings = tiny_bundle.findings
    confidence, images = findings.confidence, findings.gallery.images()
    needed = {
        *findings.gallery.numerals,
        *findings.gallery.crowd,
        *(index for row in findings.gallery.rows for index in row),
        *(mistake.index for mistake in findings.confusion.mistakes),
        *(image.index for image in (*confidence.surest_mistakes, *confidence.least_sure_hits)),
    }

    assert set(images) == needed
    assert list(findings.gallery.indices) == sorted(needed)
    for index, image in images.items():
        assert (image == tiny_evidence.test.images[index]).all()


def test_numerals_are_read_correctly_but_the_4() -> None:
    """Ten digits in order; a misread 4 takes its place where there is one."""
    (with_4, predictions), (without, _) = chosen(5), chosen(5, label=3)

    assert predictions.labels[list(with_4.numerals)].tolist() == list(range(10))
    assert np.flatnonzero(~predictions.correct[list(with_4.numerals)]).tolist() == [4]
    assert without.numerals[4] == 4 * PER_DIGIT


@pytest.mark.parametrize("mistakes", [5, 50, 199])
def test_the_crowd_is_the_error_rate_with_the_mistake_last(mistakes: int) -> None:
    """Round(images ÷ mistakes) different digits, all read correctly but the last."""
    found, predictions = chosen(mistakes)

    assert len(set(found.crowd)) == len(found.crowd) == round(10 * PER_DIGIT / mistakes)
    assert np.flatnonzero(~predictions.correct[list(found.crowd)]).tolist() == [len(found.crowd) - 1]


@pytest.mark.parametrize("mistakes", [0, 2])
def test_a_crowd_too_large_to_show_ends_before_its_mistake(mistakes: int) -> None:
    """400 correctly read digits, no more."""
    found, predictions = chosen(mistakes)

    assert len(set(found.crowd)) == 400
    assert predictions.correct[list(found.crowd)].all()


def test_rows_hold_twelve_correctly_read_images_of_each_digit() -> None:
    """Or as many as there are: none of a digit that is always misread."""
    found, predictions = chosen(PER_DIGIT - 3)

    assert [len(set(row)) for row in found.rows] == [12, 12, 12, 12, 3, 12, 12, 12, 12, 12]
    for digit, row in enumerate(found.rows):
        assert (predictions.labels[list(row)] == digit).all()
        assert predictions.correct[list(row)].all()
    assert chosen(PER_DIGIT)[0].rows[4] == ()


def test_the_table_has_one_place_per_test_image(tiny_bundle: Bundle, tiny_evidence: Evidence) -> None:
    """Label, answer and second answer are single digits; the second differs from the first."""
    table, predictions = tiny_bundle.findings.predictions, tiny_evidence.predictions

    assert [int(digit) for digit in table.labels] == predictions.labels.tolist()
    assert [int(digit) for digit in table.predicted] == predictions.predicted.tolist()
    assert all(first != second for first, second in zip(table.predicted, table.second, strict=True))
    assert table.confidence == pytest.approx(predictions.confidence, abs=5.1e-7)
