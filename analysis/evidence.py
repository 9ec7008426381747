"""Everything that the studies look at; a part that was not given is None, and the studies that need it are omitted."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.bundle.classes import Classes
    from analysis.bundle.confusion import NamedBy
    from analysis.data.images import ImageSet
    from analysis.predictions import Predictions, Probabilities


class VectorSource(Protocol):
    """Rows of numbers, (n, d), that need not all be in memory; an array is one."""

    def __len__(self) -> int:
        """Return n."""

    def __getitem__(self, rows: slice, /) -> NDArray[np.floating]:
        """Return some of them, (·, d)."""


@dataclass(frozen=True)
class LabelledVectors:
    """Rows of numbers that stand for images, float (n, d), and the label of each, (n,)."""

    vectors: NDArray[np.floating]
    labels: NDArray[np.integer]


@dataclass(frozen=True)
class Features:
    """What the network hands to its last layer, float32 (·, h).

    Those of training images cover a stratified sample of them, `rows` (ascending); those of the test set are read a
    part at a time.
    """

    training: LabelledVectors
    rows: NDArray[np.intp]
    test: VectorSource


# What a study may need besides labels and predicted classes, and how its absence is put into words.
Part = Literal["probabilities", "validation", "images", "training_images", "features", "mnist_test_set"]
NOT_GIVEN: dict[Part, str] = {
    "probabilities": "no probabilities were given",
    "validation": "no predictions for a validation split were given",
    "images": "no test images were given",
    "training_images": "no training images were given",
    "features": "no features were given",
    "mnist_test_set": "the test set is not that of MNIST",
}


@dataclass(frozen=True)
class Evidence:
    """Labels and predictions of one finished network, and whatever else was given; every class occurs in every part."""

    classes: Classes
    predictions: Predictions
    seed: int
    probabilities: Probabilities | None = None
    """Of the test images."""
    validation: Probabilities | None = None
    images: ImageSet | None = None
    """The test images."""
    training_images: ImageSet | None = None
    features: Features | None = None
    named_pairs: tuple[tuple[int, int], ...] = ()
    """Pairs that were named before looking at the errors."""
    named_by: NamedBy = "usage"
    """Who named them."""
    mnist_test_set: bool | None = None
    """True where the test set is MNIST's, whose writers and disputed labels are published; else None."""

    def missing(self, needs: tuple[Part, ...]) -> str | None:
        """Say which of these parts was not given, the first one; None where all are there."""
        return next((NOT_GIVEN[part] for part in needs if getattr(self, part) is None), None)

    def rng(self, study: str) -> np.random.Generator:
        """Return a generator of the study's own, so that a new study does not move the numbers of the others."""
        return np.random.default_rng(np.random.SeedSequence([self.seed, zlib.crc32(study.encode())]))


def named_pairs(classes: Classes) -> tuple[tuple[int, int], ...]:
    """Return the pairs of digits that are usually called look-alikes, named before any error was seen."""
    return ((3, 5), (8, 9)) if classes.are_digits else ()


def stratified(labels: NDArray[np.integer], size: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Choose `size` of the rows at random, each class in its proportion to within one: ascending, (size,)."""
    if size >= len(labels):
        return np.arange(len(labels))
    shuffled = rng.permutation(len(labels))
    by_class = shuffled[np.argsort(labels[shuffled], kind="stable")]
    return np.sort(by_class[np.arange(size) * len(labels) // size])
