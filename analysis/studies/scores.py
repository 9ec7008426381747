"""How good are the predicted probabilities?"""

from __future__ import annotations

from analysis.bundle.record import Estimate
from analysis.bundle.scores import ScoreFindings
from analysis.evidence import Evidence
from analysis.statistics.intervals import mean_interval


def study(evidence: Evidence) -> ScoreFindings:
    """Score the probabilities of the test images: top-2 accuracy, log loss, Brier score (Brier 1950)."""
    found, view = evidence.probabilities, evidence.view
    assert found is not None  # noqa: S101  # STUDIES names what is needed
    assert view is not None  # noqa: S101
    log_loss, brier = (
        Estimate.of(mean_interval(each, floor=0)) for each in (found.losses, found.squared_errors)
    )
    return ScoreFindings.of(view, log_loss, brier)
