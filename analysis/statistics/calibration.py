"""Confidence against accuracy in bins, and what a perfectly calibrated network would show with the same bins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

BINS = 15
# Simulated under perfect calibration; for more than 100,000 images fewer, so that a million take seconds.
PERFECT_NETWORKS, FEWEST_NETWORKS, PREDICTIONS = 2000, 200, 200_000_000


@dataclass(frozen=True)
class Binning:
    """Bins (low, high] of the confidence: edges (b + 1,), and the bin of each prediction (n,)."""

    name: Literal["equal width", "equal mass"]
    edges: NDArray[np.float64]
    bin_of: NDArray[np.intp]

    def sums(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Add up the values (n,) in each bin: (b,)."""
        return np.bincount(self.bin_of, values, minlength=len(self.edges) - 1).astype(np.float64)


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


def binnings(confidence: NDArray[np.float64]) -> tuple[Binning, Binning]:
    """Cut into fifteen bins, of equal width and of equal mass."""
    return equal_width(confidence, BINS), equal_mass(confidence, BINS)


def expected_error(confidence: NDArray[np.float64], correct: NDArray[np.floating], binning: Binning) -> float:
    """Mean over the predictions of |accuracy − confidence| of their bin (Naeini et al. 2015)."""
    return float(np.abs(binning.sums(correct - confidence)).sum() / len(confidence))


def null_errors(
    confidence: NDArray[np.float64], binnings: tuple[Binning, ...], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the expected calibration errors of networks whose confidence is their accuracy: (networks, binnings).

    The error of a perfectly calibrated network is not 0: every bin misses by chance, and misses add up
    (Bröcker & Smith 2007).
    """
    networks = max(FEWEST_NETWORKS, min(PERFECT_NETWORKS, PREDICTIONS // len(confidence)))
    errors = np.empty((networks, len(binnings)))
    for row in errors:
        right = (rng.random(len(confidence)) < confidence).astype(float)
        row[:] = [expected_error(confidence, right, binning) for binning in binnings]
    return errors
