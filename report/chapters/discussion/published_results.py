"""Published results on MNIST's test set, beside the one of this report."""

from __future__ import annotations

from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.record import Proportion, present
from report.chapters.model import Cell, Column, NumberedTable, Table
from report.chapters.subject import subject_of
from report.text.formats import between, count, percent

IMAGES = 10_000


class _Result(NamedTuple):
    network: str
    source: str
    year: str
    parameters: str
    errors: Proportion


def _published(network: str, authors: str, year: int, parameters: int | None, errors: int) -> _Result:
    size = "not stated" if parameters is None else count(parameters)
    return _Result(network, authors, str(year), size, Proportion.of(errors, IMAGES))


def table(bundle: Bundle) -> NumberedTable | None:
    """Tabulate error counts that follow from published error rates; None for other data than MNIST.

    LeCun et al. (1998), II.B and III.C: 60,000 trainable parameters, 0.95%.  Simard et al. (2003), table 1: 0.4%.  Cireşan et
    al. (2011), abstract: 0.35%.  Chollet: the page prints 34,826 parameters and a test accuracy of 0.9922 in its version of
    2020.  An et al. (2020), abstract: up to 99.87%.
    """
    if not subject_of(bundle).is_mnist:
        return None
    results = [
        _published("LeNet-5", "LeCun et al.", 1998, 60_000, 95),
        _published("Convolutional network, elastic distortions", "Simard et al.", 2003, None, 40),
        _published("Convolutional network, trained on a GPU", "Cireşan et al.", 2011, None, 35),
        _published("Example of Keras", "Chollet", 2020, 34_826, 78),
        _published("Majority vote of three networks", "An et al.", 2020, None, 13),
        _own(bundle),
    ]
    return NumberedTable(
        claim="Intervals of published error rates are wide, and many overlap.",
        measure="Error rates on the test set of MNIST, with 95% Wilson intervals, which follow from the number of errors; this "
        "report last",
        table=Table(
            results,
            [
                Column("Network", lambda each: Cell(each.network, each.source)),
                Column("Year", lambda each: each.year, "number"),
                Column("Parameters", lambda each: each.parameters, "number", wide_only=True),
                Column("Errors", lambda each: count(each.errors.count), "number"),
                Column("Error rate", lambda each: percent(each.errors, 2), "number"),
                Column("95% interval", lambda each: between(each.errors, 2), "number"),
            ],
        ),
    )


def _own(bundle: Bundle) -> _Result:
    network = present(bundle.findings.network)
    size = count(network.parameters) if network else "not known"
    return _Result("This report", "One run", bundle.cover.date[:4], size, bundle.findings.accuracy.errors)
