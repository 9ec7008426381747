"""Do the two groups of writers of MNIST's test set differ? (Yadav & Bottou 2019)."""

from __future__ import annotations

from analysis.bundle.test_set import WriterGroups
from analysis.evidence import Evidence


def study(evidence: Evidence) -> WriterGroups:
    """Compare the error rates of the two groups: Newcombe's interval of the difference, Fisher's exact test."""
    return WriterGroups.of(~evidence.predictions.correct)
