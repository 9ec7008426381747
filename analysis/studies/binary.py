"""What does each kind of error of a binary classifier cost?"""

from __future__ import annotations

from analysis.bundle.binary import BinaryFindings
from analysis.bundle.record import Omitted
from analysis.evidence import NOT_GIVEN, Evidence

TOO_MANY = "there are more than two classes"


def undecided(evidence: Evidence) -> str | None:
    """Say that there are more than two classes, where there are."""
    return None if len(evidence.classes.names) == 2 else TOO_MANY


def study(evidence: Evidence) -> BinaryFindings:
    """Evaluate two classes as positive and negative: sensitivity, specificity, predictive values, ROC and thresholds."""
    reason = evidence.missing(("probabilities",)) or NOT_GIVEN["probabilities"]
    return BinaryFindings.of(
        evidence.predictions,
        evidence.view,
        evidence.validation,
        named=evidence.positive,
        no_scores=Omitted(reason=reason),
    )
