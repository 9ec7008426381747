"""What a network says of a set of images: classes alone, with confidences, or with the scores of all classes.

NumPy only, so that studies need no TensorFlow and the bundle no SciPy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

# Scores that become float64 at a time: 16 MB, so that those of a million images never do at once.
AT_A_TIME = 2_000_000
# Equal answers stay equal: the last bits of a logarithm differ with the order of the classes, and between machines.
DECIMALS, DECIMALS_OF_ODDS = 12, 9


@dataclass(frozen=True)
class Predictions:
    """True and predicted labels, intp (n,) each, from 0 to K − 1.

    Raises ValueError where lengths differ or a label is out of range.
    """

    labels: NDArray[np.integer]
    predicted: NDArray[np.integer]
    class_count: int

    def __post_init__(self) -> None:
        """Check shapes once, at the border."""
        if self.labels.shape != self.predicted.shape or self.labels.ndim != 1:
            msg = f"labels and predictions must be one each per image, got {self.labels.shape} and {self.predicted.shape}"
            raise ValueError(msg)
        for values in (self.labels, self.predicted):
            if len(values) and not 0 <= values.min() <= values.max() < self.class_count:
                msg = f"labels must lie between 0 and {self.class_count - 1}, got {values.min()} to {values.max()}"
                raise ValueError(msg)

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.labels)

    @cached_property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the prediction is the label, (n,)."""
        return np.asarray(self.predicted == self.labels)

    @cached_property
    def confusion(self) -> NDArray[np.intp]:
        """How many images of each label were predicted as each class: [label][predicted], (K, K)."""
        k = self.class_count
        cells = k * self.labels.astype(np.intp) + self.predicted.astype(np.intp)
        return np.bincount(cells, minlength=k * k).reshape(k, k)


class Bounds(NamedTuple):
    """What a number of each image lies between, (n,) each."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True)
class Confidences(Predictions):
    """Besides, the second most probable class, intp (n,), and the confidence to six decimals, float64 (n,)."""

    second: NDArray[np.integer]
    confidence: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check shapes and ranges once, at the border."""
        super().__post_init__()
        Predictions(self.labels, self.second, self.class_count)
        confidence = self.confidence
        if confidence.shape != self.labels.shape or not ((confidence > 0) & (confidence <= 1)).all():
            msg = f"there must be a confidence above 0, up to 1, per image, got {confidence.shape}"
            raise ValueError(msg)

    @cached_property
    def log_odds(self) -> NDArray[np.float64]:
        """Log-odds of the predicted class, (n,); infinite where the confidence was rounded to 1."""
        with np.errstate(divide="ignore"):
            return np.round(np.log(self.confidence) - np.log1p(-self.confidence), DECIMALS_OF_ODDS)

    @cached_property
    def label_probability(self) -> Bounds:
        """Between what the probability of the label lies, within the rounding of the confidence."""
        rest, k, slack = 1 - self.confidence, self.class_count, 1e-6
        second = np.asarray(self.second == self.labels)
        low = np.where(self.correct, self.confidence, np.where(second, rest / (k - 1), 0))
        other = np.where(second, np.minimum(self.confidence, rest), rest / 2)
        high = np.where(self.correct, self.confidence, other)
        return Bounds(np.maximum(0, low - slack), np.minimum(1, high + slack))

    @property
    def losses(self) -> Bounds:
        """Between what minus its logarithm lies: without end where the label is neither first nor second."""
        with np.errstate(divide="ignore"):
            return Bounds(-np.log(self.label_probability.high), -np.log(self.label_probability.low))

    @property
    def squared_errors(self) -> Bounds:
        """Between what the squared distance of the probabilities from the truth lies."""
        rest, first, label = 1 - self.confidence, self.confidence**2 + 1, self.label_probability
        low = first + rest**2 / (self.class_count - 1) - 2 * label.high
        high = first + rest * np.minimum(self.confidence, rest) - 2 * label.low
        return Bounds(np.maximum(0, low), high)


class _Described(NamedTuple):
    """What scores say of each image, (n,) each."""

    second: NDArray[np.intp]
    log_odds: NDArray[np.float64]
    losses: NDArray[np.float64]
    squared_errors: NDArray[np.float64]


@dataclass(frozen=True)
class Probabilities:
    """Labels (n,) and logits, rounded to float32 (n, K), so that what is kept is what is studied.

    Logits that are divided by a temperature have the same predicted classes; ties go to the smaller label.  Raises
    ValueError where lengths differ, or a logit is not finite or too large for a float32.
    """

    labels: NDArray[np.integer]
    logits: NDArray[np.floating]
    temperature: float = 1.0

    def __post_init__(self) -> None:
        """Check shapes once, at the border."""
        if self.logits.ndim != 2 or len(self.logits) != len(self.labels):
            msg = f"logits must have shape ({len(self.labels)}, K), got {self.logits.shape}"
            raise ValueError(msg)
        with np.errstate(over="ignore"):
            object.__setattr__(self, "logits", self.logits.astype(np.float32, copy=False))
        if not np.isfinite(self.logits).all():
            msg = "every logit must be finite: the network has diverged"
            raise ValueError(msg)

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.labels)

    def scaled(self, temperature: float) -> Self:
        """Divide the logits by a temperature."""
        return replace(self, temperature=self.temperature * temperature)

    @property
    def scores(self) -> NDArray[np.float64]:
        """The logits divided by the temperature: float64 (n, K)."""
        return np.asarray(self.logits.astype(np.float64) / self.temperature)

    @property
    def class_count(self) -> int:
        """K."""
        return int(self.logits.shape[1])

    @cached_property
    def predictions(self) -> Predictions:
        """The most probable class of each image."""
        return Predictions(self.labels, self.predicted, self.class_count)

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """The most probable class, (n,)."""
        return np.asarray(self.logits.argmax(axis=1))

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the prediction is the label, (n,)."""
        return self.predictions.correct

    @property
    def second(self) -> NDArray[np.intp]:
        """The second most probable class, (n,)."""
        return self._described.second

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """Probability of the predicted class, (n,)."""
        return np.asarray(np.round(np.exp(-np.logaddexp(0, -self._described.log_odds)), DECIMALS))

    @cached_property
    def log_odds(self) -> NDArray[np.float64]:
        """Log-odds of the predicted class, (n,): orders images where the confidence has saturated at 1."""
        return np.round(self._described.log_odds, DECIMALS_OF_ODDS)

    @property
    def losses(self) -> NDArray[np.float64]:
        """Cross-entropy: minus the logarithm of the probability of the label, in nats, (n,)."""
        return self._described.losses

    @cached_property
    def label_probability(self) -> NDArray[np.float64]:
        """Probability of the label, (n,)."""
        return np.exp(-self.losses)

    @property
    def squared_errors(self) -> NDArray[np.float64]:
        """Squared distance of the probabilities from the truth, summed over the classes (Brier 1950): (n,) in [0, 2]."""
        return self._described.squared_errors

    @cached_property
    def log_probabilities(self) -> NDArray[np.float64]:
        """Float64 (n, K), in nats.  From logits: a float32 softmax is exactly 1 from a margin near 20."""
        return log_softmax(self.scores)

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """Float64 (n, K); rows sum to 1."""
        return np.exp(self.log_probabilities)

    @cached_property
    def _described(self) -> _Described:
        parts = [_describe(*part) for part in self._parts()]
        return _Described(*map(np.concatenate, zip(*parts, strict=True)))

    def _parts(self) -> Iterator[tuple[NDArray[np.float64], NDArray[np.integer], NDArray[np.intp]]]:
        """Yield logits, labels and predicted classes of some images at a time; once, where there are none."""
        rows = max(1, AT_A_TIME // self.class_count)
        for start in range(0, max(1, len(self)), rows):
            some = slice(start, start + rows)
            yield (
                self.logits[some].astype(np.float64) / self.temperature,
                self.labels[some],
                self.predicted[some],
            )


View = Probabilities | Confidences
"""Both know of each image label, prediction, second choice, confidence and log-odds, and whether it is correct."""


def log_softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logarithms of the probabilities that logits stand for: float64, (n, K) each."""
    below = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(below - np.log(np.exp(below).sum(axis=1, keepdims=True)))


def _describe(
    logits: NDArray[np.float64], labels: NDArray[np.integer], predicted: NDArray[np.intp]
) -> _Described:
    """Describe the images of logits (n, K).  Of the others' scores the largest is taken out, so that none underflows."""
    rows, first = np.arange(len(logits)), logits.max(axis=1)
    others = logits.copy()
    others[rows, predicted] = -np.inf
    second = np.asarray(others.argmax(axis=1))
    next_to_it = others[rows, second]
    log_odds = first - next_to_it - np.log(np.exp(others - next_to_it[:, np.newaxis]).sum(axis=1))
    rest = np.logaddexp(0, -log_odds)  # minus the logarithm of the confidence
    away = np.exp(logits - (first + rest)[:, np.newaxis])
    away[rows, labels] -= 1
    return _Described(second, log_odds, first + rest - logits[rows, labels], (away**2).sum(axis=1))
