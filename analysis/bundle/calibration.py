"""Do confidence and accuracy agree?"""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import LATER, Estimate, Omitted, Proportion, Record


class ReliabilityBin(Record):
    """Predictions of similar confidence: (low, high]."""

    low: float
    high: float
    count: int
    confidence: float
    """Mean."""
    accuracy: Proportion
    on_diagonal: bool
    """True when the interval of the accuracy includes the mean confidence."""


class CalibrationError(Record):
    """Expected calibration error in one binning, with what a perfectly calibrated network would show."""

    binning: Literal["equal width", "equal mass"]
    bins: int
    value: float
    null_mean: float
    null_high: float
    """95% of perfectly calibrated networks stay below."""
    p: float
    significant: bool
    """True when p is below 0.05."""


class Calibration(Record):
    """Confidence against accuracy."""

    gap: Estimate
    """Mean confidence minus accuracy."""
    gap_size: float
    """Its absolute value."""
    direction: Literal["over-confident", "under-confident", "not distinguishable"]
    """Decided where the interval of the gap leaves 0."""
    log_loss: Estimate
    errors: tuple[CalibrationError, ...]
    """Equal width first, equal mass second."""


class LowConfidence(Record):
    """The predictions that could be miscalibrated by much: those below 90%."""

    count: int
    confidence: float
    """Mean."""
    accuracy: Proportion


class TemperatureScaling(Record):
    """All logits divided by one number, fitted by log loss on the validation split."""

    temperature: Estimate
    """Bootstrap interval over the validation images."""
    fitted_on: int
    """Validation images."""
    direction: Literal["lowers confidence", "raises confidence", "not distinguishable"]
    """Decided where the interval of the temperature leaves 1."""
    log_loss_change: Estimate
    """On the test set, scaled minus unscaled, paired."""
    log_loss_improves: bool
    """True when that whole interval is below 0."""
    log_loss_worsens: bool
    scaled: Calibration


class CalibrationFindings(Record):
    """Calibration as trained, and after temperature scaling."""

    unscaled: Calibration
    bins: tuple[ReliabilityBin, ...]
    """Of the equal-width binning, empty bins left out."""
    bin_count: int
    """Non-empty bins."""
    bins_on_diagonal: int
    detected: bool
    """True when the gap or a calibration error is significant."""
    low_confidence: LowConfidence | None
    """Null where no prediction is below 90%."""
    temperature: TemperatureScaling | Omitted = LATER
