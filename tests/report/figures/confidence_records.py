"""Records of confidence and calibration that follow from made-up predictions."""

from __future__ import annotations

from analysis.bundle.calibration import Calibration, CalibrationFindings, PerfectNetworks
from analysis.bundle.confidence import ConfidenceFindings
from analysis.bundle.record import LATER
from analysis.bundle.selective_prediction import SelectivePredictionFindings
from analysis.statistics.probabilities import Confidences
from tests.report.figures.records import Predicted, estimate


def view(made: Predicted) -> Confidences:
    """Return what is known of the confidences; second is the class after the predicted one."""
    k = len(made.classes.names)
    return Confidences(made.labels, made.predicted, k, (made.predicted + 1) % k, made.confidence)


def confident(made: Predicted) -> ConfidenceFindings:
    """Return how the confidences are distributed."""
    return ConfidenceFindings.of(view(made), (), ())


def calibrated(made: Predicted) -> CalibrationFindings:
    """Return the reliability diagram in bins of equal width."""
    null = PerfectNetworks(seed=1, draws=1, reached=0, null_mean=0, null_high=0)
    return CalibrationFindings.of(view(made), Calibration.of(view(made), (null, null), estimate(0.1)), LATER)


def selective(made: Predicted) -> SelectivePredictionFindings:
    """Return the risk–coverage curve."""
    return SelectivePredictionFindings.of(view(made))
