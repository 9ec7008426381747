"""One number that makes a network as sure as it is right (Guo et al. 2017, section 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from analysis.predictions import Predictions

if TYPE_CHECKING:
    from numpy.typing import NDArray


def fitted(validation: Predictions) -> float:
    """Return the temperature between e⁻³ and e³ with the least log loss on the validation part."""
    rows = np.arange(len(validation))

    def log_loss(log_temperature: float) -> NDArray[np.float64]:
        scaled = log_softmax(validation.logits / np.exp(log_temperature), axis=1)
        return np.asarray(-scaled[rows, validation.labels].mean())

    found = minimize_scalar(log_loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-8})
    return float(np.exp(found.x))


def divided(predictions: Predictions, temperature: float) -> Predictions:
    """Divide the logits by the temperature: no answer changes, only how sure it is."""
    return Predictions(predictions.labels, predictions.logits / temperature)
