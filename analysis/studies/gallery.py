"""Which test images does the report show?"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.gallery import Gallery
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.record import Packed
from analysis.data.images import ImageSet
from analysis.evidence import Evidence
from analysis.statistics import selection
from analysis.statistics.vectors import pixels

if TYPE_CHECKING:
    from analysis.evidence.predictions import Predictions

MOSAIC = 400
ROW = 12


def study(evidence: Evidence) -> Gallery:
    """Choose the images that are shown, as evidence or as ornament, and keep their pixels."""
    assert evidence.images is not None  # noqa: S101  # STUDIES names what is needed
    images, predictions, rng = evidence.images, evidence.predictions, evidence.rng("gallery")
    errors = selection.shown_errors(predictions, evidence.probabilities)
    labels = range(len(evidence.classes.names))
    typical = tuple(_typical(images, predictions, label) for label in labels)
    extremes = _extremes(evidence)
    mosaic = _mosaic(predictions, (extremes or errors)[:1], rng)
    rows = tuple(_row(predictions, label, rng) for label in labels)
    shown = {*typical, *mosaic, *chain(*rows), *errors, *extremes}
    indices = np.array(sorted(shown))
    return Gallery(
        typical=typical,
        mosaic=mosaic,
        mosaic_size=len(mosaic),
        mosaic_ends_in_error=not predictions.correct[mosaic[-1]],
        rows=rows,
        indices=tuple(indices.tolist()),
        pixels=Packed.of(images.images[indices]),
    )


def _extremes(evidence: Evidence) -> list[int]:
    found = evidence.probabilities
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
    wrong = len(predictions) - len(hits)
    expected = round(len(predictions) / wrong) if wrong else len(predictions)
    if not wrong or expected > MOSAIC:
        return tuple(rng.permutation(hits)[:MOSAIC].tolist())
    return (*rng.permutation(hits)[: expected - 1].tolist(), *last)


def _row(predictions: Predictions, label: int, rng: np.random.Generator) -> tuple[int, ...]:
    ours = np.flatnonzero(predictions.correct & (predictions.labels == label))
    return tuple(rng.permutation(ours)[:ROW].tolist())


def prediction_table(evidence: Evidence) -> PredictionTable:
    """Write down every test image: label, prediction, second choice, confidence."""
    found, predictions = evidence.probabilities, evidence.predictions
    return PredictionTable(
        labels=tuple(predictions.labels.tolist()),
        predicted=tuple(predictions.predicted.tolist()),
        second=None if found is None else tuple(found.second.tolist()),
        confidence=None if found is None else tuple(np.round(found.confidence, 6).tolist()),
    )
