"""Claimed against observed accuracy, and what a perfectly calibrated network would show with the same bins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.bundle.confidence import Calibration, CalibrationError, ReliabilityBin
from analysis.statistics import intervals
from analysis.statistics.resampling import monte_carlo_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.predictions import Predictions

BINS = 15
# Simulated to know what chance shows; for more than 100,000 images fewer, so that a million take seconds.
PERFECT_NETWORKS, FEWEST_NETWORKS, ANSWERS = 2000, 200, 200_000_000


@dataclass(frozen=True)
class Binning:
    """Bins (low, high] of the confidence: edges (b + 1,), and the bin of each prediction (n,)."""

    name: Literal["equal width", "equal mass"]
    edges: NDArray[np.float64]
    bin_of: NDArray[np.intp]

    def sums(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Add up the values (n,) in each bin: (b,)."""
        return np.bincount(self.bin_of, values, minlength=len(self.edges) - 1).astype(np.float64)


def calibrate(predictions: Predictions, rng: np.random.Generator) -> Calibration:
    """Compare confidence and accuracy overall and in two binnings."""
    confidence, correct = predictions.confidence, predictions.correct.astype(float)
    binnings = (equal_width(confidence, BINS), equal_mass(confidence, BINS))
    return Calibration(
        gap=intervals.mean(confidence - correct),
        log_loss=intervals.mean(predictions.losses, floor=0),
        errors=_errors(confidence, correct, binnings, rng),
        bins=_reliability(confidence, correct, binnings[0]),
    )


def equal_width(confidence: NDArray[np.float64], bins: int) -> Binning:
    """Cut [0, 1] into bins of one width."""
    return _binning("equal width", confidence, np.linspace(0, 1, bins + 1))


def equal_mass(confidence: NDArray[np.float64], bins: int) -> Binning:
    """Cut at quantiles; equal confidences stay together, so there may be fewer bins."""
    cuts = np.unique(np.quantile(confidence, np.linspace(0, 1, bins + 1)[1:-1]))
    return _binning("equal mass", confidence, np.r_[0, cuts[cuts < confidence.max()], 1])


def _binning(
    name: Literal["equal width", "equal mass"], confidence: NDArray[np.float64], edges: NDArray[np.float64]
) -> Binning:
    return Binning(name, edges, np.searchsorted(edges[1:-1], confidence, side="left"))


def expected_error(confidence: NDArray[np.float64], correct: NDArray[np.floating], binning: Binning) -> float:
    """Mean over the predictions of |accuracy − confidence| of their bin (Naeini et al. 2015)."""
    return float(np.abs(binning.sums(correct - confidence)).sum() / len(confidence))


def _errors(
    confidence: NDArray[np.float64],
    correct: NDArray[np.floating],
    binnings: tuple[Binning, ...],
    rng: np.random.Generator,
) -> tuple[CalibrationError, ...]:
    """Set each error beside those of networks that are right as often as they say (Bröcker & Smith 2007).

    The error of a perfectly calibrated network is not 0: every bin misses by chance, and misses add up.
    """
    networks = max(FEWEST_NETWORKS, min(PERFECT_NETWORKS, ANSWERS // len(confidence)))
    perfect = np.empty((networks, len(binnings)))
    for row in perfect:
        right = (rng.random(len(confidence)) < confidence).astype(float)
        row[:] = [expected_error(confidence, right, binning) for binning in binnings]
    return tuple(
        CalibrationError(
            binning=binning.name,
            bins=len(binning.edges) - 1,
            value=(value := expected_error(confidence, correct, binning)),
            null_mean=float(null.mean()),
            null_high=float(np.quantile(null, 0.95)),
            p=monte_carlo_p(null, value),
        )
        for binning, null in zip(binnings, perfect.T, strict=True)
    )


def _reliability(
    confidence: NDArray[np.float64], correct: NDArray[np.floating], binning: Binning
) -> tuple[ReliabilityBin, ...]:
    counts, right = binning.sums(np.ones_like(confidence)), binning.sums(correct)
    claimed = binning.sums(confidence)
    return tuple(
        ReliabilityBin(
            low=float(binning.edges[b]),
            high=float(binning.edges[b + 1]),
            count=int(counts[b]),
            confidence=float(claimed[b] / counts[b]),
            accuracy=intervals.proportion(int(right[b]), int(counts[b])),
        )
        for b in np.flatnonzero(counts)
    )
