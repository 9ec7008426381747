"""What does the average digit look like, and how far does that carry?"""

from __future__ import annotations

from analysis.bundle.record import Packed, Proportion, Record


class MeanDistance(Record):
    """How far apart two mean digits are."""

    digits: tuple[int, int]
    distance: float
    """Euclidean, pixels in [0, 1]: between 0 and 28."""
    standard_error: float
    mistakes: int
    """Test images exchanged between the two digits."""


class MeanDifference(Record):
    """The signed difference of two mean digits."""

    digits: tuple[int, int]
    difference: Packed
    """int8 (28, 28), first minus second, 127 = 1."""
    largest: float
    """Largest absolute difference of a pixel."""
    pixels_beyond_tenth: int
    """Pixels where the means differ by more than 0.1."""
    ink: float
    """Sum of the differences: how much more ink the first has."""
    claimed: bool
    """True for 3/5 and 8/9."""


class MeanFindings(Record):
    """Means and spreads of the training images of each digit."""

    means: Packed
    """uint8 (10, 28, 28), 255 = 1."""
    spreads: Packed
    """uint8 (10, 28, 28): standard deviation of each pixel within the digit, 255 = 0.5."""
    mean_ink: tuple[float, ...]
    """Sum of the mean's pixels, per digit."""
    mean_spread: tuple[float, ...]
    """Mean over the pixels of the standard deviation, per digit."""
    distances: tuple[tuple[float, ...], ...]
    ranked: tuple[MeanDistance, ...]
    """All 45 pairs, closest first."""
    differences: tuple[MeanDifference, ...]
    """3/5, 8/9, and the closest and the most confused pair where those are others."""
    nearest_mean: Proportion
    """Test accuracy of naming the nearest mean."""
    link_rho: float | None
    """Spearman correlation of distance and mistakes over the 45 pairs; null without mistakes."""
    link_p: float | None
    """One-sided Mantel p that closer means go with more mistakes."""
