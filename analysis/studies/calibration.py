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
from analysis.evidence import Evidence
from analysis.statistics import temperature
from analysis.statistics.calibration import binnings, expected_error, null_errors
from analysis.statistics.probabilities import Probabilities, View
from analysis.statistics.resampling import reached


def study(evidence: Evidence) -> CalibrationFindings:
    """Compare confidence and accuracy on the test set; the validation split gives the temperature."""
    found, view, rng = evidence.probabilities, evidence.view, evidence.rng("confidence")
    assert found is not None  # noqa: S101  # STUDIES names what is needed
    assert view is not None  # noqa: S101
    unscaled = Calibration.of(view, _perfect_networks(view, rng, evidence.seed), mean_log_loss(found))
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
