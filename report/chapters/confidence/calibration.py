"""Calibration as trained: sentences and the reliability diagram."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.calibration import (
    Calibration,
    CalibrationError,
    CalibrationFindings,
    LowConfidence,
    ReliabilityBin,
)
from analysis.bundle.record import present
from report.chapters.claims import claim_named
from report.chapters.confidence import temperature_scaling
from report.chapters.model import Column, Drawing, Figure, Table
from report.figures import calibration as figures
from report.text.formats import (
    between,
    confidence,
    count,
    fixed,
    listed,
    percent,
    place,
    points,
    probability,
)
from report.text.grammar import number, plural, things


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about calibration, by name."""
    found = present(bundle.findings.calibration)
    if found is None:
        return {"calibration": False, "temperature": False}
    scaling = present(found.temperature)
    return {
        "calibration": True,
        "calibrated_claim": claim_named(bundle, "calibrated"),
        "gap": gap(found.unscaled),
        "detection": detection(found),
        "low_confidence": low_confidence(found.low_confidence),
        "temperature": scaling is not None,
        "fitted": temperature_scaling.fitted(scaling) if scaling else "",
        "log_loss_change": temperature_scaling.log_loss_change(scaling) if scaling else "",
    }


def gap(found: Calibration) -> str:
    """Compare mean confidence and accuracy over all test images, and name the direction where it is significant."""
    size = _size(found)
    interval = f"95% interval of the difference {between(found.gap, scale=100, unit=' points')}"
    match found.direction:
        case "over-confident":
            return f"The mean confidence is {size} above the accuracy ({interval}): the classifier is over-confident."
        case "under-confident":
            return f"The mean confidence is {size} below the accuracy ({interval}): the classifier is under-confident."
        case "not distinguishable":
            return f"Mean confidence and accuracy differ by {size}, which is not distinguishable from 0 ({interval})."


def _size(found: Calibration) -> str:
    return points(abs(found.gap.value), place(found.gap, 100))


def detection(found: CalibrationFindings) -> str:
    """Say whether any of the three tests finds the network miscalibrated."""
    significant = [error for error in found.unscaled.errors if error.significant]
    if not found.detected:
        return "No miscalibration was detected: neither this difference nor the expected calibration error is significant."
    if not significant:
        return "The expected calibration error is not significant."
    bins = listed(_binning(error) for error in significant)
    are = "error with bins of {} is" if len(significant) == 1 else "errors with bins of {} are"
    return f"The expected calibration {are.format(bins)} significantly larger than under perfect calibration."


def _binning(error: CalibrationError) -> str:
    return f"{error.binning} ({probability(error.p)})"


def low_confidence(found: LowConfidence | None) -> str:
    """Say how many predictions could be miscalibrated by much, and how often those are correct."""
    if found is None:
        return "No prediction has a confidence below 90%."
    rate = f"{percent(found.accuracy)} (95% interval {between(found.accuracy)})"
    if found.count == 1:
        right = "correct" if found.accuracy.count else "an error"
        return f"One prediction has a confidence below 90%, {confidence(found.confidence)}; it is {right}."
    return (
        f"{count(found.count)} predictions have a confidence below 90%: their mean confidence is "
        f"{confidence(found.confidence)}, their accuracy {rate}."
    )


def reliability(bundle: Bundle) -> Figure | None:
    """Plot accuracy against mean confidence by bin; None where the calibration was not studied."""
    found = present(bundle.findings.calibration)
    if found is None:
        return None
    bins = found.unscaled.errors[0].bins
    return Figure(
        claim=reliability_claim(found),
        measure=f"Accuracy against mean confidence, with 95% intervals, in {number(bins)} bins of equal width, closed on "
        f"the right; {number(found.bin_count)} of them {plural(found.bin_count, 'holds', 'hold')} images",
        drawings=[
            Drawing(
                name="reliability",
                alt=_reliability_alt(found),
                draw=partial(figures.reliability, found=found),
                height=420,
                narrow=400,
                paper=340,
            )
        ],
        numbers=[_bins(found)],
    )


def reliability_claim(found: CalibrationFindings) -> str:
    """Name the direction of a significant gap, or say that none was detected."""
    size = _size(found.unscaled)
    match found.unscaled.direction:
        case "over-confident":
            return f"Over-confident: on average, the confidence is {size} above the accuracy."
        case "under-confident":
            return f"Under-confident: on average, the confidence is {size} below the accuracy."
    if found.detected:
        return "The mean confidence agrees with the accuracy, but the calibration error is significant."
    return "No miscalibration was detected."


def _reliability_alt(found: CalibrationFindings) -> str:
    last = found.bins[-1]
    return (
        f"Reliability diagram with {things(found.bin_count, 'non-empty bin')}. The 95% interval includes the diagonal in "
        f"{number(found.bins_on_diagonal)}. The last bin holds {things(last.count, 'image')}, with a mean confidence of "
        f"{percent(last.confidence, 2)} and an accuracy of {percent(last.accuracy, 2)}."
    )


def _bins(found: CalibrationFindings) -> Table[ReliabilityBin]:
    return Table(
        found.bins,
        [
            Column("Confidence", lambda each: f"({fixed(each.low, 3)}, {fixed(each.high, 3)}]"),
            Column("Images", lambda each: count(each.count), "number"),
            Column("Mean confidence", lambda each: percent(each.confidence, 2), "number"),
            Column("Correct", lambda each: count(each.accuracy.count), "number"),
            Column("Accuracy", lambda each: percent(each.accuracy), "number"),
            Column("95% interval", lambda each: between(each.accuracy), "number"),
        ],
        caption="Bins of equal width of the reliability diagram",
    )
