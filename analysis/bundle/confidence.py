"""Does it know when it is wrong?"""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import Estimate, Proportion, Record


class Spread(Record):
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
    above_99: int


class DigitConfidence(Record):
    """Confidence for one true digit."""

    digit: int
    correct: Spread
    wrong: Spread
    histogram: tuple[int, ...]
    """All predictions for images of this digit, in the bins of `edges`."""


class ReliabilityBin(Record):
    """Predictions of similar confidence: (low, high]."""

    low: float
    high: float
    count: int
    confidence: float
    """Mean."""
    accuracy: Proportion


class CalibrationError(Record):
    """Expected calibration error in one binning, with what a perfectly calibrated network would show."""

    binning: Literal["equal width", "equal mass"]
    bins: int
    value: float
    null_mean: float
    null_high: float
    """95% of perfectly calibrated networks stay below."""
    p: float


class Calibration(Record):
    """Claimed against observed accuracy."""

    gap: Estimate
    """Mean confidence minus accuracy."""
    log_loss: Estimate
    errors: tuple[CalibrationError, ...]
    """Equal width first, equal mass second."""
    bins: tuple[ReliabilityBin, ...]
    """Of the equal-width binning, empty bins left out."""


class Coverage(Record):
    """What remains wrong when the least certain images are refused."""

    coverage: float
    errors: Proportion


class Certainty(Record):
    """One image and how sure the network was."""

    index: int
    label: int
    predicted: int
    second: int
    confidence: float
    label_probability: float


class ConfidenceFindings(Record):
    """Distributions, calibration, refusal."""

    edges: tuple[float, ...]
    """Of the histograms; the last bin is closed on both sides."""
    correct_histogram: tuple[int, ...]
    wrong_histogram: tuple[int, ...]
    correct: Spread
    wrong: Spread
    digits: tuple[DigitConfidence, ...]
    wrong_below_90: Proportion | None
    """Mistakes among which the confidence was below 0.9; null without mistakes."""
    calibration: Calibration
    temperature: float
    """Fitted on the validation part by log loss; 1 changes nothing."""
    calibrated: Calibration
    """The same test predictions after division of the logits by the temperature."""
    refusal: tuple[Coverage, ...]
    """At coverages 1, 0.99, 0.98, 0.95 and 0.9."""
    risk: tuple[float, ...]
    """Error rate among the surest share of the images, at 101 coverages: 0, 0.01, …, 1 (the first: the surest image)."""
    aurc: float
    """Area under the risk–coverage curve."""
    aurc_perfect: float
    """The same if all mistakes had the lowest confidence."""
    surest_mistakes: tuple[Certainty, ...]
    least_sure_hits: tuple[Certainty, ...]
