"""How are the confidences of correct and of incorrect predictions distributed?"""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from analysis.bundle.confusion import PredictedImage
from analysis.bundle.record import Proportion, Record, derived
from analysis.statistics.probabilities import View
from analysis.statistics.rounding import edges_apart

# Confidence crowds at 1: 1 − confidence is cut at 1, 0.5, 0.2, 0.1, … and 0.
EDGES = (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999, 0.99995, 0.99998, 0.99999, 1)  # fmt: skip
FEW = 5


class ConfidenceSummary(Record):
    """Confidence of a group of predictions."""

    count: int = Field(ge=0)
    median: float | None
    """Null for an empty group."""
    low_tail: float | None
    """5% of the group are below."""
    high_tail: float | None
    """5% of the group are above."""
    below_90: int = Field(ge=0)
    """Predictions with a confidence below 0.9."""
    above_99: int = Field(ge=0)

    @classmethod
    def of(cls, confidence: NDArray[np.float64]) -> Self:
        """Summarise the confidences of a group, (n,)."""
        tails = np.quantile(confidence, [0.05, 0.5, 0.95]).tolist() if len(confidence) else (None, None, None)
        low, median, high = tails
        return cls(
            count=len(confidence),
            median=median,
            low_tail=low,
            high_tail=high,
            below_90=int((confidence < 0.9).sum()),
            above_99=int((confidence > 0.99).sum()),
        )

    @derived
    def at_least_90(self) -> int:
        """The others."""
        return self.count - self.below_90


class ClassConfidence(Record):
    """Confidence for one true label."""

    label: int
    correct: ConfidenceSummary
    incorrect: ConfidenceSummary

    @derived
    def images(self) -> int:
        """Test images of this class."""
        return self.correct.count + self.incorrect.count

    @derived
    def below_90(self) -> int:
        """Correct and incorrect together."""
        return self.correct.below_90 + self.incorrect.below_90


class ConfidenceFindings(Record):
    """Distributions, and the images at their ends."""

    edges: tuple[float, ...]
    """Of the histograms; the last bin is closed on both sides."""
    correct_histogram: tuple[int, ...]
    incorrect_histogram: tuple[int, ...]
    all: ConfidenceSummary
    correct: ConfidenceSummary
    incorrect: ConfidenceSummary
    classes: tuple[ClassConfidence, ...] = Field(min_length=2)
    most_confident_errors: tuple[PredictedImage, ...]
    least_confident_correct: tuple[PredictedImage, ...]

    @classmethod
    def of(
        cls,
        found: View,
        errors: tuple[PredictedImage, ...],
        hits: tuple[PredictedImage, ...],
        decimals: int | None = None,
    ) -> Self:
        """Describe confidences, with the most confident errors and the least confident correct predictions.

        Of rounded ones the bins are no finer than the rounding.
        """
        confidence, right, edges = found.confidence, found.correct, edges_apart(EDGES, decimals)
        return cls(
            edges=edges,
            correct_histogram=_histogram(confidence[right], edges),
            incorrect_histogram=_histogram(confidence[~right], edges),
            all=ConfidenceSummary.of(confidence),
            correct=ConfidenceSummary.of(confidence[right]),
            incorrect=ConfidenceSummary.of(confidence[~right]),
            classes=tuple(_of_class(found, label) for label in range(found.class_count)),
            most_confident_errors=errors,
            least_confident_correct=hits,
        )

    @derived
    def errors_below_90(self) -> Proportion | None:
        """Errors with a confidence below 0.9; null without errors."""
        wrong = self.incorrect
        return Proportion.of(wrong.below_90, wrong.count) if wrong.count else None

    @derived
    def error_confidence(self) -> Literal["no errors", "mostly low", "mostly high", "mixed", "too few"]:
        """Which side of one half the interval of `errors_below_90` lies on; `too few` below five errors."""
        low = self.errors_below_90
        if low is None:
            return "no errors"
        if low.total < FEW:
            return "too few"
        return "mostly low" if low.low > 0.5 else "mostly high" if low.high < 0.5 else "mixed"

    @derived
    def lowest_class(self) -> int | None:
        """The class whose correct predictions have the lowest 5% tail; null where none is correct."""
        tails = {
            each.label: each.correct.low_tail for each in self.classes if each.correct.low_tail is not None
        }
        return min(tails, key=tails.__getitem__) if tails else None

    @derived
    def most_below_90(self) -> int:
        """The class with most predictions below 0.9."""
        return max(range(len(self.classes)), key=lambda label: self.classes[label].below_90)

    @derived
    def fewest_below_90(self) -> int:
        """The class with fewest predictions below 0.9."""
        return min(range(len(self.classes)), key=lambda label: self.classes[label].below_90)


def _of_class(found: View, label: int) -> ClassConfidence:
    ours = found.labels == label
    return ClassConfidence(
        label=label,
        correct=ConfidenceSummary.of(found.confidence[ours & found.correct]),
        incorrect=ConfidenceSummary.of(found.confidence[ours & ~found.correct]),
    )


def _histogram(confidence: NDArray[np.float64], edges: tuple[float, ...]) -> tuple[int, ...]:
    return tuple(np.histogram(confidence, edges)[0].tolist())
