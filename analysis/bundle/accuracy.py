"""How often are the predictions correct, overall and for each class?"""

from __future__ import annotations

from math import fsum

import numpy as np
from pydantic import Field

from analysis.bundle.record import (
    Bootstrap,
    BootstrapEstimate,
    Estimate,
    MonteCarloTest,
    Proportion,
    Record,
    derived,
)
from analysis.statistics import intervals
from analysis.statistics.resampling import holm
from analysis.statistics.tails import fisher_p

LARGE_GAP = 0.1


class ClassScores(Record):
    """Scores of one class."""

    label: int
    support: int = Field(ge=1)
    """Test images of this class."""
    predicted: int = Field(ge=0)
    """Test images predicted as this class."""
    errors: int = Field(ge=0)
    """Test images of this class that were misclassified."""

    @property
    def correct(self) -> int:
        """Test images of this class that were classified correctly."""
        return self.support - self.errors

    @derived
    def precision(self) -> Proportion | None:
        """Null when no image was predicted as this class."""
        return Proportion.of(self.correct, self.predicted) if self.predicted else None

    @derived
    def recall(self) -> Proportion:
        """Of the test images of this class, those that were predicted as it."""
        return Proportion.of(self.correct, self.support)

    @derived
    def f1(self) -> Estimate:
        """Harmonic mean of precision and recall; Wilson's interval of hits per union, mapped."""
        return Estimate.of(intervals.f1(self.correct, self.predicted + self.errors))


class PrecisionRecallGap(Record):
    """The class whose precision and recall differ most."""

    label: int
    value: float
    """Absolute difference, a share."""


class OtherOrder(Record):
    """An order of the outputs that fits far better than the one given: probably not that of the classes.  Never mended."""

    means: tuple[int, ...]
    """For each predicted label, the class that it would then stand for: each class once."""
    accuracy: Proportion
    """Accuracy if the outputs were read so."""

    @derived
    def shift(self) -> int | None:
        """By how much every label would be moved, around the end; null for an order of another kind."""
        shifts = {(label - place) % len(self.means) for place, label in enumerate(self.means)}
        return shifts.pop() if len(shifts) == 1 else None


class ValidationGap(Record):
    """The accuracy on the validation split beside that on the test set."""

    validation: Proportion
    gap: Estimate
    """Validation minus test accuracy, with Newcombe's interval."""

    @derived
    def large(self) -> bool:
        """True when the whole interval is above 0.1: more than chance and overfitting usually explain."""
        return self.gap.low > LARGE_GAP


class AccuracyFindings(Record):
    """Scores that follow from the predicted classes alone, on the test set."""

    classes: tuple[ClassScores, ...] = Field(min_length=2)
    macro_f1_limits: Bootstrap
    """Of the images; where all are classified alike, which leaves it no width, the limit of the accuracy."""
    recalls_equal: MonteCarloTest
    """χ² of the hypothesis that all classes have the same recall, against errors dealt at random to the images."""
    other_order: OtherOrder | None = None
    """Null unless the accuracy is below 1/2 and another order of the outputs would raise it above 4/5."""
    validation: Proportion | None = None
    """Correct predictions of the validation split; null without any."""

    @property
    def images(self) -> int:
        """Number of test images."""
        return sum(each.support for each in self.classes)

    @derived
    def overall(self) -> Proportion:
        """Accuracy."""
        return Proportion.of(sum(each.correct for each in self.classes), self.images)

    @derived
    def errors(self) -> Proportion:
        """Error rate."""
        return Proportion.of(sum(each.errors for each in self.classes), self.images)

    @derived
    def macro_f1(self) -> BootstrapEstimate:
        """Mean of the F1 scores of the classes; percentile bootstrap."""
        limits = self.macro_f1_limits
        scores = [2 * each.correct / (each.predicted + each.support) for each in self.classes]
        mean = fsum(scores) / len(scores)
        return BootstrapEstimate(value=mean, low=limits.low, high=limits.high, draws=limits.draws)

    @derived
    def majority(self) -> Proportion:
        """Accuracy of always predicting the most frequent class of the test set."""
        return Proportion.of(max(each.support for each in self.classes), self.images)

    @derived
    def majority_label(self) -> int:
        """That class."""
        return max(range(len(self.classes)), key=lambda label: self.classes[label].support)

    @derived
    def near_chance(self) -> bool:
        """True when the interval of the accuracy is not above the majority's share."""
        return self.overall.low <= self.majority.count / self.majority.total

    @derived
    def validation_gap(self) -> ValidationGap | None:
        """Null without predictions for a validation split."""
        found, test = self.validation, self.overall
        if found is None:
            return None
        gap = intervals.newcombe(found.count, found.total, test.count, test.total)
        return ValidationGap(validation=found, gap=Estimate.of(gap))

    @derived
    def recalls_equal_p(self) -> float:
        """Monte-Carlo p of the hypothesis that all classes have the same recall."""
        return self.recalls_equal.p

    @derived
    def recalls_differ(self) -> bool:
        """True when that p is below 0.05."""
        return self.recalls_equal.p < 0.05

    @derived
    def lowest_recall(self) -> int:
        """The class with the lowest observed recall."""
        return min(
            range(len(self.classes)),
            key=lambda label: self.classes[label].correct / self.classes[label].support,
        )

    @derived
    def lowest_recall_significant(self) -> bool:
        """True when it is lower than that of each other class (Holm-adjusted Fisher tests)."""
        lowest = self.classes[self.lowest_recall]
        p = [
            fisher_p(lowest.correct, lowest.errors, other.correct, other.errors)
            for other in self.classes
            if other is not lowest
        ]
        return bool((holm(np.array(p)) < 0.05).all())

    @derived
    def largest_gap(self) -> PrecisionRecallGap | None:
        """The class whose precision and recall differ most; null where a class was never predicted."""
        if self.never_predicted:
            return None
        gaps = [abs(each.correct / each.predicted - each.correct / each.support) for each in self.classes]
        widest = gaps.index(max(gaps))
        return PrecisionRecallGap(label=widest, value=gaps[widest])

    @derived
    def never_predicted(self) -> tuple[int, ...]:
        """Classes that no test image was predicted as."""
        return tuple(each.label for each in self.classes if not each.predicted)
