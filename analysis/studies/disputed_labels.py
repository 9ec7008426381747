"""How many errors are images whose label is disputed? (Northcutt, Athalye & Mueller 2021)."""

from __future__ import annotations

import numpy as np

from analysis.bundle.test_set import DisputedLabels
from analysis.evidence import Evidence
from analysis.statistics import intervals
from analysis.statistics.selection import DISPUTED, most_confident_errors

MOST_CONFIDENT = 3


def study(evidence: Evidence) -> DisputedLabels:
    """Compare the errors with the published list of MNIST's test images whose label most raters did not confirm."""
    wrong = np.flatnonzero(~evidence.predictions.correct).tolist()
    listed = np.isin(np.arange(len(evidence.predictions)), list(DISPUTED))
    among = tuple(row for row in wrong if row in DISPUTED)
    confident = most_confident_errors(evidence.probabilities) if evidence.probabilities else []
    rest = evidence.predictions.correct[~listed]
    return DisputedLabels(
        listed=int(listed.sum()),
        among_errors=among,
        errors=intervals.proportion(len(among), len(wrong)) if wrong else None,
        among_most_confident=sum(row in DISPUTED for row in confident[:MOST_CONFIDENT]),
        accuracy_without=intervals.proportion(rest.sum(), len(rest)),
    )
