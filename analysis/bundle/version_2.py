"""Bundles of version 2 (November 2026), brought to today's: what was drawn is counted, presentation dropped.

What follows from other fields is computed anew, so only what is primary today has to be found in the older file.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.bundle.calibration import (
    Calibration,
    CalibrationError,
    CalibrationFindings,
    PerfectNetworks,
    reached_between,
)
from analysis.bundle.confidence import ConfidenceFindings
from analysis.bundle.confusion import PredictedImage
from analysis.bundle.predictions import BEFORE_SCORES, PredictionTable
from analysis.bundle.projection import poles_of
from analysis.bundle.record import Estimate, Packed, rounded
from analysis.bundle.seeds import NOT_KEPT
from analysis.bundle.selective_prediction import SelectivePredictionFindings
from analysis.statistics.calibration import binnings, expected_error
from analysis.statistics.probabilities import Predictions, View

DRAWS, RESAMPLES, TEMPERATURES = 20_000, 10_000, 400
"""How many draws and resamples version 2 made, which it did not write."""


def upgraded(held: dict[str, Any]) -> dict[str, Any]:
    """Return the parsed JSON of a bundle of version 2 as one of version 3.

    Raises KeyError, TypeError, AttributeError or ValueError where it is none.
    """
    findings = dict(held["findings"])
    training = findings.get("training") or {}
    seed = training.get("seed")
    findings["accuracy"] = _accuracy(findings["accuracy"], seed)
    findings["confusion"] = _confusion(findings["confusion"], seed)
    findings |= _of_predictions(findings, len(held["classes"]["names"]), seed)
    if means := _studied(findings, "class_means"):
        findings["class_means"] = _class_means(means, findings, seed)
    if projection := _studied(findings, "projection"):
        findings["projection"] = _projection(projection, findings["predictions"]["labels"])
    if seeds := _studied(findings, "seeds"):
        findings["seeds"] = _seeds(seeds)
    return {**held, "schema_version": 3, "findings": findings}


def _accuracy(found: dict[str, Any], seed: int | None) -> dict[str, Any]:
    gap = found.get("validation_gap")
    return {
        **found,
        "macro_f1_limits": _limits(found["macro_f1"], RESAMPLES, seed),
        "recalls_equal": _test(found["recalls_equal_p"], seed),
        "validation": gap and gap["validation"],
    }


def _confusion(found: dict[str, Any], seed: int | None) -> dict[str, Any]:
    pairs = sorted(found["pairs"], key=lambda pair: pair["classes"])
    named = [pair["classes"] for pair in found["pairs"] if pair["named"]]
    tested = found["uniformity_p"] is not None
    return {
        **found,
        "named": found["named_pairs"]["pairs"] if found["named_pairs"] else sorted(named),
        "uniformity": {
            **_test(found["uniformity_p"], seed),
            "reached_by_pair": [_reached(pair["adjusted_p"]) for pair in pairs],
        }
        if tested
        else None,
    }


def _of_predictions(findings: dict[str, Any], class_count: int, seed: int | None) -> dict[str, Any]:
    """Compute anew what follows from the table, whose confidences have six decimals: there were no scores beside them."""
    table = PredictionTable.model_validate(findings["predictions"] | {"scores": BEFORE_SCORES})
    view = table.view(class_count)
    known = table.predictions(class_count) if view is None else view
    confusion = findings["confusion"]
    changed: dict[str, Any] = {"confusion": {**confusion, "errors": _images(confusion["errors"], known)}}
    if view is None:
        return changed
    if confidence := _studied(findings, "confidence"):
        errors, hits = (
            tuple(map(PredictedImage.model_validate, _images(confidence[name], view)))
            for name in ("most_confident_errors", "least_confident_correct")
        )
        again = rounded(ConfidenceFindings.of(view, errors, hits)).model_dump()
        counted = {name: confidence[name] for name in ("correct_histogram", "incorrect_histogram")}
        changed["confidence"] = again | counted
    if calibration := _studied(findings, "calibration"):
        changed["calibration"] = _calibration(calibration, view, seed)
    if _studied(findings, "selective_prediction"):
        changed["selective_prediction"] = rounded(SelectivePredictionFindings.of(view)).model_dump()
    return changed


def _studied(findings: dict[str, Any], name: str) -> dict[str, Any] | None:
    """Return the findings of a study; None where it was omitted or did not exist."""
    found: dict[str, Any] = findings.get(name) or {}
    return None if found.keys() <= {"reason"} else found


def _images(found: list[dict[str, Any]], known: Predictions | View) -> list[dict[str, Any]]:
    return [
        PredictedImage.of(
            each["index"], known, each["label_probability"], disputed=each["disputed"]
        ).model_dump()
        for each in found
    ]


def _calibration(found: dict[str, Any], view: View, seed: int | None) -> dict[str, Any]:
    """Compute anew what confidences decide; bins of equal mass do not follow from those that rounding made equal."""
    both, draws, said = binnings(view.confidence), _networks(len(view)), found["unscaled"]["errors"]
    errors = [expected_error(view.confidence, view.correct.astype(float), binning) for binning in both]
    nulls = [
        PerfectNetworks.model_validate(_null(each, value, draws, seed))
        for each, value in zip(said, errors, strict=True)
    ]
    unscaled = Calibration.of(view, nulls, Estimate.model_validate(_limits_of(found["unscaled"]["log_loss"])))
    equal_mass = CalibrationError.model_validate(_error(said[1], draws, seed), extra="ignore")
    unscaled = unscaled.model_copy(update={"errors": (unscaled.errors[0], equal_mass)})
    scaling = found.get("temperature") or {}
    again = rounded(CalibrationFindings.of(view, unscaled, BEFORE_SCORES)).model_dump()
    return {**again, "temperature": scaling if "reason" in scaling else _scaling(scaling, draws, seed)}


def _scaling(found: dict[str, Any], draws: int, seed: int | None) -> dict[str, Any]:
    fitted, scaled = found["temperature"], found["scaled"]
    errors = [_error(each, draws, seed) for each in scaled["errors"]]
    limits = {"seed": seed, "draws": TEMPERATURES, "low": fitted["low"], "high": fitted["high"]}
    return {**found, "fitted": fitted["value"], "limits": limits, "scaled": {**scaled, "errors": errors}}


def _error(found: dict[str, Any], draws: int, seed: int | None) -> dict[str, Any]:
    return {**found, **_null(found, found["value"], draws, seed)}


def _null(error: dict[str, Any], value: float, draws: int, seed: int | None) -> dict[str, Any]:
    """Return what was drawn; its p, where the error is another after rounding, is as far as it can be."""
    low, high = reached_between(value, error["null_high"], draws)
    reached = _reached(error["p"], draws)
    if 0 <= reached <= draws:
        reached = min(max(reached, low), high)
    drawn = {name: error[name] for name in ("null_mean", "null_high")}
    return {"seed": seed, "draws": draws, "reached": reached, **drawn}


def _networks(images: int) -> int:
    """Return how many perfectly calibrated networks version 2 drew."""
    return max(200, min(2_000, 200_000_000 // images))


def _limits_of(found: dict[str, float]) -> dict[str, float]:
    return {name: found[name] for name in ("value", "low", "high")}


def _class_means(found: dict[str, Any], findings: dict[str, Any], seed: int | None) -> dict[str, Any]:
    ranked = sorted(found["ranked"], key=lambda pair: pair["classes"])
    correct, nearest = findings["accuracy"]["overall"]["count"], found["nearest_mean"]
    return {
        **found,
        "standard_errors": [pair["standard_error"] for pair in ranked],
        "errors": [pair["errors"] for pair in ranked],
        "support": [each["support"] for each in findings["accuracy"]["classes"]],
        "named": findings["confusion"]["named"],
        "contrasts": [{**each, "ink": _ink(each, found["mean_ink"])} for each in found["differences"]],
        "network_and_nearest_mean": _comparison(
            found["network_advantage"], correct - nearest["count"], nearest["total"]
        ),
        "mantel": found["link"] and _test(found["link"]["p"], seed),
    }


def _projection(found: dict[str, Any], labels: list[int]) -> dict[str, Any]:
    pixels, made = found["pixels"], _studied(found, "features")
    both = None
    if made:
        more = made["neighbours"]["count"] - pixels["neighbours"]["count"]
        both = _comparison(found["neighbours_advantage"], more, pixels["neighbours"]["total"])
    planes = {"pixels": _plane(pixels, labels), **({"features": _plane(made, labels)} if made else {})}
    return {**found, **planes, "features_and_pixels": both}


def _seeds(found: dict[str, Any]) -> dict[str, Any]:
    not_kept = NOT_KEPT.model_dump()
    return {
        **found,
        "labels": not_kept,
        "runs": [{**run, "predicted": not_kept, "uniformity": None} for run in found["runs"]],
        "named": [pair["classes"] for pair in found["pairs"] if pair["named"]],
        "sums": {"new_images": found["new_images"], "pairs": found["pairs"]},
    }


def _plane(found: dict[str, Any], labels: list[int]) -> dict[str, Any]:
    poles = poles_of(Packed(**found["points"]), np.array(labels))
    return {**found, "poles": [each.model_dump() for each in poles]}


def _ink(found: dict[str, Any], mean_ink: list[float]) -> float:
    first, second = found["classes"]
    more: float = found["ink_difference"]
    return more if mean_ink[first] >= mean_ink[second] else -more


def _comparison(found: dict[str, float], more: int, images: int) -> dict[str, int]:
    """Return the counts that gave a paired difference, from the width of its interval: mean ± 1.96 s/√n."""
    squares = ((found["high"] - found["low"]) / 2 / 1.96) ** 2 * images * (images - 1)
    either = round(squares + more**2 / images)
    second = max(0, (either - more) // 2, -more)
    return {"first_only": second + more, "second_only": second, "images": images}


def _test(p: float, seed: int | None) -> dict[str, Any]:
    return {"seed": seed, "draws": DRAWS, "reached": _reached(p)}


def _limits(found: dict[str, float], draws: int, seed: int | None) -> dict[str, Any]:
    return {"seed": seed, "draws": draws, "low": found["low"], "high": found["high"]}


def _reached(p: float, draws: int = DRAWS) -> int:
    """Return how many of the draws gave p = (1 + reached)/(1 + draws)."""
    return round(p * (1 + draws)) - 1
