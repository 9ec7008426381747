"""How are the confidences of correct and of incorrect predictions distributed?"""

from __future__ import annotations

from analysis.bundle.confidence import ConfidenceFindings
from analysis.evidence import Evidence
from analysis.statistics.selection import least_confident_correct, most_confident_errors


def study(evidence: Evidence) -> ConfidenceFindings:
    """Describe the confidence of the test predictions."""
    view = evidence.view
    assert view is not None  # noqa: S101  # STUDIES names what is needed
    errors, hits = most_confident_errors(view), least_confident_correct(view)
    return ConfidenceFindings.of(view, evidence.shown(errors), evidence.shown(hits), evidence.decimals)
