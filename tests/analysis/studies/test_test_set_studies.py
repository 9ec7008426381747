"""Writers and disputed labels of MNIST's test set."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from scipy.stats import fisher_exact, hypergeom

from analysis.bundle.record import Estimate, Omitted, rounded
from analysis.evidence import Evidence
from analysis.statistics import intervals
from analysis.statistics.label_votes import DISPUTED
from analysis.studies import disputed_labels, study, writer_groups
from tests.evidences import evidence_of

LABELS = np.arange(10_000) % 10


def with_errors(rows: Iterable[int]) -> Evidence:
    """Predictions for 10,000 images, wrong on the given rows, with more confidence in the later rows."""
    predicted = LABELS.copy()
    predicted[list(rows)] = (LABELS[list(rows)] + 1) % 10
    return evidence_of(
        LABELS, np.linspace(2, 8, 10_000)[:, None] * np.eye(10)[predicted], mnist_test_set=True
    )


def test_the_groups_divide_the_test_set() -> None:
    """5,001 images by students, 4,999 by employees; every error is in one group."""
    found = writer_groups.study(with_errors([0, 5000, 5001, 9998, 9999]))

    assert (found.students.first, found.students.last, found.students.errors.total) == (0, 5000, 5001)
    assert (found.employees.first, found.employees.last, found.employees.errors.total) == (5001, 9999, 4999)
    assert (found.students.errors.count, found.employees.errors.count) == (2, 3)


@pytest.mark.parametrize(
    ("students", "employees", "comparison"),
    [
        (20, 9, "inconclusive"),  # where Newcombe's interval excludes 0, and Fisher's p is 0.061
        (40, 9, "different"),
        (20, 15, "not different"),
        (0, 0, "not different"),
    ],
)
def test_groups_are_compared_by_mid_p_and_newcombe(students: int, employees: int, comparison: str) -> None:
    """Half of the observed table is counted; where test and interval disagree, or p is near 0.05, nothing is decided."""
    found = writer_groups.study(with_errors([*range(students), *range(6000, 6000 + employees)]))
    table = [[students, 5001 - students], [employees, 4999 - employees]]

    assert found.p == pytest.approx(fisher_exact(table).pvalue, rel=1e-5)
    observed = hypergeom.pmf(students, 10_000, students + employees, 5001)
    assert found.mid_p == pytest.approx(found.p - observed / 2, rel=1e-5)
    assert found.comparison == comparison
    assert found.difference == rounded(Estimate.of(intervals.newcombe(students, 5001, employees, 4999)))


def test_disputed_labels_are_found_among_the_errors() -> None:
    """Four disputed images misclassified, of them one among the three most confident errors: rows 9997, 9679, 6000."""
    rows = [947, 1621, 1901, 6000, 9679, 9997]
    found = disputed_labels.study(with_errors(rows))

    assert found.listed == len(DISPUTED) == 15
    assert found.among_errors == (947, 1621, 1901, 9679)
    assert found.errors is not None
    assert (found.errors.count, found.errors.total) == (4, 6)
    assert found.among_most_confident == 1
    assert (found.accuracy_without.count, found.accuracy_without.total) == (9983, 9985)


def test_without_errors_no_share_of_them_is_disputed() -> None:
    """The list is as long as ever."""
    found = disputed_labels.study(with_errors([]))

    assert (found.errors, found.among_errors, found.among_most_confident, found.listed) == (None, (), 0, 15)


def test_shown_errors_are_marked_as_disputed_in_mnist_only(tiny_evidence: Evidence) -> None:
    """The same rows of another test set are other images, and neither study is made."""
    found, other = study(with_errors([947, 6000])), study(tiny_evidence)

    assert {image.index: image.disputed for image in found["confusion"].errors} == {947: True, 6000: False}
    assert not any(image.disputed for image in other["confusion"].errors)
    for name in ("writer_groups", "disputed_labels"):
        assert not isinstance(found[name], Omitted)
        assert other[name] == Omitted(reason="the test set is not that of MNIST")
