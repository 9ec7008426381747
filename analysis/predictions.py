"""What a network says of a set of images; NumPy only, so that studies and tests need no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import log_softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Predictions:
    """Labels uint8 (n,) and logits float64 (n, 10); ties go to the smaller digit.

    Raises ValueError where lengths differ or a logit is not finite.
    """

    labels: NDArray[np.uint8]
    logits: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check shapes once, at the border."""
        if self.logits.shape != (len(self.labels), 10):
            msg = f"logits must have shape ({len(self.labels)}, 10), got {self.logits.shape}"
            raise ValueError(msg)
        if not np.isfinite(self.logits).all():
            msg = "every logit must be finite: the network has diverged"
            raise ValueError(msg)

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.labels)

    @cached_property
    def log_probabilities(self) -> NDArray[np.float64]:
        """Float64 (n, 10), in nats.  From logits: a float32 softmax is exactly 1 from a margin near 20."""
        return np.asarray(log_softmax(self.logits, axis=1))

    @cached_property
    def losses(self) -> NDArray[np.float64]:
        """Minus the logarithm of the probability of the label, in nats, (n,)."""
        return np.asarray(-self.log_probabilities[np.arange(len(self)), self.labels])

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """Float64 (n, 10); rows sum to 1."""
        return np.asarray(np.exp(self.log_probabilities))

    @cached_property
    def squared_errors(self) -> NDArray[np.float64]:
        """Squared distance of the probabilities from the truth, summed over the digits (Brier 1950): (n,) in [0, 2]."""
        return np.asarray(((self.probabilities - np.eye(10)[self.labels]) ** 2).sum(axis=1))

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """The most probable digit, (n,)."""
        return np.asarray(self.logits.argmax(axis=1))

    @cached_property
    def second(self) -> NDArray[np.intp]:
        """The second most probable digit, (n,)."""
        rest = self.logits.copy()
        rest[np.arange(len(self)), self.predicted] = -np.inf
        return np.asarray(rest.argmax(axis=1))

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """Probability of the predicted digit, (n,)."""
        return np.asarray(self.probabilities.max(axis=1))

    @cached_property
    def certainty(self) -> NDArray[np.float64]:
        """Log-odds of the predicted digit, (n,): orders images where the confidence has saturated at 1."""
        top = self.log_probabilities[np.arange(len(self)), self.predicted]
        rest = self.log_probabilities.copy()
        rest[np.arange(len(self)), self.predicted] = -np.inf
        return np.asarray(top - np.logaddexp.reduce(rest, axis=1))

    @cached_property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the label was read, (n,)."""
        return np.asarray(self.predicted == self.labels)

    @cached_property
    def confusion(self) -> NDArray[np.intp]:
        """How many images of each label were read as each digit: [label][predicted], (10, 10)."""
        return np.bincount(10 * self.labels.astype(np.intp) + self.predicted, minlength=100).reshape(10, 10)
