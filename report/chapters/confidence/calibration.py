"""Calibration as trained: sentences and the reliability diagram."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.calibration import (
    CalibrationFindings,
    ReliabilityBin,
)
from analysis.bundle.record import present
from report.chapters import phrases
from report.chapters.claims import claim_named
from report.chapters.confidence import temperature_scaling
from report.chapters.model import Column, Drawing, Figure, Spot, Table
from report.chapters.spots import between_edges, spot
from report.figures import calibration as figures
from report.text.formats import (
    between,
    count,
    fixed,
    percent,
)
from report.text.grammar import number, plural, some, things


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about calibration, by name."""
    found = present(bundle.findings.calibration)
    if found is None:
        return {"calibration": False, "temperature": False}
    scaling = present(found.temperature)
    return {
        "calibration": True,
        "calibrated_claim": claim_named(bundle, "calibrated"),
        "gap": phrases.confidence_gap(found.unscaled),
        "detection": phrases.calibration_tests(found),
        "low_confidence": phrases.low_confidence(found.low_confidence),
        "temperature": scaling is not None,
        "fitted": temperature_scaling.fitted(scaling) if scaling else "",
        "log_loss_change": temperature_scaling.log_loss_change(scaling) if scaling else "",
    }


def reliability(bundle: Bundle) -> Figure | None:
    """Plot accuracy against mean confidence by bin; None where the calibration was not studied."""
    found = present(bundle.findings.calibration)
    if found is None:
        return None
    bins = found.unscaled.errors[0].bins
    return Figure(
        claim=phrases.calibration_verdict(found),
        measure=f"Accuracy against mean confidence, with 95% intervals, in {number(bins)} bins of equal width, closed on "
        f"the right (Wilson); {number(found.bin_count)} of them {plural(found.bin_count, 'holds', 'hold')} images",
        drawings=[
            Drawing(
                name="reliability",
                alt=_reliability_alt(found),
                draw=partial(figures.reliability, found=found),
                height=420,
                narrow=400,
                paper=340,
                spots=partial(_columns, found),
            )
        ],
        numbers=[_bins(found)],
    )


def _columns(found: CalibrationFindings, width: int, height: int) -> list[Spot]:
    """Lead from each bin to its images."""
    return [
        spot(
            box,
            {"confidence": between_edges(each.low, each.high, right=True)},
            f"{percent(each.low, 1)} to {percent(each.high, 1)}: {things(each.count, 'image')}",
        )
        for box, each in zip(figures.columns(found, width, height), found.bins, strict=True)
    ]


def _reliability_alt(found: CalibrationFindings) -> str:
    last = found.bins[-1]
    return (
        f"Reliability diagram with {things(found.bin_count, 'non-empty bin')}. The 95% interval includes the diagonal in "
        f"{some(found.bins_on_diagonal)} of them. The last bin holds {things(last.count, 'image')}, with a mean confidence of "
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
