"""What remains wrong when the least confident predictions are withheld?"""

from __future__ import annotations

from analysis.bundle.selective_prediction import COVERAGES, SelectivePredictionFindings
from analysis.evidence import Evidence, rounding_decides
from analysis.statistics import rounding


def undecided(evidence: Evidence) -> str | None:
    """Say that rounding decides on the order of the confidences, where it does."""
    moves = evidence.view is not None and rounding.order_moves(evidence.view, COVERAGES, evidence.decimals)
    return rounding_decides(evidence, "which predictions are the least confident") if moves else None


def study(evidence: Evidence) -> SelectivePredictionFindings:
    """Compute the risk–coverage curve of the test predictions."""
    assert evidence.view is not None  # noqa: S101  # STUDIES names what is needed
    return SelectivePredictionFindings.of(evidence.view)
