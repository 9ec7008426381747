"""What is published about the test set of MNIST: two groups of writers, and disputed labels."""

from __future__ import annotations

from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.record import Proportion, present
from analysis.bundle.test_set import MOST_CONFIDENT, DisputedLabels, WriterGroup, WriterGroups
from report.chapters import phrases
from report.chapters.model import Cell, Column, NumberedTable, Row, Table
from report.text.formats import between, count, image, listed, percent, sentence
from report.text.grammar import plural


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about writers and labels, by name."""
    groups, disputed = present(bundle.findings.writer_groups), present(bundle.findings.disputed_labels)
    return {
        "writers": writer_difference(groups) if groups else "",
        "disputed": disputed is not None,
        "listed": count(disputed.listed) if disputed else "",
        "on_the_list": on_the_list(disputed) if disputed else "",
        "most_confident": most_confident(bundle) if disputed else "",
        "without": accuracy_without(bundle, disputed) if disputed else "",
    }


def writer_groups(bundle: Bundle) -> NumberedTable | None:
    """Tabulate the error rates of the two halves; None where the test set is not MNIST's."""
    found = present(bundle.findings.writer_groups)
    if found is None:
        return None
    heads = ("Images", "Errors", "Error rate", "95% interval")
    return NumberedTable(
        claim=f"{phrases.writer_groups(found)}.",
        measure="Error rate on the two halves of the test set, with Wilson intervals; two-sided Fisher test",
        table=Table(
            columns=[Column("Writers"), *(Column(head, "number") for head in heads)],
            rows=[
                _group("High-school students", found.students),
                _group("Census Bureau employees", found.employees),
            ],
        ),
    )


def _group(name: str, group: WriterGroup) -> Row:
    rows, errors = f"test images {count(group.first)} to {count(group.last)}", group.errors
    return Row([Cell(name, rows), count(errors.total), count(errors.count), percent(errors), between(errors)])


def writer_difference(found: WriterGroups) -> str:
    """Give the difference of the two error rates with its interval."""
    return (
        "The error rate of the students’ images minus that of the employees’ images is "
        f"{phrases.points_with_interval(found.difference)}."
    )


def disputed_labels(bundle: Bundle) -> NumberedTable | None:
    """Tabulate the errors on the list and the accuracy without it; None where the test set is not MNIST's."""
    found = present(bundle.findings.disputed_labels)
    if found is None:
        return None
    rows = [
        *([_share("Errors that are on the list", found.errors)] if found.errors else []),
        _share("Accuracy on all test images", bundle.findings.accuracy.overall),
        _share("Accuracy without the images on the list", found.accuracy_without),
    ]
    heads = ("Images", "Of", "Share", "95% interval")
    return NumberedTable(
        claim=phrases.disputed_errors(found),
        measure="Errors on the published list, and the accuracy with and without the images on it; Wilson intervals",
        table=Table([Column("Measure"), *(Column(head, "number") for head in heads)], rows),
    )


def _share(name: str, share: Proportion) -> Row:
    return Row([name, count(share.count), count(share.total), percent(share), between(share)])


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
