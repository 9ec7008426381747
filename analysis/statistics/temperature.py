"""Temperature scaling: one number that divides all logits (Guo et al. 2017, section 4.2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from analysis.bundle.record import Estimate
from analysis.evidence.predictions import Probabilities

RESAMPLES = 400
# Logarithms of the temperatures between which a resampled minimum is interpolated.
GRID = np.linspace(-3, 3, 121)


def fitted(validation: Probabilities) -> float:
    """Return the temperature between e⁻³ and e³ with the least log loss on the validation split."""

    def log_loss(log_temperature: float) -> NDArray[np.float64]:
        return np.asarray(_losses(validation, log_temperature).mean())

    found = minimize_scalar(log_loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-8})
    return float(np.exp(found.x))


def fitted_with_interval(validation: Probabilities, rng: np.random.Generator) -> Estimate:
    """Return the temperature with a percentile bootstrap interval over the validation images.

    The log losses of all images are computed once on a grid of temperatures; each resample takes the minimum of the
    parabola through the three best points of its grid.
    """
    value, losses = fitted(validation), np.stack([_losses(validation, each) for each in GRID])
    n = len(validation)
    weights = rng.multinomial(n, np.full(n, 1 / n), RESAMPLES)
    low, high = np.quantile(np.exp(_minima(weights @ losses.T / n)), [0.025, 0.975])
    return Estimate(value=value, low=min(value, float(low)), high=max(value, float(high)))


def scaled(found: Probabilities, temperature: float) -> Probabilities:
    """Divide the logits by the temperature: no predicted class changes, only the probabilities."""
    return Probabilities(found.labels, found.logits / temperature)


def _losses(found: Probabilities, log_temperature: float) -> NDArray[np.float64]:
    """Cross-entropy of each image after scaling, (n,)."""
    log_probabilities = log_softmax(found.logits / np.exp(log_temperature), axis=1)
    return np.asarray(-log_probabilities[np.arange(len(found)), found.labels])


def _minima(curves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where each of the curves, (b, grid), is least, between its points: (b,)."""
    best = np.clip(curves.argmin(axis=1), 1, len(GRID) - 2)
    rows = np.arange(len(curves))
    left, middle, right = (curves[rows, best + step] for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = np.divide(left - right, 2 * bend, where=bend > 0, out=np.zeros(len(curves)))
    return np.asarray(GRID[best] + np.clip(shift, -1, 1) * (GRID[1] - GRID[0]))
