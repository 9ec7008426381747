"""How good are the predicted probabilities?"""

from __future__ import annotations

import numpy as np

from analysis.bundle.scores import ScoreFindings
from analysis.evidence import Evidence
from analysis.statistics import intervals


def study(evidence: Evidence) -> ScoreFindings:
    """Score the probabilities of the test images: top-2 accuracy, log loss, Brier score (Brier 1950)."""
    assert evidence.probabilities is not None  # noqa: S101  # STUDIES names what is needed
    found, n, k = evidence.probabilities, len(evidence.predictions), len(evidence.classes.names)
    in_two = int((found.correct | (found.second == found.labels)).sum())
    return ScoreFindings(
        top_2=intervals.proportion(in_two, n),
        top_2_errors=n - in_two,
        log_loss=intervals.mean_interval(found.losses, floor=0),
        log_loss_uniform=float(np.log(k)),
        brier=intervals.mean_interval(found.squared_errors, floor=0),
        brier_uniform=1 - 1 / k,
    )
