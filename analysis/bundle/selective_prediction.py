"""What remains wrong when the least confident predictions are withheld?"""

from __future__ import annotations

from analysis.bundle.record import Proportion, Record


class CoveragePoint(Record):
    """The predictions that are kept at one coverage."""

    coverage: float
    withheld_share: float
    withheld: int
    """Images."""
    errors: Proportion
    """Among those that are kept."""
    errors_withheld: Proportion | None
    """Of all errors, those among the withheld; null without errors."""


class SelectivePredictionFindings(Record):
    """The risk–coverage curve."""

    points: tuple[CoveragePoint, ...]
    """At coverages 1, 0.99, 0.98, 0.95 and 0.9."""
    risk: tuple[float, ...]
    """Error rate among the most confident share, at 101 coverages: 0, 0.01, …, 1 (the first: the most confident image)."""
    aurc: float
    """Area under the risk–coverage curve."""
    aurc_perfect: float
    """The same if all errors had the lowest confidence."""
    aurc_random: float
    """The same if confidence said nothing: the error rate."""
