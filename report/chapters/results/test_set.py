"""What is published about the test set of MNIST: two groups of writers, and disputed labels."""

from __future__ import annotations

from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.record import Estimate, present
from analysis.bundle.test_set import MOST_CONFIDENT, DisputedLabels, WriterGroup, WriterGroups
from report.chapters import phrases
from report.chapters.model import Cell, Column, NumberedTable, Table
from report.text.formats import between, count, image, listed, percent, sentence
from report.text.grammar import number, plural


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about writers and labels, by name."""
    groups, disputed = present(bundle.findings.writer_groups), present(bundle.findings.disputed_labels)
    return {
        "writers": writer_difference(groups) if groups else "",
        "disputed": disputed is not None,
        "listed": number(disputed.listed) if disputed else "",
        "on_the_list": on_the_list(disputed) if disputed else "",
        "most_confident": most_confident(bundle) if disputed else "",
        "without": accuracy_without(bundle, disputed) if disputed else "",
    }


def writer_groups(bundle: Bundle) -> NumberedTable | None:
    """Tabulate the error rates of the two halves; None where the test set is not MNIST's."""
    found = present(bundle.findings.writer_groups)
    if found is None:
        return None
    groups = {"High-school students": found.students, "Census Bureau employees": found.employees}
    return NumberedTable(
        claim=f"{phrases.writer_groups(found)}.",
        measure="Error rate on the two halves of the test set, with Wilson intervals; Fisher’s mid-p test, two-sided",
        table=Table(
            groups,
            [
                Column("Writers", lambda name: Cell(name, _images(groups[name]))),
                Column("Images", lambda name: count(groups[name].errors.total), "number"),
                Column("Errors", lambda name: count(groups[name].errors.count), "number"),
                Column("Error rate", lambda name: percent(groups[name].errors), "number"),
                Column("95% interval", lambda name: between(groups[name].errors), "number"),
            ],
        ),
    )


def writer_difference(found: WriterGroups) -> str:
    """Give the difference of the two error rates with its interval."""
    return f"The error rate is {_apart(found.difference)} for the students’ images than for the employees’ images."


def _apart(difference: Estimate) -> str:
    """Say by how much the first rate is higher or lower."""
    if difference.value >= 0:
        return f"{phrases.points_with_interval(difference)} higher"
    return f"{phrases.points_with_interval(difference.turned)} lower"


def _images(group: WriterGroup) -> str:
    return f"test images {count(group.first)} to {count(group.last)}"


def disputed_labels(bundle: Bundle) -> NumberedTable | None:
    """Tabulate the errors on the list and the accuracy without it; None where the test set is not MNIST's."""
    found = present(bundle.findings.disputed_labels)
    if found is None:
        return None
    shares = {
        **({"Errors that are on the list": found.errors} if found.errors else {}),
        "Accuracy on all test images": bundle.findings.accuracy.overall,
        "Accuracy without the images on the list": found.accuracy_without,
    }
    return NumberedTable(
        claim=phrases.disputed_errors(found),
        measure="Errors on the published list, and the accuracy with and without the images on it; Wilson intervals",
        table=Table[str](
            shares,
            [
                Column("Measure", str),
                Column("Images", lambda name: count(shares[name].count), "number"),
                Column("Of", lambda name: count(shares[name].total), "number"),
                Column("Share", lambda name: percent(shares[name]), "number"),
                Column("95% interval", lambda name: between(shares[name]), "number"),
            ],
        ),
    )


def on_the_list(found: DisputedLabels) -> str:
    """Name the errors on the list; empty where there is none."""
    if not found.among_errors:
        return ""
    label = plural(len(found.among_errors), "The error", "The errors")
    return f"{label} on the list: {listed(map(image, found.among_errors))}."


def most_confident(bundle: Bundle) -> str:
    """Say how many of the three most confident errors are on the list; empty where there are fewer errors."""
    found = present(bundle.findings.disputed_labels)
    unknown = bundle.findings.predictions.confidence is None
    if found is None or found.errors is None or found.errors.total < MOST_CONFIDENT or unknown:
        return ""
    are = plural(max(found.among_most_confident, 1), "is", "are")
    return f"{sentence(phrases.disputed_among_most_confident(found))} {are} on the list."


def accuracy_without(bundle: Bundle, found: DisputedLabels) -> str:
    """Set the accuracy without the images on the list beside that with them."""
    return (
        f"Without the images on the list, the accuracy is {phrases.with_interval(found.accuracy_without)} instead of "
        f"{percent(bundle.findings.accuracy.overall)}."
    )
