"""Findings to sentences, where a choice of words hangs on a test: one file per chapter, all of them pure."""

from report.text import grammar
from report.wording import (
    conclusion,
    confidence,
    confusion,
    dataset,
    mean_digits,
    methodology,
    overview,
    pairs,
    projection,
    reproducibility,
    results,
)

__all__ = [
    "conclusion",
    "confidence",
    "confusion",
    "dataset",
    "grammar",
    "mean_digits",
    "methodology",
    "overview",
    "pairs",
    "projection",
    "reproducibility",
    "results",
]
