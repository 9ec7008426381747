"""What remains wrong when the least confident predictions are withheld? (Geifman & El-Yaniv 2017)."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from analysis.bundle.record import Proportion, Record, derived
from analysis.statistics.probabilities import View
from analysis.statistics.risk_coverage import errors_by_confidence, risk

COVERAGES = (1, 0.99, 0.98, 0.95, 0.9)
CURVE = np.linspace(0, 1, 101)


class CoveragePoint(Record):
    """The predictions that are kept at one coverage."""

    coverage: float = Field(gt=0, le=1)
    withheld: int = Field(ge=0)
    """Images."""
    errors: Proportion
    """Among those that are kept."""
    errors_withheld: Proportion | None
    """Of all errors, those among the withheld; null without errors."""

    @derived
    def withheld_share(self) -> float:
        """One minus the coverage."""
        return round(1 - self.coverage, 2)


class SelectivePredictionFindings(Record):
    """The risk–coverage curve."""

    points: tuple[CoveragePoint, ...] = Field(min_length=len(COVERAGES), max_length=len(COVERAGES))
    """At coverages 1, 0.99, 0.98, 0.95 and 0.9."""
    risk: tuple[float, ...]
    """Error rate among the most confident share, at 101 coverages: 0, 0.01, …, 1 (the first: the most confident image)."""
    aurc: float
    """Area under the risk–coverage curve."""

    @classmethod
    def of(cls, found: View) -> Self:
        """Compute the curve of test predictions, ordered by their log-odds."""
        curve = risk(errors_by_confidence(found.log_odds, found.correct))
        wrong = ~found.correct[np.argsort(-found.log_odds, kind="stable")]
        kept = np.maximum(1, np.rint(CURVE * len(found)).astype(int))
        return cls(
            points=tuple(_point(wrong, coverage) for coverage in COVERAGES),
            risk=tuple(curve[kept - 1].tolist()),
            aurc=float(curve.mean()),
        )

    @derived
    def aurc_perfect(self) -> float:
        """The same if all errors had the lowest confidence."""
        errors = self.points[0].errors
        return float(risk((np.arange(errors.total) >= errors.total - errors.count).astype(float)).mean())

    @derived
    def aurc_random(self) -> float:
        """The same if confidence said nothing: the error rate."""
        return self.points[0].errors.count / self.points[0].errors.total


def _point(wrong: NDArray[np.bool_], coverage: float) -> CoveragePoint:
    kept, total = max(1, round(coverage * len(wrong))), int(wrong.sum())
    left = int(wrong[:kept].sum())
    return CoveragePoint(
        coverage=coverage,
        withheld=len(wrong) - kept,
        errors=Proportion.of(left, kept),
        errors_withheld=Proportion.of(total - left, total) if total else None,
    )
