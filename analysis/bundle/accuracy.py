"""How often is the network right, overall and for each digit?"""

from __future__ import annotations

from analysis.bundle.record import Estimate, Proportion, Record


class DigitScores(Record):
    """Scores of one digit."""

    digit: int
    support: int
    """Test images of this digit."""
    predicted: int
    """Test images read as this digit."""
    precision: Proportion | None
    """Null when nothing was read as this digit."""
    recall: Proportion
    f1: Estimate


class AccuracyFindings(Record):
    """The headline scores, on the test set."""

    overall: Proportion
    mistakes: Proportion
    top_2: Proportion
    """Label among the two most probable digits."""
    macro_f1: Estimate
    """Mean of the ten F1 scores; percentile bootstrap."""
    log_loss: Estimate
    """In nats, from the logits in float64."""
    brier: Estimate
    """Sum over the ten digits, between 0 and 2."""
    digits: tuple[DigitScores, ...]
    recalls_equal_p: float
    """Monte-Carlo p of the claim that all ten recalls are equal."""
    lowest_recall: int
    """The digit with the lowest observed recall."""
    lowest_recall_verified: bool
    """True when it is lower than each of the other nine (Holm-adjusted Fisher tests)."""
