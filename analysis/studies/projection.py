"""How far apart are the classes in two principal components?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier

from analysis.bundle.projection import Plane, ProjectionFindings, poles_of
from analysis.bundle.record import Omitted, Packed, PairedComparison, Proportion
from analysis.evidence import Evidence, LabelledVectors, stratified
from analysis.statistics.components import Components, principal_components
from analysis.statistics.silhouette import silhouettes
from analysis.statistics.vectors import pixels, rows_of

# All images up to here; beyond, a stratified sample: the silhouette takes n² distances.
SILHOUETTES = 10_000
NEIGHBOURS = 5


@dataclass(frozen=True)
class Projected:
    """Scores (·, 2) of training images, all and those among which neighbours are looked for, and of test images."""

    components: Components
    fitted_on: int
    neighbours: LabelledVectors
    test: LabelledVectors


def study(evidence: Evidence) -> ProjectionFindings:
    """Fit two components on training images, and look at the test images in their plane.

    Neither pixels nor features are standardised: each has one common unit.
    """
    rng, of_pixels = evidence.rng("projection"), _pixels(evidence)
    plane, correct = _plane(of_pixels, len(evidence.classes.names), rng)
    directions = Packed.of(_as_images(of_pixels.components.directions[:2], evidence))
    if evidence.features is None:
        missing = Omitted(reason=evidence.missing(("features",)) or "")
        return ProjectionFindings(
            pixels=plane, components=directions, features=missing, features_and_pixels=None
        )
    features, also_correct = _plane(_features(evidence), len(evidence.classes.names), rng)
    return ProjectionFindings(
        pixels=plane,
        components=directions,
        features=features,
        features_and_pixels=PairedComparison.of(also_correct, correct),
    )


def _pixels(evidence: Evidence) -> Projected:
    """Project pixels; neighbours are those training images whose features are known, so that both planes compare."""
    assert evidence.training_images is not None  # noqa: S101  # STUDIES names what is needed
    assert evidence.images is not None  # noqa: S101
    training, test = evidence.training_images, evidence.images
    found = principal_components(lambda: pixels(training.images))
    among = training[evidence.features.rows] if evidence.features else training
    return Projected(
        found,
        len(training),
        LabelledVectors(found.plane(pixels(among.images)), among.labels),
        LabelledVectors(found.plane(pixels(test.images)), test.labels),
    )


def _features(evidence: Evidence) -> Projected:
    assert evidence.features is not None  # noqa: S101  # asked for by the caller
    training = evidence.features.training
    found = principal_components(lambda: rows_of(training.vectors))
    return Projected(
        found,
        len(training.labels),
        LabelledVectors(found.plane(rows_of(training.vectors)), training.labels),
        LabelledVectors(found.plane(rows_of(evidence.features.test)), evidence.predictions.labels),
    )


def _plane(found: Projected, k: int, rng: np.random.Generator) -> tuple[Plane, NDArray[np.bool_]]:
    """Describe the plane; return also for which test images the vote of the neighbours is correct, (n,)."""
    chosen = _sampled(found.test.labels, rng)
    points, labels = found.test.vectors[chosen], found.test.labels[chosen]
    values, shuffled = silhouettes(points, k, labels, rng.permutation(labels))
    by_class = [float(values[labels == label].mean()) for label in range(k)]
    known = found.neighbours
    vote = KNeighborsClassifier(min(NEIGHBOURS, len(known.labels))).fit(known.vectors, known.labels)
    correct = np.asarray(vote.predict(found.test.vectors) == found.test.labels)
    packed, span = _packed(found.test.vectors)
    plane = Plane(
        dimensions=found.components.directions.shape[1],
        fitted_on=found.fitted_on,
        explained=tuple(found.components.explained.tolist()),
        points=packed,
        span=span,
        poles=poles_of(packed, found.test.labels),
        silhouette=float(values.mean()),
        silhouette_shuffled=float(shuffled.mean()),
        class_silhouettes=tuple(by_class),
        neighbours=Proportion.of(correct.sum(), len(correct)),
        neighbours_among=len(known.labels),
        majority=float(np.bincount(found.test.labels).max() / len(found.test.labels)),
    )
    return plane, correct


def _sampled(labels: NDArray[np.integer], rng: np.random.Generator) -> NDArray[np.intp]:
    """Choose the images of the silhouettes, and the first of each class, lest a rare class be left out."""
    _, first = np.unique(labels, return_index=True)
    return np.union1d(stratified(labels, SILHOUETTES, rng), first)


def _packed(points: NDArray[np.floating]) -> tuple[Packed, tuple[tuple[float, float], tuple[float, float]]]:
    """Store the points (n, 2) as shares of their span, in steps of 1/65535."""
    low, high = points.min(axis=0), points.max(axis=0)
    high = np.where(high > low, high, low + 1)
    steps = np.rint((points - low) / (high - low) * 65535).astype(np.uint16)
    (x_low, y_low), (x_high, y_high) = low.tolist(), high.tolist()
    return Packed.of(steps), ((x_low, x_high), (y_low, y_high))


def _as_images(directions: NDArray[np.float64], evidence: Evidence) -> NDArray[np.int8]:
    """Scale each direction, (2, h·w), so that its largest entry is 127: (2, h, w), or with colour (2, h, w, 3)."""
    assert evidence.images is not None  # noqa: S101  # STUDIES names what is needed
    largest = np.abs(directions).max(axis=1, keepdims=True)
    return np.asarray(np.rint(127 * directions / largest).astype(np.int8)).reshape(
        2, *evidence.images.images.shape[1:]
    )
