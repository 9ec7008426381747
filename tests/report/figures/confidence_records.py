"""Records of confidence and calibration that follow from made-up predictions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.calibration import Calibration, CalibrationError, CalibrationFindings, ReliabilityBin
from analysis.bundle.confidence import ClassConfidence, ConfidenceFindings, ConfidenceSummary
from analysis.bundle.record import Proportion
from analysis.bundle.selective_prediction import CoveragePoint, SelectivePredictionFindings
from analysis.statistics.intervals import proportion
from tests.report.figures.records import AXIS, Predicted, estimate

EDGES = (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999, 0.99995, 0.99998, 0.99999, 1)  # fmt: skip


def summary(sure: NDArray[np.float64]) -> ConfidenceSummary:
    """Return the summary of a group of confidences."""
    tails = np.quantile(sure, [0.05, 0.5, 0.95]).tolist() if len(sure) else (None, None, None)
    below = int((sure < 0.9).sum())
    return ConfidenceSummary(
        count=len(sure),
        median=tails[1],
        low_tail=tails[0],
        high_tail=tails[2],
        below_90=below,
        at_least_90=len(sure) - below,
        above_99=0,
    )


def confident(made: Predicted) -> ConfidenceFindings:
    """Return how the confidences are distributed."""
    sure, right = made.confidence, made.correct
    per_class = [made.labels == label for label in range(len(made.classes.names))]
    return ConfidenceFindings(
        edges=EDGES,
        correct_histogram=tuple(np.histogram(sure[right], EDGES)[0].tolist()),
        incorrect_histogram=tuple(np.histogram(sure[~right], EDGES)[0].tolist()),
        all=summary(sure),
        correct=summary(sure[right]),
        incorrect=summary(sure[~right]),
        classes=tuple(
            ClassConfidence(
                label=label,
                images=int(mine.sum()),
                below_90=int((sure[mine] < 0.9).sum()),
                correct=summary(sure[mine & right]),
                incorrect=summary(sure[mine & ~right]),
            )
            for label, mine in enumerate(per_class)
        ),
        errors_below_90=None,
        error_confidence="mixed",
        lowest_class=None,
        most_below_90=0,
        fewest_below_90=0,
        most_confident_errors=(),
        least_confident_correct=(),
    )


def calibrated(made: Predicted) -> CalibrationFindings:
    """Return the reliability diagram in bins of equal width."""
    place = np.minimum((made.confidence * 15).astype(int), 14)
    bins = tuple(
        ReliabilityBin(
            low=k / 15,
            high=(k + 1) / 15,
            count=int((place == k).sum()),
            confidence=float(made.confidence[place == k].mean()),
            accuracy=proportion(int(made.correct[place == k].sum()), int((place == k).sum())),
            on_diagonal=True,
        )
        for k in np.unique(place).tolist()
    )
    error = CalibrationError(
        binning="equal width", bins=15, value=0, null_mean=0, null_high=0, p=1, significant=False
    )
    return CalibrationFindings(
        unscaled=Calibration(
            gap=estimate(0),
            gap_size=0,
            direction="not distinguishable",
            log_loss=estimate(0.1),
            errors=(error, error),
        ),
        gap_axis=AXIS,
        bins=bins,
        bin_count=len(bins),
        bins_on_diagonal=0,
        detected=False,
        low_confidence=None,
    )


def selective(made: Predicted) -> SelectivePredictionFindings:
    """Return the risk–coverage curve."""
    wrong = ~made.correct[np.argsort(-made.confidence, kind="stable")]

    def kept(coverage: float) -> Proportion:
        n = max(1, round(coverage * len(wrong)))
        return proportion(int(wrong[:n].sum()), n)

    points = tuple(
        CoveragePoint(coverage=c, withheld_share=1 - c, withheld=0, errors=kept(c), errors_withheld=None)
        for c in (1, 0.99, 0.98, 0.95, 0.9)
    )
    risk = tuple(kept(k / 100).value for k in range(101))
    return SelectivePredictionFindings(points=points, risk=risk, aurc=0, aurc_perfect=0, aurc_random=0)
