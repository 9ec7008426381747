"""How are the confidences of correct and of incorrect predictions distributed?"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.confidence import ClassConfidence, ConfidenceFindings, ConfidenceSummary
from analysis.bundle.confusion import PredictedImage
from analysis.bundle.record import Proportion
from analysis.evidence import Evidence
from analysis.statistics import intervals, selection

# Confidence crowds at 1: 1 − confidence is cut at 1, 0.5, 0.2, 0.1, … and 0.
EDGES = (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999, 0.99995, 0.99998, 0.99999, 1)  # fmt: skip
FEW = 5


def study(evidence: Evidence) -> ConfidenceFindings:
    """Describe the confidence of the test predictions."""
    assert evidence.probabilities is not None  # noqa: S101  # STUDIES names what is needed
    found = evidence.probabilities
    confidence, correct = found.confidence, found.correct
    classes = tuple(
        _of_class(label, confidence[found.labels == label], correct[found.labels == label])
        for label in range(len(evidence.classes.names))
    )
    low_errors = _below_90(confidence[~correct])
    below = [each.below_90 for each in classes]
    errors, hits = selection.most_confident_errors(found), selection.least_confident_correct(found)
    return ConfidenceFindings(
        edges=EDGES,
        correct_histogram=_histogram(confidence[correct]),
        incorrect_histogram=_histogram(confidence[~correct]),
        all=_summary(confidence),
        correct=_summary(confidence[correct]),
        incorrect=_summary(confidence[~correct]),
        classes=classes,
        errors_below_90=low_errors,
        error_confidence=_error_confidence(low_errors),
        lowest_class=_lowest_class(classes),
        most_below_90=int(np.argmax(below)),
        fewest_below_90=int(np.argmin(below)),
        most_confident_errors=_images(evidence, errors),
        least_confident_correct=_images(evidence, hits),
    )


def _histogram(confidence: NDArray[np.float64]) -> tuple[int, ...]:
    return tuple(np.histogram(confidence, EDGES)[0].tolist())


def _summary(confidence: NDArray[np.float64]) -> ConfidenceSummary:
    quantiles = np.quantile(confidence, [0.05, 0.5, 0.95]).tolist() if len(confidence) else (None, None, None)
    low, median, high = quantiles
    below = int((confidence < 0.9).sum())
    return ConfidenceSummary(
        count=len(confidence),
        median=median,
        low_tail=low,
        high_tail=high,
        below_90=below,
        at_least_90=len(confidence) - below,
        above_99=int((confidence > 0.99).sum()),
    )


def _of_class(label: int, confidence: NDArray[np.float64], correct: NDArray[np.bool_]) -> ClassConfidence:
    return ClassConfidence(
        label=label,
        images=len(confidence),
        below_90=int((confidence < 0.9).sum()),
        correct=_summary(confidence[correct]),
        incorrect=_summary(confidence[~correct]),
    )


def _below_90(wrong: NDArray[np.float64]) -> Proportion | None:
    return intervals.proportion((wrong < 0.9).sum(), len(wrong)) if len(wrong) else None


def _error_confidence(
    low: Proportion | None,
) -> Literal["no errors", "mostly low", "mostly high", "mixed", "too few"]:
    """Decide where the interval of the share of low-confidence errors leaves one half."""
    if low is None:
        return "no errors"
    if low.total < FEW:
        return "too few"
    return "mostly low" if low.low > 0.5 else "mostly high" if low.high < 0.5 else "mixed"


def _lowest_class(classes: tuple[ClassConfidence, ...]) -> int | None:
    tails = {each.label: each.correct.low_tail for each in classes if each.correct.low_tail is not None}
    return min(tails, key=tails.__getitem__) if tails else None


def _images(evidence: Evidence, rows: list[int]) -> tuple[PredictedImage, ...]:
    return tuple(PredictedImage(**each) for each in selection.predicted_images(evidence, rows))
