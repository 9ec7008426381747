"""Does it know when it is wrong?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.confidence import Certainty, ConfidenceFindings, Coverage, DigitConfidence, Spread
from analysis.statistics import intervals, temperature
from analysis.statistics.calibration import calibrate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.bundle.record import Proportion
    from analysis.predictions import Predictions

# Confidence crowds at 1: the doubt, 1 − confidence, is cut at 1, 0.5, 0.2, 0.1, … and 0.
EDGES = (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999, 0.99995, 0.99998, 0.99999, 1)  # fmt: skip
COVERAGES = (1, 0.99, 0.98, 0.95, 0.9)
EXAMPLES = 12


def weigh(predictions: Predictions, validation: Predictions, rng: np.random.Generator) -> ConfidenceFindings:
    """Describe the confidence of the test predictions; the validation part gives the temperature."""
    sure, right, labels = predictions.confidence, predictions.correct, predictions.labels
    fitted = temperature.fitted(validation)
    errors = errors_by_certainty(predictions.certainty, right)
    return ConfidenceFindings(
        edges=EDGES,
        correct_histogram=_histogram(sure[right]),
        wrong_histogram=_histogram(sure[~right]),
        correct=_spread(sure[right]),
        wrong=_spread(sure[~right]),
        digits=tuple(_digit(digit, sure[labels == digit], right[labels == digit]) for digit in range(10)),
        wrong_below_90=_below_90(sure[~right]),
        calibration=calibrate(predictions, rng),
        temperature=fitted,
        calibrated=calibrate(temperature.divided(predictions, fitted), rng),
        refusal=_refusal(predictions),
        risk=_at_coverages(risk(errors)),
        aurc=float(risk(errors).mean()),
        aurc_perfect=float(risk(np.sort(~right)).mean()),
        surest_mistakes=_examples(predictions, ~right, -predictions.certainty),
        least_sure_hits=_examples(predictions, right, predictions.certainty),
    )


def _histogram(sure: NDArray[np.float64]) -> tuple[int, ...]:
    return tuple(np.histogram(sure, EDGES)[0].tolist())


def _spread(sure: NDArray[np.float64]) -> Spread:
    low, median, high = np.quantile(sure, [0.05, 0.5, 0.95]).tolist() if len(sure) else (None, None, None)
    return Spread(
        count=len(sure),
        median=median,
        low_tail=low,
        high_tail=high,
        below_90=int((sure < 0.9).sum()),
        above_99=int((sure > 0.99).sum()),
    )


def _digit(digit: int, sure: NDArray[np.float64], right: NDArray[np.bool_]) -> DigitConfidence:
    return DigitConfidence(
        digit=digit, correct=_spread(sure[right]), wrong=_spread(sure[~right]), histogram=_histogram(sure)
    )


def _below_90(wrong: NDArray[np.float64]) -> Proportion | None:
    return intervals.proportion((wrong < 0.9).sum(), len(wrong)) if len(wrong) else None


def errors_by_certainty(certainty: NDArray[np.floating], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Errors, 0 or 1, the surest image first; among equally sure images each gets their mean: (n,)."""
    _, group, size = np.unique(-certainty, return_inverse=True, return_counts=True)
    return np.repeat(np.bincount(group, ~right) / size, size)


def risk(errors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Error rate among the first 1, 2, …, n images: (n,)."""
    return np.asarray(np.cumsum(errors) / np.arange(1, len(errors) + 1))


def _at_coverages(risks: NDArray[np.float64]) -> tuple[float, ...]:
    kept = np.maximum(1, np.rint(np.linspace(0, 1, 101) * len(risks)).astype(int))
    return tuple(risks[kept - 1].tolist())


def _refusal(predictions: Predictions) -> tuple[Coverage, ...]:
    wrong = ~predictions.correct[np.argsort(-predictions.certainty, kind="stable")]
    kept = [max(1, round(coverage * len(wrong))) for coverage in COVERAGES]
    return tuple(
        Coverage(coverage=coverage, errors=intervals.proportion(wrong[:k].sum(), k))
        for coverage, k in zip(COVERAGES, kept, strict=True)
    )


def _examples(
    predictions: Predictions, among: NDArray[np.bool_], key: NDArray[np.float64]
) -> tuple[Certainty, ...]:
    """Return the images of the smallest keys."""
    rows = np.flatnonzero(among)
    return tuple(
        Certainty(
            index=int(i),
            label=int(predictions.labels[i]),
            predicted=int(predictions.predicted[i]),
            second=int(predictions.second[i]),
            confidence=float(predictions.confidence[i]),
            label_probability=float(predictions.probabilities[i, predictions.labels[i]]),
        )
        for i in rows[np.argsort(key[rows], kind="stable")[:EXAMPLES]]
    )
