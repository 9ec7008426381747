"""What does the mean image of each class look like, and how far does that carry?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.class_means import (
    ClassMeanFindings,
    ClosestPairs,
    DistanceErrorLink,
    MeanDifference,
    MeanDistance,
)
from analysis.bundle.record import Packed
from analysis.evidence import Evidence
from analysis.statistics import intervals, means
from analysis.statistics.mantel import mantel
from analysis.statistics.pairs import confused, images_of, pairs_of, per_pair

Pair = tuple[int, int]
Shape = tuple[int, ...]  # (h, w), or (h, w, 3) with colour


def study(evidence: Evidence) -> ClassMeanFindings:
    """Average the training images of each class, and set the distances of the means beside the confusion matrix."""
    assert evidence.training_images is not None  # noqa: S101  # STUDIES names what is needed
    assert evidence.images is not None  # noqa: S101
    training, k = evidence.training_images, len(evidence.classes.names)
    by_class = [training.images[training.labels == label] for label in range(k)]
    mean, deviation = (np.array(rows) for rows in zip(*map(means.mean_and_deviation, by_class), strict=True))
    distances = means.distances(mean)
    errors = confused(evidence.predictions.confusion)
    ranked = _ranked(distances, means.standard_errors(by_class, mean, distances), errors)
    named = means.nearest_mean(mean, evidence.images.images)
    correct, shape = named == evidence.images.labels, training.images.shape[1:]
    differences = _differences(mean, ranked, evidence.named_pairs, shape)
    return ClassMeanFindings(
        means=Packed.of(_as_bytes(mean, 1, shape)),
        deviations=Packed.of(_as_bytes(deviation, 0.5, shape)),
        mean_ink=tuple(mean.sum(axis=1).tolist()),
        mean_deviation=tuple(deviation.mean(axis=1).tolist()),
        least_varied=int(deviation.mean(axis=1).argmin()),
        most_varied=int(deviation.mean(axis=1).argmax()),
        distances=tuple(map(tuple, distances.tolist())),
        largest_possible=float(mean.shape[1] ** 0.5),
        ranked=ranked,
        ties_with_closest=_ties(ranked),
        differences=differences,
        differences_named_alike=_fewest_pixels(differences),
        nearest_mean=intervals.proportion(correct.sum(), len(correct)),
        network_advantage=intervals.paired_difference(evidence.predictions.correct, correct),
        link=_link(per_pair(distances), errors, evidence.rng("mean-digits")),
        closest_pairs=_closest_pairs(ranked, evidence.predictions.confusion),
        closest_without_errors=next((pair for pair in ranked if not pair.errors), None),
        most_confused=_most_confused(ranked),
    )


def _ranked(
    distances: NDArray[np.float64], standard_errors: NDArray[np.float64], errors: NDArray[np.intp]
) -> tuple[MeanDistance, ...]:
    """Return all pairs, closest first."""
    pairs = pairs_of(len(distances))
    order = sorted(range(len(pairs)), key=lambda i: (distances[pairs[i]], pairs[i]))
    return tuple(
        MeanDistance(
            rank=rank,
            classes=pairs[i],
            distance=float(distances[pairs[i]]),
            standard_error=float(standard_errors[pairs[i]]),
            errors=int(errors[i]),
        )
        for rank, i in enumerate(order, 1)
    )


def _ties(ranked: tuple[MeanDistance, ...]) -> tuple[Pair, ...]:
    """Return the closest pair and those within 1.96 standard errors of the difference from it."""
    first = ranked[0]
    reach = [1.96 * np.hypot(first.standard_error, each.standard_error) for each in ranked]
    near = zip(ranked, reach, strict=True)
    return tuple(each.classes for each, most in near if each.distance - first.distance <= most)


def _most_confused(ranked: tuple[MeanDistance, ...]) -> MeanDistance | None:
    most = max(ranked, key=lambda pair: pair.errors)
    return most if most.errors else None


def _differences(
    mean: NDArray[np.float64], ranked: tuple[MeanDistance, ...], named: tuple[Pair, ...], shape: Shape
) -> tuple[MeanDifference, ...]:
    """Show the named pairs, the closest (two of them where none is named), and the most confused one."""
    confused_ = _most_confused(ranked)
    closest = [pair.classes for pair in ranked[: 1 if named else 2]]
    shown = dict.fromkeys([*named, *closest, *([confused_.classes] if confused_ else [])])
    by_classes = {pair.classes: pair for pair in ranked}
    most = max(pair.errors for pair in ranked)
    return tuple(_difference(mean, by_classes[pair], shape, named=pair in named, most=most) for pair in shown)


def _fewest_pixels(found: tuple[MeanDifference, ...]) -> tuple[Pair, ...]:
    fewest = min(each.pixels_beyond_tenth for each in found)
    return tuple(each.classes for each in found if each.pixels_beyond_tenth == fewest)


def _difference(
    mean: NDArray[np.float64], pair: MeanDistance, shape: Shape, *, named: bool, most: int
) -> MeanDifference:
    first, second = pair.classes
    signed = mean[first] - mean[second]
    ink = float(signed.sum())
    return MeanDifference(
        classes=pair.classes,
        difference=Packed.of(np.rint(127 * signed).astype(np.int8).reshape(shape)),
        largest=float(np.abs(signed).max()),
        pixels_beyond_tenth=int((np.abs(signed) > 0.1).sum()),
        ink_difference=abs(ink),
        more_ink=None if abs(ink) < 0.05 else first if ink > 0 else second,
        distance=pair,
        named=named,
        closest=pair.rank == 1,
        most_errors=0 < pair.errors == most,
    )


def _link(
    distances: NDArray[np.float64], errors: NDArray[np.intp], rng: np.random.Generator
) -> DistanceErrorLink | None:
    found = mantel(distances, errors, rng)
    if found is None:
        return None
    rho, p = found
    return DistanceErrorLink(rho=rho, p=p, significant=p < 0.05)


def _closest_pairs(ranked: tuple[MeanDistance, ...], confusion: NDArray[np.intp]) -> ClosestPairs | None:
    """Count the errors of the closest tenth of all pairs, at least one."""
    total = sum(pair.errors for pair in ranked)
    if not total:
        return None
    closest = ranked[: max(1, len(ranked) // 10)]
    images = dict(zip(pairs_of(len(confusion)), images_of(confusion).tolist(), strict=True))
    return ClosestPairs(
        pairs=len(closest),
        share=intervals.proportion(sum(pair.errors for pair in closest), total),
        uniform_share=sum(images[pair.classes] for pair in closest) / sum(images.values()),
    )


def _as_bytes(images: NDArray[np.float64], white: float, shape: Shape) -> NDArray[np.uint8]:
    """Scale (K, h·w) so that `white` becomes 255: uint8 (K, h, w), or with colour (K, h, w, 3)."""
    return np.asarray(np.rint(np.minimum(images / white, 1) * 255).astype(np.uint8)).reshape(-1, *shape)
