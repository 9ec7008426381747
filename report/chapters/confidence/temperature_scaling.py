"""Temperature scaling: sentences, and the table of calibration as trained and scaled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from analysis.bundle import Bundle
from analysis.bundle.calibration import Calibration, CalibrationFindings, TemperatureScaling
from analysis.bundle.record import Estimate, present
from report.chapters import cross_table
from report.chapters.model import Cell, NumberedTable
from report.chapters.phrases import with_interval
from report.text.formats import between, drawn_place, estimate, fixed, listed, probability
from report.text.grammar import number, things

_Measure = Callable[[Calibration], str | Cell]


def fitted(scaling: TemperatureScaling) -> str:
    """Give the temperature with its interval, and what it does to the confidence."""
    does = {
        "lowers confidence": "It is above 1, so that scaling lowers the confidence.",
        "raises confidence": "It is below 1, so that scaling raises the confidence.",
        "not distinguishable": "It is not distinguishable from 1, the value that changes nothing.",
    }[scaling.direction]
    return (
        f"The temperature fitted on the {things(scaling.fitted_on, 'validation image')} is "
        f"{with_interval(scaling.temperature, 'bootstrap')}. {does}"
    )


def log_loss_change(scaling: TemperatureScaling) -> str:
    """Give the paired change of the log loss on the test set, and whether it is an improvement."""
    change = scaling.log_loss_change
    verdict = (
        "a significant improvement"
        if scaling.log_loss_improves
        else "scaling makes it significantly worse"
        if scaling.log_loss_worsens
        else "no benefit here, since the interval includes 0"
    )
    return f"On the test set, the log loss changes by {with_interval(change, 'paired')}: {verdict}."


def table(bundle: Bundle) -> NumberedTable | None:
    """Tabulate the calibration; None where it was not studied."""
    found = present(bundle.findings.calibration)
    return tabulate(found) if found else None


def tabulate(found: CalibrationFindings) -> NumberedTable:
    """Tabulate gap, log loss and calibration errors, as trained and, where there is a temperature, scaled."""
    scaling = present(found.temperature)
    states = {"As trained": found.unscaled}
    if scaling:
        states[f"Temperature {estimate(scaling.temperature)}"] = scaling.scaled
    return NumberedTable(
        claim=scaling_claim(scaling) if scaling else errors_claim(found.unscaled),
        measure="On the test set; below each number its 95% interval, below each calibration error its mean and its 95% "
        "quantile under perfect calibration, with the one-sided Monte-Carlo p-value",
        table=cross_table.table("Measure", _measures(found.unscaled, scaling), states),
        wide=True,
    )


def scaling_claim(scaling: TemperatureScaling) -> str:
    """Say whether scaling improves the log loss on the test set."""
    if scaling.log_loss_improves:
        return "Temperature scaling improves the log loss significantly."
    if scaling.log_loss_worsens:
        return "Temperature scaling worsens the log loss significantly."
    return "Temperature scaling has no significant effect on the log loss."


def errors_claim(found: Calibration) -> str:
    """Say in how many binnings the calibration error is significant."""
    significant = [error for error in found.errors if error.significant]
    if not significant:
        return "No calibration error is larger than perfect calibration explains."
    names = listed(error.binning for error in significant)
    return f"With bins of {names}, the calibration error is larger than perfect calibration explains."


def _measures(found: Calibration, scaling: TemperatureScaling | None) -> dict[str, _Measure]:
    """Return what is measured, and how its cell is made from a calibration, as trained or scaled."""
    measures: dict[str, _Measure] = {
        "Mean confidence minus accuracy, in points": lambda state: estimate_cell(state.gap, 100),
    }
    if found.log_loss:
        measures["Log loss, in nats"] = lambda state: estimate_cell(state.log_loss) if state.log_loss else "–"
    for place, error in enumerate(found.errors):
        name = f"Expected calibration error, {number(error.bins)} bins of {error.binning}"
        measures[name] = partial(error_cell, place)
    if scaling:
        change = estimate_cell(scaling.log_loss_change)
        measures["Change of the log loss, paired"] = lambda state: change if state is scaling.scaled else "–"
    return measures


def estimate_cell(value: Estimate, scale: float = 1) -> Cell:
    """Write an estimate, its interval below it."""
    return Cell(estimate(value, scale), between(value, scale=scale))


def error_cell(place: int, state: Calibration) -> Cell:
    """Write the calibration error of one binning, below it what perfect calibration shows."""
    error = state.errors[place]
    # The 95% quantile of a normal sample of B has a standard error of 2.11/√B standard deviations.
    chance = 2.11 * (error.null_high - error.null_mean) / 1.645 / error.draws**0.5
    digits = min(4, drawn_place(chance))
    null = f"mean {fixed(error.null_mean, digits)}, 95% below {fixed(error.null_high, digits)}, {probability(error.p, error.draws)}"
    return Cell(fixed(error.value, digits), null)
