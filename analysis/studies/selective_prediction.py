"""What remains wrong when the least confident predictions are withheld? (Geifman & El-Yaniv 2017)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.selective_prediction import CoveragePoint, SelectivePredictionFindings
from analysis.evidence import Evidence
from analysis.evidence.predictions import Probabilities
from analysis.statistics import intervals
from analysis.statistics.risk_coverage import errors_by_confidence, risk

COVERAGES = (1, 0.99, 0.98, 0.95, 0.9)


def study(evidence: Evidence) -> SelectivePredictionFindings:
    """Compute the risk–coverage curve of the test predictions."""
    assert evidence.probabilities is not None  # noqa: S101  # STUDIES names what is needed
    found = evidence.probabilities
    curve = risk(errors_by_confidence(found.log_odds, found.correct))
    return SelectivePredictionFindings(
        points=_points(found),
        risk=_at_coverages(curve),
        aurc=float(curve.mean()),
        aurc_perfect=float(risk(np.sort(~found.correct).astype(float)).mean()),
        aurc_random=float((~found.correct).mean()),
    )


def _at_coverages(risks: NDArray[np.float64]) -> tuple[float, ...]:
    kept = np.maximum(1, np.rint(np.linspace(0, 1, 101) * len(risks)).astype(int))
    return tuple(risks[kept - 1].tolist())


def _points(found: Probabilities) -> tuple[CoveragePoint, ...]:
    wrong = ~found.correct[np.argsort(-found.log_odds, kind="stable")]
    total = int(wrong.sum())
    return tuple(_point(wrong, total, coverage) for coverage in COVERAGES)


def _point(wrong: NDArray[np.bool_], total: int, coverage: float) -> CoveragePoint:
    kept = max(1, round(coverage * len(wrong)))
    left = int(wrong[:kept].sum())
    return CoveragePoint(
        coverage=coverage,
        withheld_share=round(1 - coverage, 2),
        withheld=len(wrong) - kept,
        errors=intervals.proportion(left, kept),
        errors_withheld=intervals.proportion(total - left, total) if total else None,
    )
