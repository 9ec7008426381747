"""How far apart are the digits in two principal components?"""

from __future__ import annotations

from analysis.bundle.record import Packed, Proportion, Record


class Plane(Record):
    """Test images in the plane of two principal components that were fitted on training images."""

    dimensions: int
    """Numbers per image before the projection."""
    fitted_on: int
    """How many training images."""
    explained: tuple[float, ...]
    """Share of the variance of each component, the first ten."""
    points: Packed
    """uint16 (n, 2): test images in order; 0 is the low end of `span`, 65535 the high end."""
    span: tuple[tuple[float, float], tuple[float, float]]
    """(low, high) of the first and of the second component."""
    silhouette: float
    """Mean over the test images (beyond 10,000, a stratified sample of them), in the plane, by true digit."""
    silhouette_shuffled: float
    """The same with shuffled labels: what no structure would give."""
    digit_silhouettes: tuple[float, ...]
    neighbours: Proportion
    """Test accuracy of a vote of 5 neighbours in the plane, fitted on training images."""
    neighbours_chance: float
    """Share of the most frequent digit of the test set."""


class ProjectionFindings(Record):
    """The raw pixels and the features before the last layer, side by side."""

    pixels: Plane
    features: Plane
    components: Packed
    """int8 (2, 28, 28): the two pixel components, each scaled so that its largest entry is 127."""
