"""Writer groups and disputed labels of MNIST's test set, from the table."""

from __future__ import annotations

import numpy as np

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import P_VALUE, Between, agree, demand
from analysis.bundle.checks.formulas import below, counted, newcombe
from analysis.bundle.checks.table import Table
from analysis.bundle.record import present
from analysis.bundle.test_set import DisputedLabels, WriterGroups

STUDENTS = 5001
MOST_CONFIDENT = 3


def check(bundle: Bundle, table: Table) -> None:
    """Count the errors of both halves, and those on the list."""
    if groups := present(bundle.findings.writer_groups):
        _check_groups(groups, table)
    if disputed := present(bundle.findings.disputed_labels):
        _check_disputed(bundle, disputed, table)


def _check_groups(found: WriterGroups, table: Table) -> None:
    field = "findings.writer_groups"
    demand(field, table.n > STUDENTS, f"more than {STUDENTS:,} test images")
    wrong = ~table.correct
    halves = {"students": (0, STUDENTS), "employees": (STUDENTS, table.n)}
    for name, (first, end) in halves.items():
        errors = counted(int(wrong[first:end].sum()), end - first)
        agree(f"{field}.{name}", getattr(found, name), {"first": first, "last": end - 1, "errors": errors})
    agree(f"{field}.difference", found.difference, newcombe(found.students.errors, found.employees.errors))
    agree(field, found, {"p": P_VALUE, "significant": below(found.p, 0.05)})


def _check_disputed(bundle: Bundle, found: DisputedLabels, table: Table) -> None:
    field, among = "findings.disputed_labels", found.among_errors
    wrong = set(np.flatnonzero(~table.correct).tolist())
    demand(
        f"{field}.among_errors",
        set(among) <= wrong and list(among) == sorted(set(among)),
        "rows of errors, rising",
    )
    agree(f"{field}.listed", found.listed, Between(len(among), table.n - 1))
    agree(field, found, {
        "errors": counted(len(among), table.wrong),
        "accuracy_without": counted(table.right - found.listed + len(among), table.n - found.listed),
    })  # fmt: skip
    confidence = present(bundle.findings.confidence)
    first = confidence.most_confident_errors[:MOST_CONFIDENT] if confidence else ()
    agree(
        f"{field}.among_most_confident",
        found.among_most_confident,
        sum(each.index in among for each in first),
    )
