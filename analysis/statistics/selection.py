"""Which test images are shown: errors of every kind, those that are explained one by one, and both ends of the confidence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.pairs import off_diagonal
from analysis.statistics.probabilities import Predictions, View

ERRORS = 300
EXAMPLES = 12
EXPLAINED = 60
"""Errors that are explained one by one."""


def shown_errors(predictions: Predictions, view: View | None) -> list[int]:
    """Return rows of errors: largest cell first, the most confident first within a cell.

    Where all are more than 300, as many of each cell as fit; of more than 300 cells, one of each of the largest.
    """
    cells = off_diagonal(predictions.confusion)
    kept = max(k for k in range(ERRORS + 1) if np.minimum(cells, k).sum() <= ERRORS) or 1
    ordered = sorted(np.argwhere(cells).tolist(), key=lambda cell: (-cells[tuple(cell)], cell))
    return [
        row
        for label, predicted in ordered[:ERRORS]
        for row in _of_cell(predictions, view, label, predicted)[:kept]
    ]


def _of_cell(predictions: Predictions, view: View | None, label: int, predicted: int) -> list[int]:
    rows = np.flatnonzero((predictions.labels == label) & (predictions.predicted == predicted))
    if view is not None:
        rows = rows[np.argsort(-view.log_odds[rows], kind="stable")]
    found: list[int] = rows.tolist()
    return found


def explained_errors(predictions: Predictions, view: View | None) -> list[int]:
    """Return rows of the sixty most confident errors, or of all; without confidences, of the largest cells."""
    if view is None:
        return shown_errors(predictions, None)[:EXPLAINED]
    return _smallest(-view.log_odds, ~view.correct, EXPLAINED)


def most_confident_errors(view: View) -> list[int]:
    """Return the rows of the twelve errors with the highest confidence."""
    return _smallest(-view.log_odds, ~view.correct)


def least_confident_correct(view: View) -> list[int]:
    """Return the rows of the twelve correct predictions with the lowest confidence."""
    return _smallest(view.log_odds, view.correct)


def _smallest(key: NDArray[np.float64], among: NDArray[np.bool_], most: int = EXAMPLES) -> list[int]:
    rows = np.flatnonzero(among)
    found: list[int] = rows[np.argsort(key[rows], kind="stable")[:most]].tolist()
    return found
