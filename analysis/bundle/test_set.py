"""What is known of MNIST's test set besides its images: two halves of other writers, and disputed labels."""

from __future__ import annotations

from analysis.bundle.record import Estimate, Proportion, Record


class WriterGroup(Record):
    """One half of the test set: rows whose images come from one group of writers."""

    first: int
    """Row of its first image."""
    last: int
    errors: Proportion
    """Error rate."""


class WriterGroups(Record):
    """The halves come from two groups of writers (Yadav & Bottou 2019)."""

    students: WriterGroup
    """High-school students: rows 0 to 5000."""
    employees: WriterGroup
    """Census Bureau employees: rows 5001 to 9999."""
    difference: Estimate
    """Error rate of the first minus that of the second, Newcombe's interval."""
    p: float
    """Two-sided Fisher p."""
    significant: bool


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
