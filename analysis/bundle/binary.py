"""What does each kind of error of a binary classifier cost?"""

from __future__ import annotations

from math import floor
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from analysis.bundle.record import Estimate, Omitted, Proportion, Record, derived
from analysis.statistics.probabilities import Predictions, Probabilities, View
from analysis.statistics.roc import area

THRESHOLDS = (0.1, 0.25, 0.5, 0.75, 0.9)
MOST_POINTS = 500
NO_SCORES = Omitted(reason="no probabilities were given")


class BinaryRates(Record):
    """Four counts of test images, and the four shares that follow from them."""

    true_positives: int = Field(ge=0)
    false_negatives: int = Field(ge=0)
    false_positives: int = Field(ge=0)
    true_negatives: int = Field(ge=0)

    @classmethod
    def of(cls, positive: NDArray[np.bool_], called: NDArray[np.bool_]) -> Self:
        """Count images by whether they are positive and whether they are called so, (n,) each."""
        return cls(
            true_positives=int((positive & called).sum()),
            false_negatives=int((positive & ~called).sum()),
            false_positives=int((~positive & called).sum()),
            true_negatives=int((~positive & ~called).sum()),
        )

    @derived
    def sensitivity(self) -> Proportion | None:
        """Of the positive images, those that are called positive; also the recall of the positive class."""
        return _share(self.true_positives, self.false_negatives)

    @derived
    def specificity(self) -> Proportion | None:
        """Of the negative images, those that are called negative."""
        return _share(self.true_negatives, self.false_positives)

    @derived
    def positive_predictive_value(self) -> Proportion | None:
        """Of the images called positive, those that are; null where none is called so."""
        return _share(self.true_positives, self.false_positives)

    @derived
    def negative_predictive_value(self) -> Proportion | None:
        """Of the images called negative, those that are; null where none is called so."""
        return _share(self.true_negatives, self.false_negatives)

    @derived
    def prevalence(self) -> Proportion | None:
        """Positive images, of all."""
        positive = self.true_positives + self.false_negatives
        return _share(positive, self.false_positives + self.true_negatives)


def _share(part: int, rest: int) -> Proportion | None:
    return Proportion.of(part, part + rest) if part + rest else None


class Threshold(Record):
    """Images are called positive from this probability of the positive class on."""

    probability: float = Field(ge=0, le=1)
    equal_error_rates: bool
    """True for the threshold at which both kinds of error are as equally frequent as scores allow."""
    rates: BinaryRates


class RocPoint(Record):
    """What one threshold gives."""

    false_positives: int = Field(ge=0)
    true_positives: int = Field(ge=0)


class RocCurve(Record):
    """The receiver operating characteristic: all distinct scores as thresholds."""

    area: Estimate
    """Probability that a positive image has a higher score than a negative one, ties counted half; DeLong's interval."""
    points: tuple[RocPoint, ...]
    """As the threshold falls; of more than 500 points, as many at even distances."""
    thresholds: tuple[Threshold, ...]
    chosen_on: Literal["validation", "test"]
    """The images on which the threshold of equal error rates was chosen; all are judged on the test set."""


class BinaryFindings(Record):
    """The two classes as positive and negative."""

    positive: int = Field(ge=0, le=1)
    """Label of the positive class."""
    positive_by: Literal["settings", "second class"]
    """Who named it: the settings, or nobody, in which case it is the second class."""
    rates: BinaryRates
    """Of the predicted classes."""
    roc: RocCurve | Omitted = Field(title="ROC curve")

    @classmethod
    def of(
        cls,
        known: Predictions,
        view: View | None,
        validation: Probabilities | None,
        *,
        named: int | None = None,
        no_scores: Omitted = NO_SCORES,
    ) -> Self:
        """Evaluate predictions of two classes, of which the settings name one positive, or none.

        Without scores there is no curve, and `no_scores` says why.
        """
        positive = 1 if named is None else named
        labels = known.labels == positive
        return cls(
            positive=positive,
            positive_by="second class" if named is None else "settings",
            rates=BinaryRates.of(labels, known.predicted == positive),
            roc=no_scores if view is None else _roc(view, validation, positive),
        )


def _roc(view: View, validation: Probabilities | None, positive: int) -> RocCurve:
    labels, odds = view.labels == positive, _log_odds(view, positive)
    chosen_on = view if validation is None else validation
    equal = _equal_error_rates(chosen_on.labels == positive, _probability(chosen_on, positive))
    probability = _probability(view, positive)
    return RocCurve(
        area=Estimate.of(area(odds[labels], odds[~labels])),
        points=_curve(labels, odds),
        thresholds=tuple(
            Threshold(
                probability=each,
                equal_error_rates=each == equal,
                rates=BinaryRates.of(labels, probability >= each),
            )
            for each in sorted({*THRESHOLDS, equal})
        ),
        chosen_on="test" if validation is None else "validation",
    )


def _log_odds(view: View, positive: int) -> NDArray[np.float64]:
    """Return the log-odds of the positive class, (n,)."""
    return np.asarray(np.where(view.predicted == positive, view.log_odds, -view.log_odds))


def _probability(view: View, positive: int) -> NDArray[np.float64]:
    """Return the probability of the positive class to six decimals, as the table has it, (n,)."""
    confidence = np.round(view.confidence, 6)
    return np.asarray(
        np.round(np.where(view.predicted == positive, confidence, 1 - confidence), 6), np.float64
    )


def _equal_error_rates(labels: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Return the largest probability with which the shares of both classes that are wrong differ least.

    It is truncated to three decimals, where it is not near 0 or 1: nobody sets a threshold of 0.357824.
    """
    thresholds = np.unique(probability)[::-1]
    missed = np.searchsorted(np.sort(probability[labels]), thresholds, "left") / labels.sum()
    below = np.searchsorted(np.sort(probability[~labels]), thresholds, "left") / (~labels).sum()
    best = float(thresholds[np.abs(missed - (1 - below)).argmin()])
    return floor(1000 * best) / 1000 if 0.001 <= best <= 0.999 else best


def _curve(labels: NDArray[np.bool_], odds: NDArray[np.float64]) -> tuple[RocPoint, ...]:
    order = np.argsort(-odds, kind="stable")
    ends = np.r_[
        np.flatnonzero(odds[order][1:] != odds[order][:-1]), len(odds) - 1
    ]  # equal scores are one threshold
    true = np.r_[0, np.cumsum(labels[order])[ends]]
    false = np.r_[0, np.cumsum(~labels[order])[ends]]
    corner = np.ones(len(true), bool)  # what lies on a straight line is left out
    corner[1:-1] = np.diff(true)[1:] * np.diff(false)[:-1] != np.diff(true)[:-1] * np.diff(false)[1:]
    kept = np.flatnonzero(corner)
    if len(kept) > MOST_POINTS:
        kept = kept[np.unique(np.linspace(0, len(kept) - 1, MOST_POINTS).round().astype(int))]
    return tuple(
        RocPoint(false_positives=a, true_positives=b)
        for a, b in zip(false[kept].tolist(), true[kept].tolist(), strict=True)
    )
