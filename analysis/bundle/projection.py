"""How far apart are the classes in two principal components?"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from analysis.bundle.record import (
    Estimate,
    Omitted,
    Packed,
    PairedComparison,
    Proportion,
    Record,
    derived,
    present,
    study_called,
)

COMPONENTS = 10
SETTLED = 1.1
SEPARATE = 0.25
"""Kaufman & Rousseeuw 1990, chapter 2: above it there is at least a weak structure."""
SLIP = 1e-6
"""What rounding adds to a sum of shares, or takes from the order of two."""
Silhouette = Annotated[float, Field(ge=-1, le=1)]


class Poles(Record):
    """The classes at the ends of one component, by their mean score."""

    low: int
    high: int


class Plane(Record):
    """Test images in the plane of two principal components that were fitted on training images."""

    dimensions: int = Field(ge=1)
    """Numbers per image before the projection."""
    fitted_on: int = Field(ge=1)
    """Training images."""
    explained: tuple[float, ...] = Field(min_length=1, max_length=COMPONENTS)
    """Share of the variance of each component, the first ten."""
    points: Packed
    """uint16 (n, 2): test images in order; 0 is the low end of `span`, 65535 the high end."""
    span: tuple[tuple[float, float], tuple[float, float]]
    """(low, high) of the first and of the second component."""
    poles: tuple[Poles, Poles]
    silhouette: Silhouette
    """Mean over the test images (beyond 10,000, a stratified sample of them), in the plane, by true label."""
    silhouette_shuffled: Silhouette
    """The same with shuffled labels: what no structure would give."""
    class_silhouettes: tuple[Silhouette, ...] = Field(min_length=2)
    neighbours: Proportion
    """Test accuracy of the five nearest training images in the plane."""
    neighbours_among: int = Field(ge=1)
    """Training images among which neighbours were looked for."""
    majority: float
    """Share of the most frequent class of the test set."""

    @model_validator(mode="after")
    def _is_a_plane(self) -> Self:
        falling = all(first >= second - SLIP for first, second in pairwise(self.explained))
        if not falling or min(self.explained) < -SLIP or sum(self.explained) > 1 + SLIP:
            msg = "shares of one variance, the largest first"
            raise ValueError(msg)
        if self.points.dtype != "uint16" or len(self.points.shape) != 2 or self.points.shape[1] != 2:
            msg = f"points of type {self.points.dtype} and shape {self.points.shape}"
            raise ValueError(msg)
        if any(low >= high for low, high in self.span):
            msg = "a span from low to high"
            raise ValueError(msg)
        return self

    @derived
    def plane_variance(self) -> float:
        """Share of the first two together."""
        return sum(self.explained[:2])

    @derived
    def settled(self) -> bool:
        """True when the second component explains at least 1.1 times as much as the third."""
        _, second, third, *_ = (*self.explained, 0.0, 0.0)
        return second >= SETTLED * third

    @derived
    def separate(self) -> tuple[int, ...]:
        """Classes with a mean silhouette above 0.25."""
        return tuple(label for label, value in enumerate(self.class_silhouettes) if value > SEPARATE)

    @derived
    def mixed(self) -> tuple[int, ...]:
        """Classes with a mean silhouette of at most 0."""
        return tuple(label for label, value in enumerate(self.class_silhouettes) if value <= 0)


def poles_of(points: Packed, labels: NDArray[np.integer]) -> tuple[Poles, Poles]:
    """Name the classes with the lowest and the highest mean on each of the two axes of the points, (n, 2), by label, (n,)."""
    count = np.bincount(labels)
    means = [np.bincount(labels, column) / np.maximum(count, 1) for column in points.array().T]
    first, second = (Poles(low=int(each.argmin()), high=int(each.argmax())) for each in means)
    return first, second


class ProjectionFindings(Record):
    """The raw pixels and the features before the last layer, side by side."""

    pixels: Plane
    components: Packed
    """int8 (2, h, w), or with colour (2, h, w, 3): the two pixel components, each scaled so that its largest entry is 127."""
    features: Plane | Omitted = study_called("Principal components of the features")
    features_and_pixels: PairedComparison | None
    """In which of the two planes, features first, the five nearest were right alone; null without features."""

    @model_validator(mode="after")
    def _compares_what_it_holds(self) -> Self:
        features, both = present(self.features), self.features_and_pixels
        if (features is None) != (both is None):
            msg = "a comparison where there are features"
            raise ValueError(msg)
        if features and both:
            more = features.neighbours.count - self.pixels.neighbours.count
            if both.first_only - both.second_only != more:
                msg = f"a comparison in which the features are right {more:,} times more"
                raise ValueError(msg)
        self._check_components()
        return self

    def _check_components(self) -> None:
        found = self.components
        pictures = found.dtype == "int8" and len(found.shape) in {3, 4} and found.shape[0] == 2
        if not pictures or not set(abs(found.array().astype(int).reshape(2, -1)).max(axis=1)) <= {0, 127}:
            msg = "two components with a largest entry of 127 each"
            raise ValueError(msg)

    @derived
    def neighbours_advantage(self) -> Estimate | None:
        """5-nearest-neighbour accuracy of the features minus that of the pixels, paired; null without features."""
        return self.features_and_pixels.difference if self.features_and_pixels else None

    @derived
    def neighbours_better(self) -> Literal["features", "pixels", "not distinguishable"] | None:
        """Decided where the interval of that advantage leaves 0; null without features."""
        found = self.neighbours_advantage
        if found is None:
            return None
        return "features" if found.low > 0 else "pixels" if found.high < 0 else "not distinguishable"
