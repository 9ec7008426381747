"""How good are the predicted probabilities?"""

from __future__ import annotations

from analysis.bundle.calibration import mean_log_loss
from analysis.bundle.record import Estimate, Omitted
from analysis.bundle.scores import ScoreFindings
from analysis.evidence import Evidence, no_log_loss
from analysis.statistics.intervals import mean_interval


def study(evidence: Evidence) -> ScoreFindings:
    """Score the probabilities of the test images: top-2 accuracy, log loss, Brier score (Brier 1950)."""
    found, view = evidence.probabilities, evidence.view
    assert found is not None  # noqa: S101  # STUDIES names what is needed
    assert view is not None  # noqa: S101
    reason = no_log_loss(evidence)
    log_loss = Omitted(reason=reason) if reason else mean_log_loss(found)
    return ScoreFindings.of(view, log_loss, Estimate.of(mean_interval(found.squared_errors, floor=0)))
