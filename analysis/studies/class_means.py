"""What does the mean image of each class look like, and how far does that carry?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.class_means import VISIBLE, ClassMeanFindings, MeanContrast
from analysis.bundle.record import MonteCarloTest, Packed, PairedComparison, Proportion
from analysis.evidence import Evidence
from analysis.statistics import means
from analysis.statistics.mantel import mantel
from analysis.statistics.pairs import confused, pairs_of, per_pair

Shape = tuple[int, ...]  # (h, w), or (h, w, 3) with colour


def study(evidence: Evidence) -> ClassMeanFindings:
    """Average the training images of each class, and set the distances of the means beside the confusion matrix."""
    assert evidence.training_images is not None  # noqa: S101  # STUDIES names what is needed
    assert evidence.images is not None  # noqa: S101
    training, k = evidence.training_images, len(evidence.classes.names)
    by_class = [training.images[training.labels == label] for label in range(k)]
    mean, deviation = (np.array(rows) for rows in zip(*map(means.mean_and_deviation, by_class), strict=True))
    distances, confusion = means.distances(mean), evidence.predictions.confusion
    correct = means.nearest_mean(mean, evidence.images.images) == evidence.images.labels
    shape = training.images.shape[1:]
    return ClassMeanFindings(
        means=Packed.of(_as_bytes(mean, 1, shape)),
        deviations=Packed.of(_as_bytes(deviation, 0.5, shape)),
        mean_ink=tuple(mean.sum(axis=1).tolist()),
        mean_deviation=tuple(deviation.mean(axis=1).tolist()),
        distances=tuple(map(tuple, distances.tolist())),
        standard_errors=tuple(per_pair(means.standard_errors(by_class, mean, distances)).tolist()),
        errors=tuple(confused(confusion).tolist()),
        support=tuple(confusion.sum(axis=1).tolist()),
        named=evidence.named_pairs,
        contrasts=tuple(_contrast(mean, pair) for pair in pairs_of(k)),
        nearest_mean=Proportion.of(correct.sum(), len(correct)),
        network_and_nearest_mean=PairedComparison.of(evidence.predictions.correct, correct),
        mantel=_mantel(per_pair(distances), confused(confusion), evidence),
    )


def _contrast(mean: NDArray[np.float64], pair: tuple[int, int]) -> MeanContrast:
    signed = mean[pair[0]] - mean[pair[1]]
    return MeanContrast(
        classes=pair,
        largest=float(np.abs(signed).max()),
        pixels_beyond_tenth=int((np.abs(signed) > VISIBLE).sum()),
        ink=float(signed.sum()),
    )


def _mantel(
    distances: NDArray[np.float64], errors: NDArray[np.intp], evidence: Evidence
) -> MonteCarloTest | None:
    found = mantel(distances, errors, evidence.rng("mean-digits"))
    return found and MonteCarloTest(seed=evidence.seed, draws=found[0], reached=found[1])


def _as_bytes(images: NDArray[np.float64], white: float, shape: Shape) -> NDArray[np.uint8]:
    """Scale (K, h·w) so that `white` becomes 255: uint8 (K, h, w), or with colour (K, h, w, 3)."""
    return np.asarray(np.rint(np.minimum(images / white, 1) * 255).astype(np.uint8)).reshape(-1, *shape)
