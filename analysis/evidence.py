"""Everything that the studies look at; a part that was not given is None, and the studies that need it are omitted."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import Classes
from analysis.bundle.confusion import NamedBy, PredictedImage
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.record import Omitted, Packed
from analysis.data.images import ImageSet
from analysis.statistics import rounding
from analysis.statistics.label_votes import DISPUTED
from analysis.statistics.probabilities import Predictions, Probabilities, View
from analysis.statistics.severities import spread_over_classes
from analysis.statistics.vectors import VectorSource
from analysis.system.errors import SettingsError


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


Images = NDArray[np.uint8]


@dataclass(frozen=True)
class AskedNetwork:
    """The network as functions of images, and images in the form in which it is given them: (n, h, w) or (n, h, w, 3)."""

    logits: Callable[[Images], NDArray[np.floating]]
    """Of each image, (n, K)."""
    features: Callable[[Images], VectorSource]
    test: Images
    training: Images
    """All of the data, those of the validation split among them."""


# Enough training images to tell where the components of the features lie; all 55,000 would fill 300 MB.
FEATURES_OF = 10_000
# Of the features of all these images: 164 MB as float32, as many as 4,096 of each.
MOST_NUMBERS = FEATURES_OF * 4_096
FEWEST_OF_A_CLASS = 10

LEFT_OUT = "the studies that take long were left out"
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
    no_probabilities: str = NOT_GIVEN["probabilities"]
    """Why there are none, where there are none."""
    decimals: int | None = None
    """To which the probabilities are rounded; None where they are not."""
    labels_at_zero: int = 0
    """Test images whose label was given a probability of 0."""
    validation: Probabilities | None = None
    images: ImageSet | None = None
    """The test images."""
    training_images: ImageSet | None = None
    """Those that the network was trained on."""
    held_training_images: ImageSet | None = None
    """All of the data, those of the validation split among them; None where no others are known."""
    features: Features | None = None
    no_features: str = NOT_GIVEN["features"]
    """Why there are none, where there are none."""
    network: AskedNetwork | None = None
    no_network: str = "the network cannot be asked about other images"
    """Why there is none, where there is none."""
    extras: bool = True
    """Whether to make the studies that take long."""
    key: str | None = None
    """Of data and network, under which what took long is kept; None keeps nothing."""
    named_pairs: tuple[tuple[int, int], ...] = ()
    """Pairs that were named before looking at the errors."""
    named_by: NamedBy = "usage"
    """Who named them."""
    positive: int | None = None
    """Label of the positive class of two; None where nobody named one."""
    mnist_test_set: bool | None = None
    """True where the test set is MNIST's, whose writers and disputed labels are published; else None."""
    all_images: bool = False
    """Whether all test images are to be published, and not only those that are shown."""

    @property
    def every_training_image(self) -> ImageSet | None:
        """All training images that are known, in the order of the data."""
        return self.held_training_images or self.training_images

    @cached_property
    def table(self) -> PredictionTable:
        """Every test image, as the bundle keeps it."""
        return PredictionTable.of(
            self.predictions, self.probabilities, Omitted(reason=self.no_probabilities), self.decimals
        )

    @cached_property
    def view(self) -> View | None:
        """What a reader of the bundle knows of the confidences: what is too large to be kept is not there."""
        kept = isinstance(self.table.scores, Packed)  # then they are those that were given
        return self.probabilities if kept else self.table.view(len(self.classes.names))

    def shown(self, rows: Sequence[int]) -> tuple[PredictedImage, ...]:
        """Describe test images by label and prediction."""
        disputed = DISPUTED if self.mnist_test_set else frozenset()
        probability = self.probabilities.label_probability if self.probabilities is not None else None
        return tuple(
            PredictedImage.of(
                row,
                self.predictions if self.view is None else self.view,
                None if probability is None else float(probability[row]),
                disputed=row in disputed,
            )
            for row in rows
        )

    def missing(self, needs: tuple[Part, ...]) -> str | None:
        """Say which of these parts was not given, the first one; None where all are there."""
        said = {**NOT_GIVEN, "features": self.no_features, "probabilities": self.no_probabilities}
        return next((said[part] for part in needs if getattr(self, part) is None), None)

    def rng(self, study: str) -> np.random.Generator:
        """Return a generator of the study's own, so that a new study does not move the numbers of the others."""
        return np.random.default_rng(np.random.SeedSequence([self.seed, zlib.crc32(study.encode())]))


def no_log_loss(evidence: Evidence) -> str | None:
    """Say why the given probabilities have no log loss, as a clause; None where they have one."""
    found = evidence.probabilities
    if evidence.labels_at_zero:
        images = "test image" if evidence.labels_at_zero == 1 else "test images"
        return f"the label of {evidence.labels_at_zero:,} {images} has a probability of 0, whose logarithm is infinite"
    if found is not None and rounding.log_loss_moves(found, evidence.decimals):
        return rounding_decides(evidence, "it")
    return None


def rounding_decides(evidence: Evidence, what: str) -> str:
    """Say that the rounding of the probabilities decides on something, as a clause."""
    return f"the probabilities are multiples of {10.0 ** -(evidence.decimals or 0):.{evidence.decimals}f}, and this rounding may decide {what}"


def named_pairs(classes: Classes, wanted: Sequence[tuple[str, str]] = ()) -> tuple[tuple[int, int], ...]:
    """Return the pairs named before any error was seen: those of the settings, else the usual look-alikes of digits.

    Raises SettingsError where a wanted pair is not one of two classes.
    """
    if wanted:
        return tuple(dict.fromkeys(_pair(classes, pair) for pair in wanted))
    return ((3, 5), (8, 9)) if classes.are_digits else ()


def positive_label(classes: Classes, wanted: str | None) -> int | None:
    """Return the label of the class that the settings call positive; None where they name none.

    Raises SettingsError where it is not one of two classes.
    """
    if wanted is None:
        return None
    if len(classes.names) != 2:
        raise SettingsError(
            f"Expected no `positive` with {len(classes.names):,} classes, found “{wanted}”: only of two classes one is positive."
        )
    if wanted not in classes.names:
        raise SettingsError(
            f"Expected `positive` to be one of the {classes.nouns} of the data, found “{wanted}”: the names are "
            f"{', '.join(classes.names)}."
        )
    return classes.names.index(wanted)


def _pair(classes: Classes, names: tuple[str, str]) -> tuple[int, int]:
    known = {name: label for label, name in enumerate(classes.names)}
    found = sorted({known[name] for name in names if name in known})
    if len(found) != 2:
        shown = ", ".join(classes.names[:6]) + (", …" if len(classes.names) > 6 else "")
        raise SettingsError(
            f"Expected each of `pairs` to be two {classes.nouns} of the data, found “{names[0]}” and “{names[1]}”: "
            f"the names are {shown}."
        )
    return found[0], found[1]


def rows_of_features(
    labels: NDArray[np.integer], width: int, rng: np.random.Generator
) -> NDArray[np.intp] | str:
    """Choose the training images whose features, `width` numbers each, are looked at: ascending, (·,).

    The wider the features, the fewer images, so that they fit in memory; where too few are left, the reason is returned.
    """
    size = min(FEATURES_OF, MOST_NUMBERS // width)
    fewest = FEWEST_OF_A_CLASS * len(np.unique(labels))
    if size < min(fewest, len(labels)):
        return (
            f"the network hands {width:,} features of each image to its last layer, and of more than "
            f"{MOST_NUMBERS // fewest:,} not even those of {fewest:,} images fit in the memory that is allowed"
        )
    return stratified(labels, size, rng)


def stratified(labels: NDArray[np.integer], size: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Choose `size` of the rows at random, each class in its proportion to within one: ascending, (size,)."""
    if size >= len(labels):
        return np.arange(len(labels))
    shuffled = rng.permutation(len(labels))
    return np.sort(shuffled[spread_over_classes(labels[shuffled], size)])
