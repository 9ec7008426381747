"""Do confidence and accuracy agree?"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from analysis.bundle.record import (
    Bootstrap,
    BootstrapEstimate,
    Estimate,
    MonteCarloTest,
    Omitted,
    Proportion,
    Record,
    derived,
    rounded,
    study_called,
)
from analysis.statistics import intervals
from analysis.statistics.calibration import BINS, Binning, binnings, equal_width, expected_error
from analysis.statistics.probabilities import Probabilities, View

NEITHER: Literal["not distinguishable"] = "not distinguishable"
SLACK = 1e-5
"""Relative: what rounding, to six digits each, may have moved."""


class ReliabilityBin(Record):
    """Predictions of similar confidence: (low, high]."""

    low: float
    high: float
    confidence: float
    """Mean."""
    accuracy: Proportion

    @derived
    def count(self) -> int:
        """Predictions."""
        return self.accuracy.total

    @derived
    def on_diagonal(self) -> bool:
        """True when the interval of the accuracy includes the mean confidence."""
        return self.accuracy.low <= self.confidence <= self.accuracy.high


class PerfectNetworks(MonteCarloTest):
    """The calibration errors of networks whose confidence is their accuracy, drawn with the confidences that were found."""

    null_mean: float = Field(ge=0, le=1)
    null_high: float = Field(ge=0, le=1)
    """95% of perfectly calibrated networks stay below."""

    @model_validator(mode="after")
    def _mean_is_that_of_the_draws(self) -> Self:
        """Bound the mean, which may be above the quantile where few draws are large: a twentieth of them, up to 1."""
        above = self.draws - 1 - floor(0.95 * (self.draws - 1))
        most = ((self.draws - above) * self.null_high + above) / self.draws
        if self.null_mean > most * (1 + SLACK):
            msg = f"a mean of {self.null_mean:g} beside a 95% quantile of {self.null_high:g}"
            raise ValueError(msg)
        return self


class CalibrationError(PerfectNetworks):
    """Expected calibration error in one binning, with what a perfectly calibrated network would show."""

    binning: Literal["equal width", "equal mass"]
    bins: int = Field(ge=1)
    value: float = Field(ge=0, le=1)

    @property
    def null(self) -> PerfectNetworks:
        """What was drawn."""
        return PerfectNetworks(**{name: getattr(self, name) for name in PerfectNetworks.model_fields})

    @derived
    def significant(self) -> bool:
        """True when p is below 0.05."""
        return self.p < 0.05

    @model_validator(mode="after")
    def _reaches_as_often_as_its_quantile_says(self) -> Self:
        low, high = reached_between(self.value, self.null_high, self.draws)
        if not low <= self.reached <= high:
            msg = f"{self.value:g} beside a 95% quantile of {self.null_high:g} is reached by {low} to {high} draws"
            raise ValueError(msg)
        return self


def reached_between(value: float, null_high: float, draws: int) -> tuple[int, int]:
    """Return how many of the draws can reach a value above, at or below their 95% quantile.

    That lies between two of them, or on both; those above it are a twentieth of the draws at most.
    """
    place = 0.95 * (draws - 1)
    if value > null_high * (1 + SLACK) + 1e-9:
        return 0, draws - 1 - floor(place)
    if value < null_high * (1 - SLACK) - 1e-9:
        return draws - 1 - floor(place), draws
    return 0, draws


class Calibration(Record):
    """Confidence against accuracy."""

    gap: Estimate
    """Mean confidence minus accuracy."""
    log_loss: Estimate | None
    """Null where it is left out of the scores."""
    errors: tuple[CalibrationError, ...] = Field(min_length=2, max_length=2)
    """Equal width first, equal mass second."""

    @classmethod
    def of(cls, found: View, nulls: Sequence[PerfectNetworks], log_loss: Estimate | None) -> Self:
        """Compare confidences with what is correct; what was drawn for either binning, and the log loss, are given."""
        confidence, right = found.confidence, found.correct.astype(float)
        return cls(
            gap=Estimate.of(intervals.paired_difference(confidence, right)),
            log_loss=log_loss,
            errors=tuple(
                CalibrationError(
                    **dict(null),
                    binning=binning.name,
                    bins=len(binning.edges) - 1,
                    value=expected_error(confidence, right, binning),
                )
                for binning, null in zip(binnings(confidence), nulls, strict=True)
            ),
        )

    @derived
    def gap_size(self) -> float:
        """Its absolute value."""
        return abs(self.gap.value)

    @derived
    def direction(self) -> Literal["over-confident", "under-confident", "not distinguishable"]:
        """Decided where the interval of the gap leaves 0."""
        return "over-confident" if self.gap.low > 0 else "under-confident" if self.gap.high < 0 else NEITHER


class LowConfidence(Record):
    """The predictions that could be miscalibrated by much: those below 90%."""

    confidence: float
    """Mean."""
    accuracy: Proportion

    @derived
    def count(self) -> int:
        """Predictions."""
        return self.accuracy.total


class TemperatureScaling(Record):
    """All logits divided by one number, fitted by log loss on the validation split."""

    fitted: float = Field(gt=0)
    """The temperature with the least log loss on the validation split, between e⁻³ and e³."""
    limits: Bootstrap
    """Of the validation images."""
    fitted_on: int = Field(ge=1)
    """Validation images."""
    log_loss_change: Estimate
    """On the test set, scaled minus unscaled, paired."""
    scaled: Calibration

    @classmethod
    def of(
        cls,
        found: Probabilities,
        nulls: Sequence[PerfectNetworks],
        *,
        fitted: float,
        limits: Bootstrap,
        fitted_on: int,
    ) -> Self:
        """Divide the logits by the temperature, as it is written; what was drawn for the two binnings is given."""
        temperature = rounded(fitted)
        after = found.scaled(temperature)
        return cls(
            fitted=temperature,
            limits=limits,
            fitted_on=fitted_on,
            log_loss_change=Estimate.of(intervals.paired_difference(after.losses, found.losses)),
            scaled=Calibration.of(after, nulls, mean_log_loss(after)),
        )

    @model_validator(mode="after")
    def _is_inside_its_interval(self) -> Self:
        if not 0 < self.limits.low <= self.fitted <= self.limits.high:
            msg = f"a temperature of {self.fitted:g} between {self.limits.low:g} and {self.limits.high:g}"
            raise ValueError(msg)
        return self

    @derived
    def temperature(self) -> BootstrapEstimate:
        """Bootstrap interval over the validation images."""
        limits = self.limits
        return BootstrapEstimate(value=self.fitted, low=limits.low, high=limits.high, draws=limits.draws)

    @derived
    def direction(self) -> Literal["lowers confidence", "raises confidence", "not distinguishable"]:
        """Decided where the interval of the temperature leaves 1."""
        lowers, raises = self.limits.low > 1, self.limits.high < 1
        return "lowers confidence" if lowers else "raises confidence" if raises else NEITHER

    @derived
    def log_loss_improves(self) -> bool:
        """True when the whole interval of its change is below 0."""
        return self.log_loss_change.high < 0

    @derived
    def log_loss_worsens(self) -> bool:
        """True when that whole interval is above 0."""
        return self.log_loss_change.low > 0


class CalibrationFindings(Record):
    """Calibration as trained, and after temperature scaling."""

    unscaled: Calibration
    bins: tuple[ReliabilityBin, ...]
    """Of the equal-width binning, empty bins left out."""
    low_confidence: LowConfidence | None
    """Null where no prediction is below 90%."""
    temperature: TemperatureScaling | Omitted = study_called("Temperature scaling")

    @classmethod
    def of(cls, found: View, unscaled: Calibration, temperature: TemperatureScaling | Omitted) -> Self:
        """Add the reliability of each bin, and of the low confidences, to what is given."""
        return cls(
            unscaled=unscaled,
            bins=_reliability(found, equal_width(found.confidence, BINS)),
            low_confidence=_low_confidence(found),
            temperature=temperature,
        )

    @derived
    def bin_count(self) -> int:
        """Non-empty bins."""
        return len(self.bins)

    @derived
    def bins_on_diagonal(self) -> int:
        """Bins whose accuracy agrees with their confidence."""
        return sum(each.on_diagonal for each in self.bins)

    @derived
    def detected(self) -> bool:
        """True when the gap or a calibration error is significant."""
        return self.unscaled.direction != NEITHER or any(each.significant for each in self.unscaled.errors)


def mean_log_loss(found: Probabilities) -> Estimate:
    """Return the log loss with its interval."""
    return Estimate.of(intervals.mean_interval(found.losses, floor=0))


def _reliability(found: View, binning: Binning) -> tuple[ReliabilityBin, ...]:
    counts, right = binning.sums(np.ones(len(found))), binning.sums(found.correct.astype(float))
    confidence = binning.sums(found.confidence)
    return tuple(
        ReliabilityBin(
            low=float(binning.edges[b]),
            high=float(binning.edges[b + 1]),
            confidence=float(confidence[b] / counts[b]),
            accuracy=Proportion.of(int(right[b]), int(counts[b])),
        )
        for b in np.flatnonzero(counts).tolist()
    )


def _low_confidence(found: View) -> LowConfidence | None:
    low = found.confidence < 0.9
    if not low.any():
        return None
    return LowConfidence(
        confidence=float(found.confidence[low].mean()),
        accuracy=Proportion.of(found.correct[low].sum(), low.sum()),
    )
