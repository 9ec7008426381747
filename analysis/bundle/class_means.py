"""What does the mean image of each class look like, and how far does that carry?"""

from __future__ import annotations

from analysis.bundle.record import Estimate, Packed, Proportion, Record


class MeanDistance(Record):
    """How far apart two class means are."""

    rank: int
    """1 for the closest pair."""
    classes: tuple[int, int]
    distance: float
    """Euclidean, pixels in [0, 1]."""
    standard_error: float
    errors: int
    """Test images confused between the two classes."""


class MeanDifference(Record):
    """The signed difference of two class means."""

    classes: tuple[int, int]
    difference: Packed
    """int8 (h, w), or with colour (h, w, 3): first minus second, 127 = 1."""
    largest: float
    """Largest absolute difference of a pixel."""
    pixels_beyond_tenth: int
    """Pixels where the means differ by more than 0.1."""
    ink_difference: float
    """Absolute difference of the pixel sums, in full pixels."""
    more_ink: int | None
    """The class with more ink; null where the difference rounds to 0.0."""
    distance: MeanDistance
    named: bool
    """True for a pair that was named before looking at the errors."""
    closest: bool
    most_errors: bool
    """True when no pair has more errors, and it has some."""


class DistanceErrorLink(Record):
    """Do closer means go with more errors?"""

    rho: float
    """Spearman correlation of distance and errors over all pairs."""
    p: float
    """Two-sided Mantel p."""
    significant: bool


class ClosestPairs(Record):
    """How many errors the closest tenth of all pairs takes."""

    pairs: int
    share: Proportion
    """Of all errors between classes."""
    uniform_share: float
    """What a uniform spread over all pairs would give them."""


class ClassMeanFindings(Record):
    """Means and standard deviations of the training images of each class."""

    means: Packed
    """uint8 (K, h, w), or with colour (K, h, w, 3); 255 = 1."""
    deviations: Packed
    """uint8, of the same shape: standard deviation of each pixel within the class, 255 = 0.5."""
    mean_ink: tuple[float, ...]
    """Sum of the mean's pixels, per class."""
    mean_deviation: tuple[float, ...]
    """Mean over the pixels of the standard deviation, per class."""
    least_varied: int
    most_varied: int
    distances: tuple[tuple[float, ...], ...]
    largest_possible: float
    """√(h·w): the distance if one mean is full where the other is empty."""
    ranked: tuple[MeanDistance, ...]
    """All pairs, closest first."""
    ties_with_closest: tuple[tuple[int, int], ...]
    """The closest pair, and those within 1.96 standard errors of the difference from it."""
    differences: tuple[MeanDifference, ...]
    """The named pairs, and the closest and the most confused pair where those are others."""
    differences_named_alike: tuple[tuple[int, int], ...]
    """Of these, the pairs whose means differ in the fewest pixels."""
    nearest_mean: Proportion
    """Test accuracy of the nearest-mean classifier."""
    network_advantage: Estimate
    """Accuracy of the network minus that of the nearest mean, paired on the same images."""
    link: DistanceErrorLink | None
    """Null where all pairs have equally many errors."""
    closest_pairs: ClosestPairs | None
    """Null without errors."""
    closest_without_errors: MeanDistance | None
    """The closest pair that was never confused; null where every pair was."""
    most_confused: MeanDistance | None
    """The closest of the pairs with most errors; null without errors."""
