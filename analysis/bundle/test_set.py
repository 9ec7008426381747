"""What is known of MNIST's test set besides its images: two halves of other writers, and disputed labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from analysis.bundle.record import Estimate, Proportion, Record, derived
from analysis.statistics.intervals import newcombe
from analysis.statistics.label_votes import DISPUTED
from analysis.statistics.tails import fisher_mid_p, fisher_p

STUDENTS = 5001
"""Rows up to here were written by high-school students, the others by employees of the Census Bureau."""
MOST_CONFIDENT = 3


class WriterGroup(Record):
    """One half of the test set: rows whose images come from one group of writers."""

    first: int = Field(ge=0)
    """Row of its first image."""
    last: int = Field(ge=0)
    errors: Proportion
    """Error rate."""

    @classmethod
    def of(cls, wrong: NDArray[np.bool_], first: int, end: int) -> Self:
        """Count the errors of these rows, given whether each image is misclassified, (n,)."""
        return cls(first=first, last=end - 1, errors=Proportion.of(wrong[first:end].sum(), end - first))


class WriterGroups(Record):
    """The halves come from two groups of writers (Yadav & Bottou 2019)."""

    students: WriterGroup
    """High-school students: rows 0 to 5000."""
    employees: WriterGroup
    """Census Bureau employees: rows 5001 to 9999."""

    @classmethod
    def of(cls, wrong: NDArray[np.bool_]) -> Self:
        """Compare the error rates of the two groups, given whether each image is misclassified, (10,000,)."""
        first, second = WriterGroup.of(wrong, 0, STUDENTS), WriterGroup.of(wrong, STUDENTS, len(wrong))
        return cls(students=first, employees=second)

    @derived
    def difference(self) -> Estimate:
        """Error rate of the first minus that of the second, Newcombe's interval."""
        first, second = self.students.errors, self.employees.errors
        return Estimate.of(newcombe(first.count, first.total, second.count, second.total))

    @derived
    def p(self) -> float:
        """Two-sided Fisher p, which is conservative."""
        first, second = self.students.errors, self.employees.errors
        return fisher_p(first.count, first.total - first.count, second.count, second.total - second.count)

    @derived
    def significant(self) -> bool:
        """True when that p is below 0.05."""
        return self.p < 0.05

    @derived
    def mid_p(self) -> float:
        """Two-sided Fisher mid-p."""
        first, second = self.students.errors, self.employees.errors
        return fisher_mid_p(first.count, first.total - first.count, second.count, second.total - second.count)

    @derived
    def comparison(self) -> Literal["different", "inconclusive", "not different"]:
        """Decided where mid-p and Newcombe's interval agree, and p is not between 0.04 and 0.06."""
        significant, apart = self.mid_p < 0.05, self.difference.low > 0 or self.difference.high < 0
        if significant != apart or abs(self.mid_p - 0.05) <= 0.01:
            return "inconclusive"
        return "different" if significant else "not different"


class DisputedLabels(Record):
    """Images whose label most raters did not confirm (Northcutt, Athalye & Mueller 2021)."""

    listed: int
    """Images on the published list."""
    among_errors: tuple[int, ...]
    """Indices of errors that are on the list."""
    errors: Proportion | None
    """Errors on the list, of all errors; null without errors."""
    among_most_confident: int
    """Of the three most confident errors, how many are on the list."""
    accuracy_without: Proportion
    """Accuracy on the test images that are not on the list."""

    @classmethod
    def of(cls, wrong: NDArray[np.bool_], most_confident: Sequence[int]) -> Self:
        """Look for the images on the list, given whether each is misclassified, (n,), and errors, the most confident first."""
        listed = np.isin(np.arange(len(wrong)), list(DISPUTED))
        among = np.flatnonzero(wrong & listed).tolist()
        return cls(
            listed=int(listed.sum()),
            among_errors=tuple(among),
            errors=Proportion.of(len(among), wrong.sum()) if wrong.any() else None,
            among_most_confident=sum(row in DISPUTED for row in most_confident[:MOST_CONFIDENT]),
            accuracy_without=Proportion.of((~wrong & ~listed).sum(), (~listed).sum()),
        )
