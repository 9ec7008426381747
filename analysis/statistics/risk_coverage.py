"""The risk–coverage curve: the error rate among the most confident predictions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def errors_by_confidence(log_odds: NDArray[np.floating], correct: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Errors, 0 or 1, the most confident image first; among equal confidences each gets their mean: (n,)."""
    _, group, size = np.unique(-log_odds, return_inverse=True, return_counts=True)
    return np.repeat(np.bincount(group, ~correct) / size, size)


def risk(errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Error rate among the first 1, 2, …, n images: (n,)."""
    return np.asarray(np.cumsum(errors) / np.arange(1, len(errors) + 1))
