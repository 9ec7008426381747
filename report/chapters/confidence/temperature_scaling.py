"""Temperature scaling: sentences, and the table of calibration as trained and scaled."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.calibration import Calibration, CalibrationError, CalibrationFindings, TemperatureScaling
from analysis.bundle.record import present
from report.chapters.model import Cell, Column, NumberedTable, Row, Table
from report.chapters.phrases import with_interval
from report.text.formats import between, estimate, fixed, listed, probability
from report.text.grammar import number, things


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
    states = [found.unscaled, *([scaling.scaled] if scaling else [])]
    heads = ["As trained", *([f"Temperature {estimate(scaling.temperature)}"] if scaling else [])]
    return NumberedTable(
        claim=scaling_claim(scaling) if scaling else errors_claim(found.unscaled),
        measure="On the test set; below each number its 95% interval, below each calibration error its mean and its 95% "
        "quantile under perfect calibration, with the one-sided Monte-Carlo p-value",
        table=Table(
            columns=[Column("Measure"), *(Column(head, "number") for head in heads)],
            rows=[*_rows(states), *([_change(scaling)] if scaling else [])],
        ),
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


def _rows(states: list[Calibration]) -> list[Row]:
    errors = zip(*(state.errors for state in states), strict=True)
    return [
        Row(["Mean confidence minus accuracy, in points", *(Cell(estimate(s.gap, 100), between(s.gap, scale=100)) for s in states)]),
        Row(["Log loss, in nats", *(Cell(estimate(s.log_loss), between(s.log_loss)) for s in states)]),
        *(
            Row([f"Expected calibration error, {number(same[0].bins)} bins of {same[0].binning}", *map(_error, same)])
            for same in errors
        ),
    ]  # fmt: skip


def _error(error: CalibrationError) -> Cell:
    null = f"mean {fixed(error.null_mean, 4)}, 95% below {fixed(error.null_high, 4)}, {probability(error.p)}"
    return Cell(fixed(error.value, 4), null)


def _change(scaling: TemperatureScaling) -> Row:
    change = scaling.log_loss_change
    return Row(["Change of the log loss, paired", "–", Cell(estimate(change), between(change))])
