"""What remains wrong when the least confident predictions are withheld?"""

from __future__ import annotations

from analysis.bundle.selective_prediction import SelectivePredictionFindings
from analysis.evidence import Evidence


def study(evidence: Evidence) -> SelectivePredictionFindings:
    """Compute the risk–coverage curve of the test predictions."""
    assert evidence.view is not None  # noqa: S101  # STUDIES names what is needed
    return SelectivePredictionFindings.of(evidence.view)
