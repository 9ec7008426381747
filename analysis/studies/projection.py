"""How far apart are the digits in two principal components?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.neighbors import KNeighborsClassifier

from analysis.bundle.projection import Plane, ProjectionFindings
from analysis.bundle.record import Packed
from analysis.evidence import Points, stratified
from analysis.statistics import intervals
from analysis.statistics.components import principal_components
from analysis.statistics.silhouette import silhouettes
from analysis.statistics.vectors import features, pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.data.images import DigitSet
    from analysis.statistics.components import Components
    from analysis.statistics.vectors import Rows

# All images up to here; beyond, a stratified sample: the silhouette takes n² distances.
SILHOUETTES = 10_000
NEIGHBOURS = 5


def project(
    training: DigitSet,
    test: DigitSet,
    training_features: Points,
    test_features: Rows,
    rng: np.random.Generator,
) -> ProjectionFindings:
    """Fit two components on training images, and look at the test images in their plane.

    Neither pixels nor features are standardised: each has one common unit.
    """
    of_pixels = principal_components(lambda: pixels(training.images))
    of_features = principal_components(lambda: features(training_features.vectors))
    return ProjectionFindings(
        pixels=_plane(
            of_pixels,
            Points(of_pixels.plane(pixels(training.images)), training.labels),
            Points(of_pixels.plane(pixels(test.images)), test.labels),
            rng,
        ),
        features=_plane(
            of_features,
            Points(of_features.plane(features(training_features.vectors)), training_features.labels),
            Points(of_features.plane(features(test_features)), test.labels),
            rng,
        ),
        components=Packed.of(_as_images(of_pixels.directions[:2])),
    )


def _plane(components: Components, training: Points, test: Points, rng: np.random.Generator) -> Plane:
    """Describe the plane: training and test hold points (n, 2)."""
    chosen = stratified(test.labels, SILHOUETTES, rng)
    points, labels = test.vectors[chosen], test.labels[chosen]
    values, shuffled = silhouettes(points, labels, rng.permutation(labels))
    packed, span = _packed(test.vectors)
    vote = KNeighborsClassifier(NEIGHBOURS).fit(training.vectors, training.labels)
    return Plane(
        dimensions=components.directions.shape[1],
        fitted_on=len(training.labels),
        explained=tuple(components.explained.tolist()),
        points=packed,
        span=span,
        silhouette=float(values.mean()),
        silhouette_shuffled=float(shuffled.mean()),
        digit_silhouettes=tuple(float(values[labels == digit].mean()) for digit in range(10)),
        neighbours=intervals.proportion((vote.predict(test.vectors) == test.labels).sum(), len(test.labels)),
        neighbours_chance=float(np.bincount(test.labels).max() / len(test.labels)),
    )


def _packed(points: NDArray[np.floating]) -> tuple[Packed, tuple[tuple[float, float], tuple[float, float]]]:
    """Store the points (n, 2) as shares of their span, in steps of 1/65535."""
    low, high = points.min(axis=0), points.max(axis=0)
    high = np.where(high > low, high, low + 1)
    steps = np.rint((points - low) / (high - low) * 65535).astype(np.uint16)
    (x_low, y_low), (x_high, y_high) = low.tolist(), high.tolist()
    return Packed.of(steps), ((x_low, x_high), (y_low, y_high))


def _as_images(directions: NDArray[np.float64]) -> NDArray[np.int8]:
    """Scale each direction, (2, 784), so that its largest entry is 127: (2, 28, 28)."""
    largest = np.abs(directions).max(axis=1, keepdims=True)
    return np.asarray(np.rint(127 * directions / largest).astype(np.int8)).reshape(2, 28, 28)
