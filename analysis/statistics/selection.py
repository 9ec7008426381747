"""Which test images are shown: errors of every kind, and the predictions at both ends of the confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.evidence import Evidence
from analysis.statistics.pairs import off_diagonal

if TYPE_CHECKING:
    from analysis.evidence.predictions import Predictions, Probabilities

# Test images of MNIST whose label fewer than three of five raters confirmed (Northcutt, Athalye & Mueller 2021).
DISPUTED = frozenset(
    {947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729}
)
ERRORS = 300
EXAMPLES = 12


def shown_errors(predictions: Predictions, probabilities: Probabilities | None) -> list[int]:
    """Return rows of errors: largest cell first, the most confident first within a cell.

    Where all are more than 300, as many of each cell as fit; of more than 300 cells, one of each of the largest.
    """
    cells = off_diagonal(predictions.confusion)
    kept = max(k for k in range(ERRORS + 1) if np.minimum(cells, k).sum() <= ERRORS) or 1
    ordered = sorted(np.argwhere(cells).tolist(), key=lambda cell: (-cells[tuple(cell)], cell))
    return [
        row
        for label, predicted in ordered[:ERRORS]
        for row in _of_cell(predictions, probabilities, label, predicted)[:kept]
    ]


def _of_cell(
    predictions: Predictions, probabilities: Probabilities | None, label: int, predicted: int
) -> list[int]:
    rows = np.flatnonzero((predictions.labels == label) & (predictions.predicted == predicted))
    if probabilities is not None:
        rows = rows[np.argsort(-probabilities.log_odds[rows], kind="stable")]
    found: list[int] = rows.tolist()
    return found


def most_confident_errors(probabilities: Probabilities) -> list[int]:
    """Return the rows of the twelve errors with the highest confidence."""
    return _smallest(-probabilities.log_odds, ~probabilities.correct)


def least_confident_correct(probabilities: Probabilities) -> list[int]:
    """Return the rows of the twelve correct predictions with the lowest confidence."""
    return _smallest(probabilities.log_odds, probabilities.correct)


def _smallest(key: NDArray[np.float64], among: NDArray[np.bool_]) -> list[int]:
    rows = np.flatnonzero(among)
    found: list[int] = rows[np.argsort(key[rows], kind="stable")[:EXAMPLES]].tolist()
    return found


def predicted_images(evidence: Evidence, rows: list[int]) -> list[dict[str, Any]]:
    """Describe test images by the fields of `PredictedImage`."""
    found, predictions = evidence.probabilities, evidence.predictions
    disputed = DISPUTED if evidence.mnist_test_set else frozenset()
    return [
        {
            "index": row,
            "label": int(predictions.labels[row]),
            "predicted": int(predictions.predicted[row]),
            "second": None if found is None else int(found.second[row]),
            "confidence": None if found is None else float(found.confidence[row]),
            "label_probability": None
            if found is None
            else float(found.probabilities[row, predictions.labels[row]]),
            "disputed": row in disputed,
        }
        for row in rows
    ]
