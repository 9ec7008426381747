"""Everything that the studies look at."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.data.images import DigitSet
    from analysis.predictions import Predictions
    from analysis.statistics.vectors import Rows


@dataclass(frozen=True)
class Points:
    """Rows of numbers that stand for images, float (n, d), and the digit of each, (n,)."""

    vectors: NDArray[np.floating]
    labels: NDArray[np.uint8]


@dataclass(frozen=True)
class Evidence:
    """Digits, predictions and features of one finished network; every digit occurs in every part.

    The features are what the network hands to its last layer, float32 (n, h); those for training may cover a
    stratified sample of the training images (see `stratified`), those for the test set are read a part at a time.
    """

    training: DigitSet
    validation: Predictions
    test: DigitSet
    predictions: Predictions
    training_features: Points
    test_features: Rows
    seed: int

    def rng(self, study: str) -> np.random.Generator:
        """Return a generator of the study's own, so that a new study does not move the numbers of the others."""
        return np.random.default_rng(np.random.SeedSequence([self.seed, zlib.crc32(study.encode())]))


def stratified(labels: NDArray[np.uint8], size: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Choose `size` of the rows at random, each digit in its proportion to within one: ascending, (size,)."""
    if size >= len(labels):
        return np.arange(len(labels))
    shuffled = rng.permutation(len(labels))
    by_digit = shuffled[np.argsort(labels[shuffled], kind="stable")]
    return np.sort(by_digit[np.arange(size) * len(labels) // size])
