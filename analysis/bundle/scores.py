"""How good are the predicted probabilities?"""

from __future__ import annotations

from analysis.bundle.record import Estimate, Proportion, Record


class ScoreFindings(Record):
    """Scores of the probabilities, on the test set."""

    top_2: Proportion
    """True label among the two most probable classes."""
    top_2_errors: int
    """Test images whose label is not among the two."""
    log_loss: Estimate
    """Cross-entropy in nats, from the logits in float64."""
    log_loss_uniform: float
    """Log loss of equal probabilities for all classes: ln K."""
    brier: Estimate
    """Sum over the classes, between 0 and 2."""
    brier_uniform: float
    """Brier score of equal probabilities: 1 − 1/K."""
