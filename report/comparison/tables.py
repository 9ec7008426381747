"""The tables of two reports side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from analysis.bundle.calibration import Calibration
from analysis.bundle.record import Proportion, present
from analysis.comparison import ClassChange, Comparison, Report, reports_of
from report.chapters import cross_table
from report.chapters.confidence.temperature_scaling import error_cell, estimate_cell
from report.chapters.frame import frame_of
from report.chapters.model import Cell, Column, NumberedTable, Table
from report.comparison import wording
from report.text.formats import NBSP, between, count, percent
from report.text.naming import Naming


def reports(several: Sequence[Comparison]) -> NumberedTable:
    """Say what each letter stands for, with its accuracy."""
    return NumberedTable(
        claim=f"{wording.listed_letters(several)} on the same test images.",
        measure="Accuracies with 95% Wilson intervals",
        table=Table(
            reports_of(several),
            [
                Column("Report", lambda one: Cell(one.letter, one.name, strong=True)),
                Column("What it is", _what),
                Column(
                    "Errors",
                    lambda one: count(one.bundle.findings.accuracy.errors.count),
                    "number",
                    wide_only=True,
                ),
                Column("Accuracy", lambda one: _share(one.accuracy), "number"),
            ],
        ),
    )


def _what(report: Report) -> Cell:
    frame = frame_of(report.bundle)
    return Cell(f"{frame.title}. {frame.subtitle}", frame.provenance)


def _share(found: Proportion) -> Cell:
    return Cell(percent(found), between(found))


def differences(several: Sequence[Comparison]) -> NumberedTable | None:
    """Tabulate all comparisons; None where there is only one."""
    if len(several) == 1:
        return None
    a = several[0].a.letter
    return NumberedTable(
        claim=f"Each other report compared with {a}.",
        measure="Difference of the accuracies in points with Tango’s 95% interval; mid-p of McNemar’s test, with Holm’s "
        "adjustment for all comparisons",
        table=Table(
            several,
            [
                Column("Report", lambda found: Cell(found.b.letter, found.b.name, strong=True)),
                Column("Fixed", lambda found: count(found.test.right.first_only), "number"),
                Column("Broken", lambda found: count(found.test.right.second_only), "number"),
                Column(
                    f"Accuracy minus {a}", lambda found: estimate_cell(found.test.difference, 100), "number"
                ),
                Column("p", lambda found: _p(found.test.p), "number"),
            ],
        ),
    )


def _p(p: float) -> str:
    """Write a p value below its head: 0.033, <0.001."""
    return wording.p_value(p).removeprefix(f"p{NBSP}").removeprefix(f"={NBSP}").replace(NBSP, "")


class _Row(NamedTuple):
    """What A says of some images, and how many of them B predicts correctly."""

    name: str
    correct: int
    wrong: int


def two_by_two(found: Comparison) -> NumberedTable:
    """Count the images by which of both is correct."""
    a, b, right = found.a.letter, found.b.letter, found.test.right
    rows = (
        _Row("correct", found.both_correct, right.second_only),
        _Row("misclassified", right.first_only, found.both_wrong),
    )
    return NumberedTable(
        claim=wording.exchanged(found),
        measure=f"Test images by what {a} and what {b} predict",
        table=Table(
            rows,
            [
                Column(f"With {a}", lambda row: row.name),
                Column(f"correct with {b}", lambda row: count(row.correct), "number"),
                Column(f"misclassified with {b}", lambda row: count(row.wrong), "number"),
                Column("All", lambda row: count(row.correct + row.wrong), "number"),
            ],
        ),
    )


def calibration(found: Comparison) -> NumberedTable | None:
    """Put what was found on the probabilities of both side by side; None where it is not known of both."""
    states = {
        one.letter: studied.unscaled
        for one in (found.a, found.b)
        if (studied := present(one.bundle.findings.calibration))
    }
    if len(states) < 2:
        return None
    bins = ("equal width", "equal mass")
    return NumberedTable(
        claim=f"Log loss and calibration of {found.a.letter} and {found.b.letter}.",
        measure="As trained; below each number its 95% interval, below each calibration error its mean and its 95% "
        "quantile under perfect calibration, with the one-sided Monte-Carlo p-value",
        table=cross_table.table(
            "Measure",
            {
                "Log loss, in nats": _log_loss,
                "Mean confidence minus accuracy, in points": lambda state: estimate_cell(state.gap, 100),
                **{
                    f"Expected calibration error, bins of {name}": partial(error_cell, place)
                    for place, name in enumerate(bins)
                },
            },
            states,
        ),
        wide=True,
    )


def _log_loss(state: Calibration) -> str | Cell:
    return estimate_cell(state.log_loss) if state.log_loss else "–"


def classes(found: Comparison, naming: Naming) -> NumberedTable | None:
    """Tabulate the classes of which anything changes; None where nothing does."""
    a, b = found.a.letter, found.b.letter
    changed = [each for each in found.classes if each.test.right.first_only or each.test.right.second_only]
    if not changed:
        return None
    rest = "; those in which nothing changes are left out" if len(changed) < len(found.classes) else ""
    return NumberedTable(
        claim=wording.changed_classes(found),
        measure=f"Recall of each {naming.noun}, and the difference in points with Tango’s 95% interval; mid-p of McNemar’s test, "
        f"with Holm’s adjustment for {wording.every_class(naming)}{rest}",
        table=Table(
            changed,
            [
                Column(naming.noun.capitalize(), lambda each: naming.name(each.label)),
                Column("Images", lambda each: count(each.test.right.images), "number", wide_only=True),
                Column(f"Recall of {a}", lambda each: percent(each.recalls[0]), "number", wide_only=True),
                Column(f"Recall of {b}", lambda each: percent(each.recalls[1]), "number", wide_only=True),
                Column("Fixed", lambda each: count(each.test.right.first_only), "number"),
                Column("Broken", lambda each: count(each.test.right.second_only), "number"),
                Column(f"{b} minus {a}", _class_difference, "number"),
                Column("p", lambda each: _p(each.test.p), "number"),
            ],
            strong=lambda each: each.test.finding in {"better", "worse"},
        ),
        wide=True,
    )


def _class_difference(each: ClassChange) -> Cell:
    return estimate_cell(each.test.difference, 100)
