"""Distributions of confidence."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.bundle.confidence import ConfidenceFindings
from analysis.evidence import Evidence
from analysis.studies.confidence import study
from tests.evidences import evidence_of


@pytest.fixture(scope="module")
def found(tiny_evidence: Evidence) -> ConfidenceFindings:
    """Findings for the small network."""
    return study(tiny_evidence)


def with_errors(low: int, high: int) -> Evidence:
    """100 correct predictions and as many errors below and above a confidence of 0.9 (two classes)."""
    labels = np.r_[np.arange(100) % 2, np.zeros(low + high, int)]
    margins = np.r_[np.full(100, 5.0), np.full(low, 1.0), np.full(high, 4.0)]
    predicted = np.r_[labels[:100], np.ones(low + high, int)]
    return evidence_of(labels, margins[:, None] * np.eye(2)[predicted])


def test_histograms_hold_every_prediction_once(found: ConfidenceFindings, tiny_evidence: Evidence) -> None:
    """Correct and incorrect ones add up; so do the classes."""
    assert tiny_evidence.images
    assert sum(found.correct_histogram) == found.correct.count
    assert sum(found.incorrect_histogram) == found.incorrect.count
    assert found.correct.count + found.incorrect.count == found.all.count == len(tiny_evidence.predictions)
    assert [c.correct.count + c.incorrect.count for c in found.classes] == list(
        tiny_evidence.images.per_class()
    )
    assert [c.images for c in found.classes] == list(tiny_evidence.images.per_class())
    assert (found.edges[0], found.edges[-1], len(found.edges)) == (0, 1, len(found.correct_histogram) + 1)


def test_every_group_is_split_at_nine_tenths(found: ConfidenceFindings) -> None:
    """Those below 0.9 are the same in the histogram, the summary, the share, and over the classes."""
    at = found.edges.index(0.9)

    assert found.errors_below_90 is not None
    assert found.errors_below_90.count == found.incorrect.below_90 == sum(found.incorrect_histogram[:at])
    assert found.errors_below_90.total == found.incorrect.count
    assert found.correct.below_90 == sum(found.correct_histogram[:at])
    assert found.correct.at_least_90 == sum(found.correct_histogram[at:])
    assert sum(c.below_90 for c in found.classes) == found.all.below_90
    below = [c.below_90 for c in found.classes]
    assert (below[found.most_below_90], below[found.fewest_below_90]) == (max(below), min(below))


def test_tails_and_median_are_quantiles(found: ConfidenceFindings, tiny_evidence: Evidence) -> None:
    """5%, half and 95% of the correct predictions are below."""
    assert tiny_evidence.probabilities
    confidence = tiny_evidence.probabilities.confidence[tiny_evidence.predictions.correct]

    for limit, share in zip(
        (found.correct.low_tail, found.correct.median, found.correct.high_tail),
        (0.05, 0.5, 0.95),
        strict=True,
    ):
        assert limit is not None
        assert (confidence < limit).mean() == pytest.approx(share, abs=1 / len(confidence))
    tails = [c.correct.low_tail for c in found.classes]
    assert found.lowest_class == tails.index(min(tail for tail in tails if tail is not None))


def test_examples_are_the_extremes(found: ConfidenceFindings, tiny_evidence: Evidence) -> None:
    """No error is more confident than the first shown, no correct prediction less."""
    assert tiny_evidence.probabilities
    confidence, correct = tiny_evidence.probabilities.confidence, tiny_evidence.predictions.correct

    assert found.most_confident_errors[0].confidence == confidence[~correct].max()
    assert found.least_confident_correct[0].confidence == confidence[correct].min()
    assert all(image.label != image.predicted for image in found.most_confident_errors)
    assert all(image.label == image.predicted for image in found.least_confident_correct)
    assert len(found.least_confident_correct) == 12
    for image in found.most_confident_errors:
        assert image.label_probability is not None
        assert image.confidence is not None
        assert image.label_probability <= image.confidence


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0, 0, "no errors"),
        (4, 0, "too few"),
        (0, 4, "too few"),
        (12, 2, "mostly low"),
        (2, 12, "mostly high"),
        (6, 6, "mixed"),
    ],
)
def test_the_interval_decides_how_confident_errors_are(low: int, high: int, said: str) -> None:
    """Whether it lies above, below or around one half; fewer than five errors decide nothing."""
    assert study(with_errors(low, high)).error_confidence == said
