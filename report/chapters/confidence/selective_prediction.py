"""Selective prediction: which errors remain when the least confident predictions are withheld."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.record import present
from analysis.bundle.selective_prediction import CoveragePoint, SelectivePredictionFindings
from report.chapters.model import Column, Drawing, Figure, Spot, Table
from report.chapters.phrases import errors_withheld
from report.chapters.spots import spot
from report.figures import calibration as figures
from report.text.formats import between, count, listed, percent
from report.text.grammar import things


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about selective prediction, by name."""
    found = present(bundle.findings.selective_prediction)
    return {
        "selective": found is not None,
        "withheld": errors_withheld(found) if found and _any_error(found) else "",
    }


def _any_error(found: SelectivePredictionFindings) -> bool:
    return found.points[0].errors.count > 0


def figure(bundle: Bundle) -> Figure | None:
    """Plot the risk–coverage curve; None without probabilities or without errors."""
    found = present(bundle.findings.selective_prediction)
    if found is None or not _any_error(found):
        return None
    return Figure(
        claim=claim(found),
        measure="Error rate among the predictions that are kept, against coverage, with 95% intervals at "
        f"{listed(percent(point.coverage) for point in found.points)}",
        drawings=[
            Drawing(
                name="risk-coverage",
                alt=_alt(found),
                draw=partial(figures.risk_coverage, found=found),
                height=330,
                narrow=320,
                paper=250,
                spots=partial(_withheld, found),
            )
        ],
        numbers=[_points(found)],
    )


def _withheld(found: SelectivePredictionFindings, width: int, height: int) -> list[Spot]:
    """Lead from each coverage below 1 to the images that it withholds: the first, if the least confident come first."""
    return [
        spot(
            box,
            {"sort": "confidence", "reverse": "yes", "first": str(point.withheld)},
            f"Withheld at a coverage of {percent(point.coverage)}: {things(point.withheld, 'image')}",
        )
        for box, point in figures.thresholds(found, width, height)
    ]


def claim(found: SelectivePredictionFindings) -> str:
    """Say how the error rate changes when the first share is withheld."""
    whole, second = found.points[0], found.points[1]
    share = percent(second.withheld_share)
    if second.errors_withheld is None or not second.errors_withheld.count:
        return f"Withholding the least confident {share} removes no error."
    before, after = percent(whole.errors), percent(second.errors)
    if before == after:
        return f"Withholding the least confident {share} leaves the error rate at {before}."
    rates = f"from {before} to {after}"
    return f"Withholding the least confident {share} changes the error rate {rates}."


def _alt(found: SelectivePredictionFindings) -> str:
    rates = [f"{percent(point.errors)} at {percent(point.coverage)}" for point in found.points[:3]]
    return f"Risk–coverage curve. Error rate by coverage: {listed(rates)}."


def _points(found: SelectivePredictionFindings) -> Table[CoveragePoint]:
    return Table(
        found.points,
        [
            Column("Coverage", lambda point: percent(point.coverage)),
            Column("Kept", lambda point: count(point.errors.total), "number"),
            Column("Errors", lambda point: count(point.errors.count), "number"),
            Column("Error rate", lambda point: percent(point.errors, 2), "number"),
            Column("95% interval", lambda point: between(point.errors, 2), "number"),
            Column("Withheld", lambda point: count(point.withheld), "number"),
            Column(
                "Errors withheld",
                lambda point: count(point.errors_withheld.count) if point.errors_withheld else "–",
                "number",
            ),
        ],
        caption="Error rate by coverage",
        remark=(
            f"The area under the risk–coverage curve is {percent(found.aurc, 3)}. It would be "
            f"{percent(found.aurc_perfect, 3)} if all errors had the lowest confidence, and "
            f"{percent(found.aurc_random, 3)} if confidence were unrelated to the errors."
        ),
    )
