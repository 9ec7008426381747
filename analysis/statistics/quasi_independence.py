"""Quasi-independence: the errors that their row and column totals alone explain (Goodman 1968)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.pairs import off_diagonal


def quasi_independent(counts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Expect errors, (K, K), from the row and column totals of the errors in the confusion matrix (K, K).

    Fits a_i b_j, i ≠ j, to these totals by iterative proportional fitting.
    """
    errors = off_diagonal(counts)
    fit = 1.0 - np.eye(len(counts))
    for _ in range(1000):
        before = fit
        for axis in (1, 0):
            margin = fit.sum(axis=axis, keepdims=True)
            wanted = errors.sum(axis=axis, keepdims=True)
            fit = fit * np.divide(wanted, margin, where=margin > 0, out=np.zeros(margin.shape))
        if np.abs(fit - before).max() < 1e-9 * errors.sum():
            break
    return fit
