"""Which test images does the report show?"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.gallery import Gallery, PredictionTable
from analysis.bundle.record import Packed
from analysis.statistics.vectors import pixels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.bundle.confusion import Mistake
    from analysis.data.images import DigitSet
    from analysis.predictions import Predictions

CROWD = 400
ROW = 12


def choose(
    test: DigitSet,
    predictions: Predictions,
    mistakes: tuple[Mistake, ...],
    examples: Iterable[int],
    rng: np.random.Generator,
) -> Gallery:
    """Choose the images that are ornament, and keep the pixels of all that are shown.

    `mistakes` are those that are shown, largest cell first; `examples` are the indices of other images to keep.
    """
    numerals, crowd = _numerals(test, predictions, mistakes), _crowd(predictions, mistakes, rng)
    rows = tuple(_row(predictions, digit, rng) for digit in range(10))
    shown = {*numerals, *crowd, *chain(*rows), *examples, *(mistake.index for mistake in mistakes)}
    indices = np.array(sorted(shown))
    return Gallery(
        numerals=numerals,
        crowd=crowd,
        rows=rows,
        indices=tuple(indices.tolist()),
        pixels=Packed.of(test.images[indices]),
    )


def _numerals(test: DigitSet, predictions: Predictions, mistakes: tuple[Mistake, ...]) -> tuple[int, ...]:
    """Take the most typical image of each digit, read correctly if any was; of the 4s, the first shown mistake."""
    typical = [_typical(test, predictions, digit) for digit in range(10)]
    typical[4] = next((mistake.index for mistake in mistakes if mistake.label == 4), typical[4])
    return tuple(typical)


def _typical(test: DigitSet, predictions: Predictions, digit: int) -> int:
    """Return the index of the image that is closest to the mean of its digit."""
    ours = predictions.labels == digit
    rows = np.flatnonzero(ours & predictions.correct if (ours & predictions.correct).any() else ours)
    images = test.images[rows]
    mean = images.mean(axis=0).ravel() / 255
    return int(rows[np.concatenate([np.square(part - mean).sum(axis=1) for part in pixels(images)]).argmin()])


def _crowd(
    predictions: Predictions, mistakes: tuple[Mistake, ...], rng: np.random.Generator
) -> tuple[int, ...]:
    """Draw one image per expected mistake, the last one misread: the one of the 4s if there is one.

    A crowd that would be larger than `CROWD` stops there, before its mistake.
    """
    hits, wrong = np.flatnonzero(predictions.correct), len(predictions) - int(predictions.correct.sum())
    expected = round(len(predictions) / wrong) if wrong else len(predictions)
    if not wrong or expected > CROWD:
        return tuple(rng.permutation(hits)[:CROWD].tolist())
    last = next((mistake for mistake in mistakes if mistake.label == 4), mistakes[0])
    return (*rng.permutation(hits)[: expected - 1].tolist(), last.index)


def _row(predictions: Predictions, digit: int, rng: np.random.Generator) -> tuple[int, ...]:
    ours = np.flatnonzero(predictions.correct & (predictions.labels == digit))
    return tuple(rng.permutation(ours)[:ROW].tolist())


def prediction_table(predictions: Predictions) -> PredictionTable:
    """Write down every test image: label, answer, second answer, confidence."""
    return PredictionTable(
        labels="".join(map(str, predictions.labels.tolist())),
        predicted="".join(map(str, predictions.predicted.tolist())),
        second="".join(map(str, predictions.second.tolist())),
        confidence=tuple(np.round(predictions.confidence, 6).tolist()),
    )
