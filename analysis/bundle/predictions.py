"""Every test image, in the order of the test set."""

from __future__ import annotations

from analysis.bundle.record import Record


class PredictionTable(Record):
    """One number per test image in each column."""

    labels: tuple[int, ...]
    predicted: tuple[int, ...]
    second: tuple[int, ...] | None
    """The second most probable class; null without probabilities."""
    confidence: tuple[float, ...] | None
    """Probability of the predicted class, rounded to 6 decimals; null without probabilities."""
