"""Temperature scaling: one number that divides all logits (Guo et al. 2017, section 4.2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.intervals import Interval
from analysis.statistics.probabilities import Probabilities, log_softmax

RESAMPLES = 400
# Logarithms of the temperatures between which a resampled minimum is interpolated.
GRID = np.linspace(-3, 3, 121)
STEPS, PRECISION = 60, 1e-13


def fitted(validation: Probabilities) -> float:
    """Return the temperature between e⁻³ and e³ with the least log loss on the validation split.

    The log loss is convex in b = 1/T, so that it is least where its slope is 0: Newton's steps, and where one leaves
    what is left between the limits, the middle of it.  Where no temperature changes the loss, 1.
    """
    logits, rows = validation.scores, np.arange(len(validation))
    above = logits - logits[rows, validation.labels][:, np.newaxis]  # than that of the label
    low, high, b = float(np.exp(GRID[0])), float(np.exp(GRID[-1])), 1.0
    if _slope(above, high)[0] < 0:
        return 1 / high
    if _slope(above, low)[0] > 0:
        return 1 / low
    for _ in range(STEPS):
        slope, bend = _slope(above, b)
        if slope == 0:
            break
        low, high = (low, b) if slope > 0 else (b, high)
        step = b - slope / bend if bend > 0 else low
        following = step if low < step < high else (low * high) ** 0.5
        if abs(following - b) <= PRECISION * b:
            break
        b = following
    return 1 / b


def _slope(above: NDArray[np.float64], b: float) -> tuple[float, float]:
    """Return slope and bend of the log loss at b: mean and variance of the logits above the label's, by probability."""
    shares = np.exp(log_softmax(above * b))
    mean = (shares * above).sum(axis=1)
    return float(mean.mean()), float(((shares * above**2).sum(axis=1) - mean**2).mean())


def fitted_with_interval(validation: Probabilities, rng: np.random.Generator) -> Interval:
    """Return the temperature with a percentile bootstrap interval over the validation images.

    The log losses of all images are computed once on a grid of temperatures; each resample takes the minimum of the
    parabola through the three best points of its grid.
    """
    value, losses = fitted(validation), np.stack([_losses(validation, each) for each in GRID])
    n = len(validation)
    weights = rng.multinomial(n, np.full(n, 1 / n), RESAMPLES)
    low, high = np.quantile(np.exp(_minima(weights @ losses.T / n)), [0.025, 0.975])
    return Interval(value, min(value, float(low)), max(value, float(high)))


def _losses(found: Probabilities, log_temperature: float) -> NDArray[np.float64]:
    """Cross-entropy of each image after scaling, (n,)."""
    log_probabilities = log_softmax(found.scores / np.exp(log_temperature))
    return np.asarray(-log_probabilities[np.arange(len(found)), found.labels])


def _minima(curves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where each of the curves, (b, grid), is least, between its points: (b,)."""
    best = np.clip(curves.argmin(axis=1), 1, len(GRID) - 2)
    rows = np.arange(len(curves))
    left, middle, right = (curves[rows, best + step] for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = np.divide(left - right, 2 * bend, where=bend > 0, out=np.zeros(len(curves)))
    return np.asarray(GRID[best] + np.clip(shift, -1, 1) * (GRID[1] - GRID[0]))
