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


class OtherOrder(Record):
    """An order of the outputs that fits far better than the one given: probably not that of the classes.  Never mended."""

    means: tuple[int, ...]
    """For each predicted label, the class that it would then stand for: each class once."""
    shift: int | None
    """By how much every label would be moved, around the end; null for an order of another kind."""
    accuracy: Proportion
    """Accuracy if the outputs were read so."""


class ValidationGap(Record):
    """The accuracy on the validation split beside that on the test set."""

    validation: Proportion
    gap: Estimate
    """Validation minus test accuracy, with Newcombe's interval."""
    large: bool
    """True when the whole interval is above 0.1: more than chance and overfitting usually explain."""


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
    other_order: OtherOrder | None = None
    """Null unless the accuracy is below 1/2 and another order of the outputs would raise it above 4/5."""
    validation_gap: ValidationGap | None = None
    """Null without predictions for a validation split."""
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
