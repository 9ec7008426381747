"""How far apart are the classes in two principal components?"""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import LATER, Estimate, Omitted, Packed, Proportion, Record


class Poles(Record):
    """The classes at the ends of one component, by their mean score."""

    low: int
    high: int


class Plane(Record):
    """Test images in the plane of two principal components that were fitted on training images."""

    dimensions: int
    """Numbers per image before the projection."""
    fitted_on: int
    """Training images."""
    explained: tuple[float, ...]
    """Share of the variance of each component, the first ten."""
    plane_variance: float
    """Share of the first two together."""
    settled: bool
    """True when the second component explains at least 1.1 times as much as the third."""
    points: Packed
    """uint16 (n, 2): test images in order; 0 is the low end of `span`, 65535 the high end."""
    span: tuple[tuple[float, float], tuple[float, float]]
    """(low, high) of the first and of the second component."""
    poles: tuple[Poles, Poles]
    silhouette: float
    """Mean over the test images (beyond 10,000, a stratified sample of them), in the plane, by true label."""
    silhouette_shuffled: float
    """The same with shuffled labels: what no structure would give."""
    class_silhouettes: tuple[float, ...]
    separate: tuple[int, ...]
    """Classes with a mean silhouette above 0.25."""
    mixed: tuple[int, ...]
    """Classes with a mean silhouette of at most 0."""
    neighbours: Proportion
    """Test accuracy of the five nearest training images in the plane."""
    neighbours_among: int
    """Training images among which neighbours were looked for."""
    majority: float
    """Share of the most frequent class of the test set."""


class ProjectionFindings(Record):
    """The raw pixels and the features before the last layer, side by side."""

    pixels: Plane
    components: Packed
    """int8 (2, h, w), or with colour (2, h, w, 3): the two pixel components, each scaled so that its largest entry is 127."""
    features: Plane | Omitted = LATER
    neighbours_advantage: Estimate | None
    """5-nearest-neighbour accuracy of the features minus that of the pixels, paired; null without features."""
    neighbours_better: Literal["features", "pixels", "not distinguishable"] | None
    """Decided where the interval of that advantage leaves 0; null without features."""
