"""Do the two groups of writers of MNIST's test set differ? (Yadav & Bottou 2019)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import fisher_exact

from analysis.bundle.test_set import WriterGroup, WriterGroups
from analysis.evidence import Evidence
from analysis.statistics import intervals

# Rows up to here were written by high-school students, the others by employees of the Census Bureau.
STUDENTS = 5001


def study(evidence: Evidence) -> WriterGroups:
    """Compare the error rates of the two groups: Newcombe's interval of the difference, Fisher's exact test."""
    wrong = ~evidence.predictions.correct
    students, employees = _group(wrong, 0, STUDENTS), _group(wrong, STUDENTS, len(wrong))
    first, second = students.errors, employees.errors
    p = float(fisher_exact([[one.count, one.total - one.count] for one in (first, second)]).pvalue)
    return WriterGroups(
        students=students,
        employees=employees,
        difference=intervals.newcombe(first.count, first.total, second.count, second.total),
        p=p,
        significant=p < 0.05,
    )


def _group(wrong: NDArray[np.bool_], first: int, end: int) -> WriterGroup:
    errors = intervals.proportion(wrong[first:end].sum(), end - first)
    return WriterGroup(first=first, last=end - 1, errors=errors)
