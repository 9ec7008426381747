"""Two classes as positive and negative: what each kind of error costs, and what other thresholds would give."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.binary import BinaryFindings, BinaryRates, RocCurve, RocPoint, Threshold
from analysis.bundle.record import Omitted, Proportion, present
from report.chapters.model import Cell, Column, Drawing, Figure, NumberedTable, Table
from report.chapters.phrases import false_calls, with_interval
from report.figures import roc as figures
from report.text.formats import NOT_ESTIMABLE, between, count, estimate, percent, tick
from report.text.grammar import opening, plural, things
from report.text.naming import Naming


class _Rate(NamedTuple):
    name: str
    meaning: str
    share: Proportion | None


def sentences(bundle: Bundle, naming: Naming) -> dict[str, Any]:
    """Return what the template prints about the two classes, by name."""
    found = present(bundle.findings.binary)
    if found is None:
        return {"binary": False}
    curve = found.roc if isinstance(found.roc, RocCurve) else None
    return {
        "binary": True,
        "positive": _named(found, naming),
        "false_calls": false_calls(found, naming),
        "prevalence": with_interval(found.rates.prevalence) if found.rates.prevalence else "",
        "positive_name": naming.quoted(found.positive),
        "area": f"{with_interval(curve.area, 'DeLong')}" if curve else "",
        "no_curve": found.roc.reason if isinstance(found.roc, Omitted) else "",
        "chosen_on": curve.chosen_on if curve else "",
    }


def _named(found: BinaryFindings, naming: Naming) -> str:
    positive = naming.quoted(found.positive)
    if found.positive_by == "settings":
        return f"The settings name {positive} as the positive class."
    return f"The positive class is {positive}, the second one, since the settings name none."


def rates(bundle: Bundle, naming: Naming) -> NumberedTable | None:
    """Tabulate the four rates of the predicted classes; None unless there are two classes."""
    found = present(bundle.findings.binary)
    if found is None:
        return None
    return NumberedTable(
        claim=kinds_of_error(found, naming),
        measure="Rates of the predicted classes on the test set, with 95% Wilson intervals",
        table=Table(
            _rates(found.rates, naming.quoted(found.positive), naming.quoted(1 - found.positive)),
            [
                Column("Rate", lambda rate: Cell(rate.name, rate.meaning)),
                Column("Images", lambda rate: count(rate.share.count) if rate.share else "0", "number"),
                Column("Of", lambda rate: count(rate.share.total) if rate.share else "0", "number"),
                Column("Value", lambda rate: _percent(rate.share), "number"),
                Column("95% interval", lambda rate: between(rate.share) if rate.share else "–", "number"),
            ],
        ),
    )


def _rates(found: BinaryRates, positive: str, negative: str) -> list[_Rate]:
    return [
        _Rate("Sensitivity", f"Of the {positive} images, those predicted {positive}", found.sensitivity),
        _Rate("Specificity", f"Of the {negative} images, those predicted {negative}", found.specificity),
        _Rate(
            "Positive predictive value",
            f"Of the images predicted {positive}, those that are",
            found.positive_predictive_value,
        ),
        _Rate(
            "Negative predictive value",
            f"Of the images predicted {negative}, those that are",
            found.negative_predictive_value,
        ),
    ]


def kinds_of_error(found: BinaryFindings, naming: Naming) -> str:
    """Count the false positives and the false negatives."""
    rates_, positive = found.rates, naming.quoted(found.positive)
    false_positive, false_negative = (
        share.total - share.count if share else 0 for share in (rates_.specificity, rates_.sensitivity)
    )
    errors = false_positive + false_negative
    if not errors:
        return "No image was misclassified."
    return (
        f"{opening(errors)} {plural(errors, 'error')}: {things(false_positive, 'false positive')} and "
        f"{things(false_negative, 'false negative')} for {positive}."
    )


def _percent(share: Proportion | None) -> str:
    return percent(share) if share else NOT_ESTIMABLE


def figure(bundle: Bundle, naming: Naming) -> Figure | None:
    """Draw the ROC curve; None without scores of two classes."""
    found = present(bundle.findings.binary)
    if found is None or not isinstance(found.roc, RocCurve):
        return None
    area = found.roc.area
    return Figure(
        claim=f"The area under the ROC curve is {estimate(area)} (95% interval {between(area)}).",
        measure=f"Sensitivity for {naming.quoted(found.positive)} against the false positive rate, over all thresholds; dots: "
        "thresholds of the table",
        drawings=[
            Drawing(
                name="roc",
                alt=f"ROC curve, which rises from the lower left to the upper right; its area is {estimate(area)}.",
                draw=partial(figures.roc, found=found, curve=found.roc),
                height=420,
                narrow=358,
                paper=330,
            )
        ],
        data=[_points(found.roc)],
    )


def _points(curve: RocCurve) -> Table[RocPoint]:
    return Table(
        curve.points,
        [
            Column("False positives", lambda point: count(point.false_positives), "number"),
            Column("True positives", lambda point: count(point.true_positives), "number"),
        ],
    )


def thresholds(bundle: Bundle, naming: Naming) -> NumberedTable | None:
    """Tabulate what other thresholds would give; None without scores of two classes."""
    found = present(bundle.findings.binary)
    if found is None or not isinstance(found.roc, RocCurve):
        return None
    equal = next(each for each in found.roc.thresholds if each.equal_error_rates)
    return NumberedTable(
        claim=f"Both classes are misclassified about equally often with a threshold of {_threshold(equal)}.",
        measure=f"Images predicted {naming.quoted(found.positive)} from this probability on, on the test set; below each rate its "
        "95% Wilson interval",
        table=Table(
            found.roc.thresholds,
            [
                Column("Threshold", _threshold, "number"),
                Column("Sensitivity", lambda each: _cell(each.rates.sensitivity), "number"),
                Column("Specificity", lambda each: _cell(each.rates.specificity), "number"),
                Column(
                    "Positive predictive value",
                    lambda each: _cell(each.rates.positive_predictive_value),
                    "number",
                ),
                Column(
                    "Negative predictive value",
                    lambda each: _cell(each.rates.negative_predictive_value),
                    "number",
                ),
            ],
            strong=lambda each: each.equal_error_rates,
        ),
    )


def _threshold(each: Threshold) -> str:
    return tick(each.probability)


def _cell(share: Proportion | None) -> Cell:
    return Cell(percent(share), between(share)) if share else Cell("–")
