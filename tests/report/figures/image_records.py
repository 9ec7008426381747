"""Records of class means and projections: noise, but of the right shape."""

from __future__ import annotations

import numpy as np

from analysis.bundle.class_means import ClassMeanFindings, MeanDifference, MeanDistance
from analysis.bundle.classes import ImageFormat
from analysis.bundle.projection import Plane, Poles, ProjectionFindings
from analysis.bundle.record import LATER, Packed, Proportion
from tests.pretended import pretended
from tests.report.figures.records import Predicted, estimate, pairs


def means(made: Predicted, images: ImageFormat) -> ClassMeanFindings:
    """Return one bright spot per class as its mean."""
    k, rng = len(made.classes.names), np.random.default_rng(1)
    pictures = rng.integers(0, 255, (k, images.height, images.width)).astype(np.uint8)
    wrong = {pair.classes: pair.errors for pair in pairs(made)}
    far = {pair: float(rng.uniform(3, 9)) for pair in wrong}
    ranked = tuple(
        MeanDistance(rank=rank, classes=pair, distance=far[pair], standard_error=0.1, errors=wrong[pair])
        for rank, pair in enumerate(sorted(far, key=far.__getitem__), 1)
    )
    differences = tuple(
        pretended(
            MeanDifference,
            classes=each.classes,
            difference=Packed.of(np.zeros((images.height, images.width), np.int8)),
            largest=0,
            pixels_beyond_tenth=0,
            ink_difference=0,
            more_ink=None,
            distance=each,
            named=each.classes in {(0, 1), (1, 2)},
            closest=each.rank == 1,
            most_errors=False,
        )
        for each in ranked
        if each.rank == 1 or each.classes in {(0, 1), (1, 2)}
    )
    return pretended(
        ClassMeanFindings,
        means=Packed.of(pictures),
        deviations=Packed.of(255 - pictures),
        mean_ink=(),
        mean_deviation=(),
        least_varied=0,
        most_varied=1,
        distances=(),
        largest_possible=28,
        ranked=ranked,
        ties_with_closest=(),
        differences=differences,
        differences_named_alike=(),
        nearest_mean=Proportion.of(8, 10),
        network_advantage=estimate(0.1),
        link=None,
        closest_pairs=None,
        closest_without_errors=None,
        most_confused=None,
    )


def plane(made: Predicted) -> Plane:
    """Return a cloud of points for each class."""
    k, rng = len(made.classes.names), np.random.default_rng(2)
    turn = 2 * np.pi * made.labels / k
    spots = np.column_stack([np.cos(turn), np.sin(turn)]) * 0.3 + rng.normal(0, 0.04, (len(turn), 2)) + 0.5
    return pretended(
        Plane,
        dimensions=784,
        fitted_on=1000,
        explained=(0.3, 0.2, 0.1, 0.05, 0.04, 0.03, 0.02, 0.02, 0.01, 0.01)[: max(k, 2)],
        plane_variance=0.5,
        settled=True,
        points=Packed.of((np.clip(spots, 0, 1) * 65535).astype(np.uint16)),
        span=((-3.0, 5.0), (-2.0, 4.0)),
        poles=(Poles(low=0, high=1), Poles(low=0, high=1)),
        silhouette=0.1,
        silhouette_shuffled=0,
        class_silhouettes=(),
        separate=(),
        mixed=(),
        neighbours=Proportion.of(8, 10),
        neighbours_among=1000,
        majority=0.1,
    )


def projected(made: Predicted, *, features: bool = True) -> ProjectionFindings:
    """Return the plane of the pixels, and perhaps that of the features."""
    one = plane(made)
    return pretended(
        ProjectionFindings,
        pixels=one,
        components=Packed.of(np.zeros((2, 28, 28), np.int8)),
        features=one.model_copy(update={"explained": one.explained[::-1]}) if features else LATER,
        neighbours_advantage=None,
        neighbours_better=None,
    )
