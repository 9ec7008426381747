"""Do confidence and accuracy agree, and does temperature scaling help?"""

from __future__ import annotations

import numpy as np

from analysis.bundle.calibration import (
    Calibration,
    CalibrationFindings,
    PerfectNetworks,
    TemperatureScaling,
    mean_log_loss,
)
from analysis.bundle.record import Bootstrap, Omitted, rounded
from analysis.evidence import Evidence, no_log_loss, rounding_decides
from analysis.statistics import rounding, temperature
from analysis.statistics.calibration import binnings, expected_error, null_errors
from analysis.statistics.probabilities import Probabilities, View
from analysis.statistics.resampling import reached


def undecided(evidence: Evidence) -> str | None:
    """Say that rounding decides on the mean confidence, where it does."""
    moves = evidence.view is not None and rounding.gap_moves(evidence.view, evidence.decimals)
    return rounding_decides(evidence, "whether confidence and accuracy agree") if moves else None


def study(evidence: Evidence) -> CalibrationFindings:
    """Compare confidence and accuracy on the test set; the validation split gives the temperature."""
    found, view, rng = evidence.probabilities, evidence.view, evidence.rng("confidence")
    assert found is not None  # noqa: S101  # STUDIES names what is needed
    assert view is not None  # noqa: S101
    log_loss = None if no_log_loss(evidence) else mean_log_loss(found)
    unscaled = Calibration.of(view, _perfect_networks(view, rng, evidence.seed), log_loss)
    return CalibrationFindings.of(view, unscaled, _temperature_scaling(evidence, found, rng))


def _perfect_networks(found: View, rng: np.random.Generator, seed: int) -> tuple[PerfectNetworks, ...]:
    """Draw the errors of perfectly calibrated networks in both binnings."""
    both, right = binnings(found.confidence), found.correct.astype(float)
    drawn = null_errors(found.confidence, both, rng)
    return tuple(
        PerfectNetworks(
            seed=seed,
            draws=len(drawn),
            reached=reached(null, expected_error(found.confidence, right, binning)),
            null_mean=float(null.mean()),
            null_high=float(np.quantile(null, 0.95)),
        )
        for binning, null in zip(both, drawn.T, strict=True)
    )


def _temperature_scaling(
    evidence: Evidence, found: Probabilities, rng: np.random.Generator
) -> TemperatureScaling | Omitted:
    if evidence.validation is None:
        return Omitted(reason=evidence.missing(("validation",)) or "")
    best = temperature.fitted_with_interval(evidence.validation, evidence.rng("temperature"))
    value, low, high = rounded(tuple(best))
    return TemperatureScaling.of(
        found,
        _perfect_networks(found.scaled(value), rng, evidence.seed),
        fitted=value,
        limits=Bootstrap(seed=evidence.seed, draws=temperature.RESAMPLES, low=low, high=high),
        fitted_on=len(evidence.validation),
    )
