"""Are the predictions worse for images that look a certain way?"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, NonNegativeInt

from analysis.bundle.record import Estimate, MonteCarloTest, Packed, Proportion, Record, derived
from analysis.bundle.test_set import STUDENTS
from analysis.statistics.intervals import mean_interval
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.resampling import holm
from analysis.statistics.slices import fifths

ImageFeature = Literal["ink", "slant", "thickness", "aspect", "brightness", "contrast", "sharpness"]
Part = Literal["all images", "first half", "second half"]
MOST_PIXELS = 7_840_000
"""Of the images that are measured: 10,000 of 28 × 28."""


class Slice(Record):
    """The images of one fifth."""

    low: float
    """Smallest value of its images."""
    high: float
    margin: Estimate
    """Mean margin: logit of the label minus the largest of the others."""
    errors: Proportion


class SliceTest(MonteCarloTest):
    """The margins are permuted within each class: do the fifths differ by chance?"""

    images: Part
    """`first half` and `second half` of MNIST's test set, by other writers; otherwise all."""


class SlicedFeature(Record):
    """One number of each image, and what is predicted for its fifths."""

    name: ImageFeature
    values: Packed
    """float32 (n,): of the images that were measured."""
    slices: tuple[Slice, ...]
    """In rising order of the values; fewer than five where many are equal."""
    tests: tuple[SliceTest, ...]
    examples: tuple[tuple[NonNegativeInt, ...], ...]
    """Test images nearest to the middle of each slice."""
    pixels: Packed
    """uint8 (Σ examples, h, w): theirs, in this order."""

    @property
    def images(self) -> dict[int, NDArray[np.uint8]]:
        """The examples by index, each uint8 (h, w)."""
        rows = [row for each in self.examples for row in each]
        return dict(zip(rows, self.pixels.array().astype(np.uint8), strict=True))


class AdjustedTest(Record):
    """One test, adjusted for the number of features (Holm 1979)."""

    name: ImageFeature
    images: Part
    p: float
    significant: bool
    """True when that p is below 0.05."""


class SliceFindings(Record):
    """The test images, or an even share of them, in fifths of several numbers."""

    measured: int = Field(ge=1)
    """Images of which the numbers were found: the first, the last, and others at even distances."""
    features: tuple[SlicedFeature, ...]
    """Those that differ between images."""

    @derived
    def adjusted(self) -> tuple[AdjustedTest, ...]:
        """All tests, by the images and then in the order of the features."""
        found = [(feature.name, test) for feature in self.features for test in feature.tests]
        parts = dict.fromkeys(test.images for _, test in found)
        return tuple(
            AdjustedTest(name=name, images=part, p=float(p), significant=bool(p < 0.05))
            for part in parts
            for names in [[name for name, test in found if test.images == part]]
            for name, p in zip(
                names, holm(np.array([test.p for _, test in found if test.images == part])), strict=True
            )
        )

    @derived
    def weak_spots(self) -> tuple[ImageFeature, ...]:
        """Features whose fifths differ significantly, in both halves where these were tested."""
        return tuple(
            feature.name
            for feature in self.features
            if all(each.significant for each in self.adjusted if each.name == feature.name)
        )


def measured(images: int, pixels: int) -> NDArray[np.intp]:
    """Choose the rows of so many images of so many pixels each that are measured: all, or an even share."""
    size = min(images, max(1, MOST_PIXELS // pixels))
    return np.round(np.linspace(0, images - 1, size)).astype(np.intp)


def margins(view: Probabilities) -> NDArray[np.float64]:
    """Return the logit of the label minus the largest of the others, (n,): positive where the prediction is correct."""
    scores = np.array(view.logits, np.float64)
    rows = np.arange(len(scores))
    label = scores[rows, view.labels]
    scores[rows, view.labels] = -np.inf
    return np.asarray(label - scores.max(axis=1))


def halves(rows: NDArray[np.intp], *, mnist: bool) -> dict[Part, NDArray[np.bool_]]:
    """Return which of the images with these rows are tested together, (n,)."""
    if mnist:
        return {"first half": rows < STUDENTS, "second half": rows >= STUDENTS}
    return {"all images": np.ones(len(rows), bool)}


def sliced(
    values: NDArray[np.floating], margin: NDArray[np.float64], correct: NDArray[np.bool_]
) -> tuple[Slice, ...]:
    """Describe the fifths of the values, (n,), by what is predicted for their images."""
    where = fifths(values)
    return tuple(
        Slice(
            low=float(values[ours].min()),
            high=float(values[ours].max()),
            margin=Estimate.of(mean_interval(margin[ours])),
            errors=Proportion.of((~correct[ours]).sum(), ours.sum()),
        )
        for ours in (where == each for each in np.unique(where))
    )
