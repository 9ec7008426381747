"""Which test images does the report show?"""

from __future__ import annotations

from itertools import chain

import numpy as np

from analysis.bundle.gallery import ROW, Gallery, mosaic_length
from analysis.bundle.record import Packed
from analysis.data.images import ImageSet
from analysis.evidence import Evidence
from analysis.statistics import selection
from analysis.statistics.probabilities import Predictions
from analysis.statistics.vectors import pixels


def study(evidence: Evidence) -> Gallery:
    """Choose the images that are shown, as evidence or as ornament, and keep their pixels."""
    assert evidence.images is not None  # noqa: S101  # STUDIES names what is needed
    images, predictions, rng = evidence.images, evidence.predictions, evidence.rng("gallery")
    errors = selection.shown_errors(predictions, evidence.view)
    labels = range(len(evidence.classes.names))
    typical = tuple(_typical(images, predictions, label) for label in labels)
    extremes = _extremes(evidence)
    mosaic = _mosaic(predictions, (extremes or errors)[:1], rng)
    rows = tuple(_row(predictions, label, rng) for label in labels)
    explained = selection.explained_errors(predictions, evidence.view)
    shown = {*typical, *mosaic, *chain(*rows), *errors, *explained, *extremes}
    indices = np.array(sorted(shown))
    return Gallery(
        typical=typical,
        mosaic=mosaic,
        mosaic_ends_in_error=not predictions.correct[mosaic[-1]],
        rows=rows,
        indices=tuple(indices.tolist()),
        pixels=Packed.of(images.images[indices]),
    )


def _extremes(evidence: Evidence) -> list[int]:
    found = evidence.view
    if found is None:
        return []
    return selection.most_confident_errors(found) + selection.least_confident_correct(found)


def _typical(images: ImageSet, predictions: Predictions, label: int) -> int:
    """Return the index of the image that is closest to the mean of its class, a correct one if there is any."""
    ours = predictions.labels == label
    rows = np.flatnonzero(ours & predictions.correct if (ours & predictions.correct).any() else ours)
    chosen = images.images[rows]
    mean = chosen.mean(axis=0).ravel() / 255
    return int(rows[np.concatenate([np.square(part - mean).sum(axis=1) for part in pixels(chosen)]).argmin()])


def _mosaic(predictions: Predictions, last: list[int], rng: np.random.Generator) -> tuple[int, ...]:
    """Draw one image per expected error, the last one an error; a mosaic of over 400 stops before its error."""
    hits = np.flatnonzero(predictions.correct)
    size, ends = mosaic_length(len(predictions), len(hits))
    return (*rng.permutation(hits)[: size - ends].tolist(), *(last if ends else []))


def _row(predictions: Predictions, label: int, rng: np.random.Generator) -> tuple[int, ...]:
    ours = np.flatnonzero(predictions.correct & (predictions.labels == label))
    return tuple(rng.permutation(ours)[:ROW].tolist())
