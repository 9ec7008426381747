"""What the report is called, and what its banner says: both follow from the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.text import formats

if TYPE_CHECKING:
    from analysis.bundle.dataset import DatasetFindings
    from analysis.bundle.record import Proportion


def report_title(mistakes: Proportion) -> str:
    """Name the report by what it found: `Ten thousand digits, forty-three mistakes`."""
    digits = formats.sentence(formats.tally(mistakes.total, "digit"))
    return f"{digits}, {formats.tally(mistakes.count, 'mistake')}"


def sample(dataset: DatasetFindings) -> str | None:
    """Say what the numbers are not about, where they are not about MNIST; None for real MNIST."""
    if dataset.name == "mnist":
        return None
    images = formats.count(dataset.test.images)
    reason = "MNIST could not be found, so this" if dataset.fallback else "This"
    return (
        f"{reason} report is about {dataset.title}: {images} test images. None of its numbers describe MNIST."
    )
