"""What a network says of a set of images; NumPy only, so that studies and tests need no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax


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


@dataclass(frozen=True)
class Probabilities:
    """Labels (n,) and logits float64 (n, K); ties go to the smaller label.

    Raises ValueError where lengths differ or a logit is not finite.
    """

    labels: NDArray[np.integer]
    logits: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check shapes once, at the border."""
        if self.logits.ndim != 2 or len(self.logits) != len(self.labels):
            msg = f"logits must have shape ({len(self.labels)}, K), got {self.logits.shape}"
            raise ValueError(msg)
        if not np.isfinite(self.logits).all():
            msg = "every logit must be finite: the network has diverged"
            raise ValueError(msg)

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.labels)

    @cached_property
    def predictions(self) -> Predictions:
        """The most probable class of each image."""
        return Predictions(self.labels, self.predicted, self.logits.shape[1])

    @cached_property
    def log_probabilities(self) -> NDArray[np.float64]:
        """Float64 (n, K), in nats.  From logits: a float32 softmax is exactly 1 from a margin near 20."""
        return np.asarray(log_softmax(self.logits, axis=1))

    @cached_property
    def losses(self) -> NDArray[np.float64]:
        """Cross-entropy: minus the logarithm of the probability of the label, in nats, (n,)."""
        return np.asarray(-self.log_probabilities[np.arange(len(self)), self.labels])

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """Float64 (n, K); rows sum to 1."""
        return np.asarray(np.exp(self.log_probabilities))

    @cached_property
    def squared_errors(self) -> NDArray[np.float64]:
        """Squared distance of the probabilities from the truth, summed over the classes (Brier 1950): (n,) in [0, 2]."""
        truth = np.eye(self.logits.shape[1])[self.labels]
        return np.asarray(((self.probabilities - truth) ** 2).sum(axis=1))

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """The most probable class, (n,)."""
        return np.asarray(self.logits.argmax(axis=1))

    @cached_property
    def second(self) -> NDArray[np.intp]:
        """The second most probable class, (n,)."""
        rest = self.logits.copy()
        rest[np.arange(len(self)), self.predicted] = -np.inf
        return np.asarray(rest.argmax(axis=1))

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """Probability of the predicted class, (n,)."""
        return np.asarray(self.probabilities.max(axis=1))

    @cached_property
    def log_odds(self) -> NDArray[np.float64]:
        """Log-odds of the predicted class, (n,): orders images where the confidence has saturated at 1."""
        top = self.log_probabilities[np.arange(len(self)), self.predicted]
        rest = self.log_probabilities.copy()
        rest[np.arange(len(self)), self.predicted] = -np.inf
        return np.asarray(top - np.logaddexp.reduce(rest, axis=1))

    @cached_property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the prediction is the label, (n,)."""
        return np.asarray(self.predicted == self.labels)
