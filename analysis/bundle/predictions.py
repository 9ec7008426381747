"""Every test image, in the order of the test set, and the images of the validation split: what all the rest follows from."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from analysis.bundle.record import MAX_PACKED, Estimate, Omitted, Packed, Record, derived
from analysis.statistics.probabilities import Confidences, Predictions, Probabilities, View
from analysis.statistics.roc import area

NO_SCORES = Omitted(reason="no probabilities were given")
TOO_MANY = Omitted(reason=f"the scores take more than {MAX_PACKED // 10**6} MB")
BEFORE_SCORES = Omitted(reason="the bundle is from before scores were kept")


class PredictionTable(Record):
    """One number per test image in each column, and the scores of all classes."""

    labels: tuple[int, ...]
    predicted: tuple[int, ...]
    second: tuple[int, ...] | None
    """The second most probable class; null without probabilities."""
    confidence: tuple[float, ...] | None
    """Probability of the predicted class, rounded to 6 decimals; null without probabilities."""
    scores: Packed | Omitted = BEFORE_SCORES
    """Float32 [image][class]: logits, or logarithms of probabilities, as they were studied."""
    decimals: int | None = Field(default=None, ge=1, le=5)
    """To which the probabilities were rounded before they were given; null where they were not."""

    @classmethod
    def of(
        cls,
        predictions: Predictions,
        probabilities: Probabilities | None,
        no_scores: Omitted = NO_SCORES,
        decimals: int | None = None,
    ) -> Self:
        """Write down labels and predicted classes, and what the scores say where there are any."""
        found = probabilities
        return cls(
            labels=tuple(predictions.labels.tolist()),
            predicted=tuple(predictions.predicted.tolist()),
            second=None if found is None else tuple(found.second.tolist()),
            confidence=None if found is None else tuple(np.round(found.confidence, 6).tolist()),
            scores=no_scores if found is None else _kept(found.logits),
            decimals=decimals,
        )

    @derived
    def confidence_auroc(self) -> Estimate | None:
        """Probability that a correct prediction has a higher confidence than an error, ties counted half; DeLong's interval.

        Null without probabilities, errors or correct predictions.
        """
        right = np.array(self.labels) == np.array(self.predicted)
        order = self._order_of_confidence
        if order is None or right.all() or not right.any():
            return None
        return Estimate.of(area(order[right], order[~right]))

    @property
    def _order_of_confidence(self) -> NDArray[np.float64] | None:
        if isinstance(self.scores, Packed):
            return Probabilities(np.array(self.labels, np.intp), self.scores.array()).log_odds
        return None if self.confidence is None else np.array(self.confidence, np.float64)

    def predictions(self, class_count: int) -> Predictions:
        """Return labels and predicted classes.  Raises ValueError where they are out of range."""
        return Predictions(np.array(self.labels, np.intp), np.array(self.predicted, np.intp), class_count)

    def view(self, class_count: int) -> View | None:
        """Return what is known of the confidences: from the scores, else from the columns; None where there is nothing.

        Raises ValueError where a label is out of range or a score is not finite.
        """
        if isinstance(self.scores, Packed):
            return Probabilities(np.array(self.labels, np.intp), self.scores.array())
        if self.second is None or self.confidence is None:
            return None
        known = self.predictions(class_count)
        second, confidence = np.array(self.second, np.intp), np.array(self.confidence, np.float64)
        return Confidences(known.labels, known.predicted, class_count, second, confidence)


class ValidationScores(Record):
    """The images of the validation split: what a temperature is fitted on."""

    labels: Packed
    """Uint8, [image]."""
    scores: Packed
    """Float32 [image][class], as of the test images."""

    @classmethod
    def of(cls, found: Probabilities) -> Self | Omitted:
        """Keep labels and scores, where they are not too many."""
        scores = _kept(found.logits)
        if isinstance(scores, Omitted):
            return scores
        return cls(labels=Packed.of(found.labels.astype(np.uint8)), scores=scores)

    @property
    def view(self) -> Probabilities:
        """What the network says of them.  Raises ValueError where a score is not finite."""
        return Probabilities(self.labels.array(), self.scores.array())


def _kept(scores: NDArray[np.floating]) -> Packed | Omitted:
    letters = -(-scores.size * 4 // 3) * 4
    return TOO_MANY if letters > MAX_PACKED else Packed.of(scores.astype(np.float32, copy=False))
