"""How good are the predicted probabilities?"""

from __future__ import annotations

from math import log
from typing import Self

from pydantic import Field

from analysis.bundle.record import Estimate, Omitted, Proportion, Record, derived
from analysis.statistics.probabilities import View


class ScoreFindings(Record):
    """Scores of the probabilities, on the test set."""

    top_2: Proportion
    """True label among the two most probable classes."""
    log_loss: Estimate | Omitted = Field(title="Log loss")
    """Cross-entropy in nats, from the logits in float64."""
    log_loss_uniform: float = Field(ge=0)
    """Log loss of equal probabilities for all classes: ln K."""
    brier: Estimate
    """Sum over the classes, between 0 and 2."""
    brier_uniform: float = Field(ge=0)
    """Brier score of equal probabilities: 1 − 1/K."""

    @classmethod
    def of(cls, found: View, log_loss: Estimate | Omitted, brier: Estimate) -> Self:
        """Say what follows from confidences, with log loss and Brier score, which need all scores."""
        in_two = (found.correct | (found.second == found.labels)).sum()
        return cls(
            top_2=Proportion.of(in_two, len(found)),
            log_loss=log_loss,
            log_loss_uniform=log(found.class_count),
            brier=brier,
            brier_uniform=1 - 1 / found.class_count,
        )

    @derived
    def top_2_errors(self) -> int:
        """Test images whose label is not among the two."""
        return self.top_2.total - self.top_2.count
