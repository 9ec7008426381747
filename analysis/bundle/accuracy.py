"""How often are the predictions correct, overall and for each class?"""

from __future__ import annotations

from analysis.bundle.record import Axis, Estimate, Proportion, Record


class ClassScores(Record):
    """Scores of one class."""

    label: int
    support: int
    """Test images of this class."""
    predicted: int
    """Test images predicted as this class."""
    errors: int
    """Test images of this class that were misclassified."""
    precision: Proportion | None
    """Null when no image was predicted as this class."""
    recall: Proportion
    f1: Estimate


class PrecisionRecallGap(Record):
    """The class whose precision and recall differ most."""

    label: int
    value: float
    """Absolute difference, a share."""


class AccuracyFindings(Record):
    """Scores that follow from the predicted classes alone, on the test set."""

    overall: Proportion
    """Accuracy."""
    overall_axis: Axis
    """In percent."""
    errors: Proportion
    """Error rate."""
    errors_axis: Axis
    """In test images."""
    macro_f1: Estimate
    """Mean of the F1 scores of the classes; percentile bootstrap."""
    majority: Proportion
    """Accuracy of always predicting the most frequent class of the test set."""
    majority_label: int
    near_chance: bool
    """True when the interval of the accuracy is not above the majority's share."""
    classes: tuple[ClassScores, ...]
    recalls_equal_p: float
    """Monte-Carlo p of the hypothesis that all classes have the same recall."""
    recalls_differ: bool
    """True when that p is below 0.05."""
    lowest_recall: int
    """The class with the lowest observed recall."""
    lowest_recall_significant: bool
    """True when it is lower than that of each other class (Holm-adjusted Fisher tests)."""
    largest_gap: PrecisionRecallGap | None
    """Null where a class was never predicted."""
    never_predicted: tuple[int, ...]
