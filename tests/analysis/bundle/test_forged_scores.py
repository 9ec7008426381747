"""False figures of probabilities, each as it would be repaired to look consistent: the scores, or what is left of them, refuse it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.bundle import Bundle, predictions, storage
from analysis.bundle.record import Packed
from analysis.evidence import Evidence
from analysis.statistics.probabilities import Probabilities
from analysis.system.errors import BundleError
from tests.forging import Change, put, together
from tests.made_up import bundle_of


def repacked(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Any], Any]:
    """Return what changes a packed array."""
    return lambda held: Packed.of(change(Packed.model_validate(held).array().copy())).model_dump()


def one_more(array: np.ndarray) -> np.ndarray:
    array[0, 0] += 1
    return array


def refused(bundle: Bundle, change: Change) -> str:
    """Return why the bundle with this change is refused.  Fails where it is taken."""
    content = json.loads(storage.dump(bundle))
    before = deepcopy(content)
    change(content["findings"])
    assert content != before
    with pytest.raises(BundleError) as error:
        storage.parse(json.dumps(content).encode(), "results.json")
    return str(error.value)


def estimate(value: float) -> dict[str, float]:
    return {"value": value, "low": value * 0.9, "high": value * 1.1}


ECE = "calibration.unscaled.errors.1"
SCALING = "calibration.temperature"
LOG_LOSS = together(put("scores.log_loss", estimate(5)), put("calibration.unscaled.log_loss", estimate(5)))

WHATEVER_IS_KEPT = {
    "an error in bins of equal mass of 0.90": together(put(f"{ECE}.value", 0.9), put(f"{ECE}.reached", 0)),
    "perfect networks worse than their quantile": put(f"{ECE}.null_mean", lambda value: 20 * value),
    "perfect networks without any error": put(f"{ECE}.null_mean", 1e-6),
    "a quantile far above the mean": together(put(f"{ECE}.null_high", 0.9), put(f"{ECE}.reached", 1990)),
    "a p below the smallest": put(f"{ECE}.p", 1e-9),
    "fewer draws reached than none": put(f"{ECE}.reached", -1),
    "more draws reached than made": put(f"{ECE}.reached", 2001),
    "an error above the quantile that most draws reach": together(
        put(f"{ECE}.null_high", lambda value: value / 2), put(f"{ECE}.reached", 1500)
    ),
    "an error in three bins": put(f"{ECE}.bins", 3),
    "a gap of nothing": put("calibration.unscaled.gap", {"value": 0.0, "low": -0.01, "high": 0.01}),
    "a bin that is more sure": put("calibration.bins.3.confidence", lambda value: value + 0.001),
    "low confidences that are more sure": put("calibration.low_confidence.confidence", 0.89),
    "a temperature outside its interval": put(f"{SCALING}.fitted", 9.0),
    "a temperature on fewer images": put(f"{SCALING}.fitted_on", 100),
    "a change of the log loss that is not the difference": put(f"{SCALING}.log_loss_change", estimate(-0.5)),
    "a lower area": put("selective_prediction.aurc", lambda value: value * 0.9),
    "a lower risk": put("selective_prediction.risk.50", lambda value: value + 0.01),
    "an error less at the first point": put("selective_prediction.points.1.errors.count", lambda n: n - 1),
    "another median": put("confidence.correct.median", lambda value: value - 1e-4),
    "one image moved to the next bin": together(
        put("confidence.correct_histogram.1", lambda n: n + 1),
        put("confidence.correct_histogram.2", lambda n: n - 1),
    ),
    "other edges": put("confidence.edges.3", 0.91),
    "another most confident error": put(
        "confidence.most_confident_errors", lambda rows: [*rows[1:], rows[0]]
    ),
    "a disputed label": put("confusion.errors.0.disputed", True),
    "a probability of the label of one half": put("confusion.errors.0.label_probability", 0.9),
    "a second choice that is the first": lambda found: put(
        "predictions.second.0", found["predictions"]["predicted"][0]
    )(found),
    "one more among two": put("scores.top_2.count", lambda n: n + 1),
    "a uniform log loss of another number of classes": put("scores.log_loss_uniform", 2.0),
    "a Brier score near the worst": put("scores.brier", estimate(1.8)),
    "a log loss of nothing": together(
        put("scores.log_loss", estimate(1e-9)), put("calibration.unscaled.log_loss", estimate(1e-9))
    ),
}
WHERE_SCORES_ARE_KEPT = {
    "a log loss of 5": LOG_LOSS,
    "a log loss a little lower": together(
        put("scores.log_loss.value", lambda value: value * 0.999),
        put("calibration.unscaled.log_loss.value", lambda value: value * 0.999),
    ),
    "a temperature a little higher": put(f"{SCALING}.fitted", lambda value: value * 1.001),
    "a scaled log loss": put(f"{SCALING}.scaled.log_loss.value", lambda value: value * 1.001),
    "a scaled error": put(f"{SCALING}.scaled.errors.0.value", lambda value: value * 1.001),
    "perfect scaled networks that are worse": put(
        f"{SCALING}.scaled.errors.0.null_mean", lambda value: 20 * value
    ),
    "a confidence": put("predictions.confidence.0", lambda value: value - 1e-4),
    "another second choice": put("predictions.second.0", lambda label: (label + 1) % 10),
    "another prediction": put("predictions.predicted.0", lambda label: (label + 1) % 10),
    "one score": put("predictions.scores", repacked(one_more)),
    "scores in another order": put("predictions.scores", repacked(lambda scores: scores[::-1])),
    "scores of fewer images": put("predictions.scores", repacked(lambda scores: scores[1:])),
    "scores of half the size": put("predictions.scores", repacked(lambda scores: scores.astype(np.uint8))),
    "a score that is no number": put(
        "predictions.scores", repacked(lambda scores: scores * np.float32(np.nan))
    ),
    "one score of the validation split": put("validation.scores", repacked(one_more)),
    "validation labels in another order": put("validation.labels", repacked(lambda labels: labels[::-1])),
    "a validation label beyond the classes": put("validation.labels", repacked(lambda labels: labels + 1)),
    "another accuracy on the validation split": put("accuracy.validation.count", lambda n: n - 1),
}


@pytest.fixture(scope="module")
def columns_alone(tiny_evidence: Evidence) -> Bundle:
    """The same bundle as if its scores were too many to be kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(predictions, "MAX_PACKED", 1_000)
        return bundle_of(replace(tiny_evidence))


@pytest.mark.parametrize("change", WHATEVER_IS_KEPT.values(), ids=WHATEVER_IS_KEPT)
def test_a_false_figure_is_refused_with_scores_and_without(
    change: Change, tiny_bundle: Bundle, columns_alone: Bundle
) -> None:
    """By the scores, by the columns, or by the bounds that these leave."""
    assert "found `findings." in refused(tiny_bundle, change)
    assert "found `findings." in refused(columns_alone, change)


@pytest.mark.parametrize("change", WHERE_SCORES_ARE_KEPT.values(), ids=WHERE_SCORES_ARE_KEPT)
def test_what_needs_all_scores_is_decided_by_them(change: Change, tiny_bundle: Bundle) -> None:
    """Nothing that is computed from kept scores may be another, nor a score itself."""
    assert "found `findings." in refused(tiny_bundle, change)


def test_a_bundle_without_scores_can_be_read_back(columns_alone: Bundle) -> None:
    """It is consistent with itself: what was studied is what the columns say."""
    written = storage.parse(storage.dump(columns_alone), "results.json")

    assert storage.dump(written) == storage.dump(columns_alone)
    assert written.findings.predictions.scores == predictions.TOO_MANY == written.findings.validation


def test_a_log_loss_of_5_beside_confidences_of_1_is_refused_without_scores(tiny_evidence: Evidence) -> None:
    """Where no error leaves the loss open, confidences bound it from both sides."""
    labels, found = tiny_evidence.predictions.labels, tiny_evidence.validation
    sure = Probabilities(labels, 20 * np.eye(10)[labels])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(predictions, "MAX_PACKED", 1_000)
        flawless = bundle_of(
            replace(tiny_evidence, probabilities=sure, predictions=sure.predictions, validation=found)
        )

    assert "log_loss" in refused(flawless, LOG_LOSS)
