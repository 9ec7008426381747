"""Do confidence and accuracy agree, and does temperature scaling help?"""

from __future__ import annotations

from typing import Literal

import numpy as np

from analysis.bundle.calibration import (
    Calibration,
    CalibrationError,
    CalibrationFindings,
    LowConfidence,
    ReliabilityBin,
    TemperatureScaling,
)
from analysis.bundle.record import Estimate, Omitted
from analysis.evidence import Evidence
from analysis.evidence.predictions import Probabilities
from analysis.statistics import axes, intervals, temperature
from analysis.statistics.calibration import (
    BINS,
    Binning,
    equal_mass,
    equal_width,
    expected_error,
    null_errors,
)
from analysis.statistics.resampling import monte_carlo_p


def study(evidence: Evidence) -> CalibrationFindings:
    """Compare confidence and accuracy on the test set; the validation split gives the temperature."""
    assert evidence.probabilities is not None  # noqa: S101  # STUDIES names what is needed
    found, rng = evidence.probabilities, evidence.rng("confidence")
    unscaled = _calibration(found, rng)
    bins = _reliability(found, equal_width(found.confidence, BINS))
    return CalibrationFindings(
        unscaled=unscaled,
        gap_axis=axes.around_zero(unscaled.gap.low, unscaled.gap.high),
        bins=bins,
        bin_count=len(bins),
        bins_on_diagonal=sum(each.on_diagonal for each in bins),
        detected=unscaled.direction != "not distinguishable" or any(e.significant for e in unscaled.errors),
        low_confidence=_low_confidence(found),
        temperature=_temperature_scaling(evidence, found, rng),
    )


def _calibration(found: Probabilities, rng: np.random.Generator) -> Calibration:
    confidence, correct = found.confidence, found.correct.astype(float)
    gap = intervals.paired_difference(confidence, correct)
    binnings = (equal_width(confidence, BINS), equal_mass(confidence, BINS))
    null = null_errors(confidence, binnings, rng)
    return Calibration(
        gap=gap,
        gap_size=abs(gap.value),
        direction=_direction(gap),
        log_loss=intervals.mean_interval(found.losses, floor=0),
        errors=tuple(
            _error(binning, expected_error(confidence, correct, binning), null[:, column])
            for column, binning in enumerate(binnings)
        ),
    )


def _direction(
    gap: Estimate,
) -> Literal["over-confident", "under-confident", "not distinguishable"]:
    return "over-confident" if gap.low > 0 else "under-confident" if gap.high < 0 else "not distinguishable"


def _error(binning: Binning, value: float, null: np.ndarray) -> CalibrationError:
    p = monte_carlo_p(null, value)
    return CalibrationError(
        binning=binning.name,
        bins=len(binning.edges) - 1,
        value=value,
        null_mean=float(null.mean()),
        null_high=float(np.quantile(null, 0.95)),
        p=p,
        significant=p < 0.05,
    )


def _reliability(found: Probabilities, binning: Binning) -> tuple[ReliabilityBin, ...]:
    counts, right = binning.sums(np.ones(len(found))), binning.sums(found.correct.astype(float))
    confidence = binning.sums(found.confidence)
    return tuple(
        _bin(binning, b, int(counts[b]), int(right[b]), float(confidence[b]))
        for b in np.flatnonzero(counts).tolist()
    )


def _bin(binning: Binning, b: int, count: int, right: int, confidence: float) -> ReliabilityBin:
    accuracy, mean = intervals.proportion(right, count), confidence / count
    return ReliabilityBin(
        low=float(binning.edges[b]),
        high=float(binning.edges[b + 1]),
        count=count,
        confidence=mean,
        accuracy=accuracy,
        on_diagonal=accuracy.low <= mean <= accuracy.high,
    )


def _low_confidence(found: Probabilities) -> LowConfidence | None:
    low = found.confidence < 0.9
    if not low.any():
        return None
    return LowConfidence(
        count=int(low.sum()),
        confidence=float(found.confidence[low].mean()),
        accuracy=intervals.proportion(found.correct[low].sum(), low.sum()),
    )


def _temperature_scaling(
    evidence: Evidence, found: Probabilities, rng: np.random.Generator
) -> TemperatureScaling | Omitted:
    if evidence.validation is None:
        return Omitted(reason=evidence.missing(("validation",)) or "")
    fitted = temperature.fitted_with_interval(evidence.validation, evidence.rng("temperature"))
    after = temperature.scaled(found, fitted.value)
    change = intervals.paired_difference(after.losses, found.losses)
    lowers, raises = fitted.low > 1, fitted.high < 1
    return TemperatureScaling(
        temperature=fitted,
        fitted_on=len(evidence.validation),
        direction="lowers confidence" if lowers else "raises confidence" if raises else "not distinguishable",
        log_loss_change=change,
        log_loss_improves=change.high < 0,
        log_loss_worsens=change.low > 0,
        scaled=_calibration(after, rng),
    )
