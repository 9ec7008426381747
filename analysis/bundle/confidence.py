"""How are the confidences of correct and of incorrect predictions distributed?"""

from __future__ import annotations

from typing import Literal

from analysis.bundle.confusion import PredictedImage
from analysis.bundle.record import Proportion, Record


class ConfidenceSummary(Record):
    """Confidence of a group of predictions."""

    count: int
    median: float | None
    """Null for an empty group."""
    low_tail: float | None
    """5% of the group are below."""
    high_tail: float | None
    """5% of the group are above."""
    below_90: int
    """Predictions with a confidence below 0.9."""
    at_least_90: int
    above_99: int


class ClassConfidence(Record):
    """Confidence for one true label."""

    label: int
    images: int
    below_90: int
    """Correct and incorrect together."""
    correct: ConfidenceSummary
    incorrect: ConfidenceSummary


class ConfidenceFindings(Record):
    """Distributions, and the images at their ends."""

    edges: tuple[float, ...]
    """Of the histograms; the last bin is closed on both sides."""
    correct_histogram: tuple[int, ...]
    incorrect_histogram: tuple[int, ...]
    all: ConfidenceSummary
    correct: ConfidenceSummary
    incorrect: ConfidenceSummary
    classes: tuple[ClassConfidence, ...]
    errors_below_90: Proportion | None
    """Errors with a confidence below 0.9; null without errors."""
    error_confidence: Literal["no errors", "mostly low", "mostly high", "mixed", "too few"]
    """Which side of one half the interval of `errors_below_90` lies on; `too few` below five errors."""
    lowest_class: int | None
    """The class whose correct predictions have the lowest 5% tail; null where none is correct."""
    most_below_90: int
    """The class with most predictions below 0.9."""
    fewest_below_90: int
    most_confident_errors: tuple[PredictedImage, ...]
    least_confident_correct: tuple[PredictedImage, ...]
