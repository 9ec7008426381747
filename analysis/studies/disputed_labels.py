"""How many errors are images whose label is disputed? (Northcutt, Athalye & Mueller 2021)."""

from __future__ import annotations

from analysis.bundle.test_set import DisputedLabels
from analysis.evidence import Evidence
from analysis.statistics.selection import most_confident_errors


def study(evidence: Evidence) -> DisputedLabels:
    """Compare the errors with the published list of MNIST's test images whose label most raters did not confirm."""
    confident = [] if evidence.view is None else most_confident_errors(evidence.view)
    return DisputedLabels.of(~evidence.predictions.correct, confident)
