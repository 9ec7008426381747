"""Which class is predicted of each image, and with which scores?"""

from __future__ import annotations

from analysis.bundle.predictions import PredictionTable, ValidationScores
from analysis.bundle.record import Omitted
from analysis.evidence import Evidence


def study(evidence: Evidence) -> PredictionTable:
    """Write down every test image, in the order of the test set."""
    return evidence.table


def validation(evidence: Evidence) -> ValidationScores | Omitted:
    """Write down the scores of the validation split."""
    assert evidence.validation is not None  # noqa: S101  # STUDIES names what is needed
    return ValidationScores.of(evidence.validation)
