"""What does the mean image of each class look like, and how far does that carry?"""

from __future__ import annotations

from math import hypot
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, NonNegativeFloat, NonNegativeInt, model_validator

from analysis.bundle.record import (
    Estimate,
    MonteCarloTest,
    Packed,
    PairedComparison,
    Proportion,
    Record,
    derived,
)
from analysis.statistics.pairs import pairs_of, per_pair
from analysis.statistics.ranking import spearman

STEP = 1 / 255
"""Of the packed means; the values themselves are at most half of it away."""
REACH = 1.001 * STEP
"""How far rounding may move a difference of two means: half a step each, and the rounding of the number beside it."""
VISIBLE = 0.1
"""A difference of two pixels that is counted."""
SOME_INK = 0.05
"""In full pixels: what is less rounds to 0.0."""
ClassPair = tuple[int, int]


class MeanDistance(Record):
    """How far apart two class means are."""

    rank: int
    """1 for the closest pair."""
    classes: tuple[int, int]
    distance: float
    """Euclidean, pixels in [0, 1]."""
    standard_error: float
    errors: int
    """Test images confused between the two classes."""


class MeanContrast(Record):
    """How two class means differ, pixel by pixel."""

    classes: tuple[int, int]
    largest: float = Field(ge=0, le=1)
    """Largest absolute difference of a pixel."""
    pixels_beyond_tenth: int = Field(ge=0)
    """Pixels where the means differ by more than 0.1."""
    ink: float
    """Pixel sum of the first mean minus that of the second."""


class MeanDifference(MeanContrast):
    """The signed difference of two class means."""

    difference: Packed
    """int8 (h, w), or with colour (h, w, 3): first minus second, 127 = 1."""
    ink_difference: float
    """Absolute difference of the pixel sums, in full pixels."""
    more_ink: int | None
    """The class with more ink; null where the difference rounds to 0.0."""
    distance: MeanDistance
    named: bool
    """True for a pair that was named before looking at the errors."""
    closest: bool
    most_errors: bool
    """True when no pair has more errors, and it has some."""


class DistanceErrorLink(Record):
    """Do closer means go with more errors?"""

    rho: float
    """Spearman correlation of distance and errors over all pairs."""
    p: float
    """Two-sided Mantel p."""
    significant: bool


class ClosestPairs(Record):
    """How many errors the closest tenth of all pairs takes."""

    pairs: int
    share: Proportion
    """Of all errors between classes."""
    uniform_share: float
    """What is expected of them if errors are proportional to images."""


class ClassMeanFindings(Record):
    """Means and standard deviations of the training images of each class."""

    means: Packed
    """uint8 (K, h, w), or with colour (K, h, w, 3); 255 = 1."""
    deviations: Packed
    """uint8, of the same shape: standard deviation of each pixel within the class, 255 = 0.5."""
    mean_ink: tuple[NonNegativeFloat, ...]
    """Sum of the mean's pixels, per class."""
    mean_deviation: tuple[NonNegativeFloat, ...]
    """Mean over the pixels of the standard deviation, per class."""
    distances: tuple[tuple[NonNegativeFloat, ...], ...]
    standard_errors: tuple[NonNegativeFloat, ...]
    """Of the distance of each pair, smaller labels first."""
    errors: tuple[NonNegativeInt, ...]
    """Test images confused between the classes of each pair, smaller labels first."""
    support: tuple[int, ...]
    """Test images of each class."""
    named: tuple[ClassPair, ...]
    """Pairs that were named before looking at the errors; the smaller label first."""
    contrasts: tuple[MeanContrast, ...]
    """Of all pairs; in older bundles of those alone whose differences are shown."""
    nearest_mean: Proportion
    """Test accuracy of the nearest-mean classifier."""
    network_and_nearest_mean: PairedComparison
    """Which of the two, network first, was correct alone."""
    mantel: MonteCarloTest | None
    """Two-sided, of the correlation of distance and errors: draws that permute the classes.  Null where either is
    the same for all pairs."""

    @model_validator(mode="after")
    def _agrees_with_its_means(self) -> Self:
        kind, (k, *shape) = self.means.dtype, self.means.shape or (0,)
        if kind != "uint8" or len(shape) not in {2, 3} or self.deviations.shape != self.means.shape:
            msg = f"means of type {kind} and shape {self.means.shape}, deviations of shape {self.deviations.shape}"
            raise ValueError(msg)
        pairs = k * (k - 1) // 2
        lengths = {len(self.mean_ink), len(self.mean_deviation), len(self.support), len(self.distances)}
        if {len(self.standard_errors), len(self.errors)} != {pairs} or lengths != {k}:
            msg = f"numbers of other than {k} classes and {pairs} pairs"
            raise ValueError(msg)
        self._check_distances()
        self._check_ink()
        self._check_contrasts()
        constant = len(set(self.errors)) == 1 or len({each.distance for each in self.ranked}) == 1
        if constant != (self.mantel is None):
            msg = "a correlation where distances and errors differ, else none"
            raise ValueError(msg)
        return self

    def _check_distances(self) -> None:
        """Hold distances to the packed means, whose rounding may move each pixel."""
        if {len(row) for row in self.distances} != {len(self.distances)}:
            msg = "distances of all classes to all"
            raise ValueError(msg)
        said, flat = np.array(self.distances), self._pixels
        reach = REACH * flat.shape[1] ** 0.5
        apart = np.array([np.linalg.norm(flat - row, axis=1) for row in flat])
        if (said != said.T).any() or said.diagonal().any() or (abs(said - apart) > reach).any():
            msg = "distances that are not those of the means"
            raise ValueError(msg)

    def _check_ink(self) -> None:
        flat, deviation = self._pixels, self.deviations.array().reshape(len(self.mean_ink), -1) * STEP / 2
        ink = abs(flat.sum(axis=1) - self.mean_ink) <= flat.shape[1] * STEP
        if not (ink.all() and (abs(deviation.mean(axis=1) - self.mean_deviation) <= STEP).all()):
            msg = "ink or deviations that are not those of the packed images"
            raise ValueError(msg)

    def _check_contrasts(self) -> None:
        known, shown = set(pairs_of(len(self.mean_ink))), self._shown
        classes = [each.classes for each in self.contrasts]
        once = len(set(classes)) == len(classes)
        if not (set(self.named) <= known and set(shown) <= set(classes) <= known and once):
            msg = f"a contrast of each of the pairs {list(shown)}"[:200]
            raise ValueError(msg)
        for each in self.contrasts:
            apart = abs(self._pixels[each.classes[0]] - self._pixels[each.classes[1]])
            fewest, most = (apart > VISIBLE + REACH).sum(), (apart > VISIBLE - REACH).sum()
            ink = [self.mean_ink[label] for label in each.classes]
            if (
                abs(each.largest - apart.max()) > REACH
                or not fewest <= each.pixels_beyond_tenth <= most
                or abs(ink[0] - ink[1] - each.ink) > 1e-5 * max(1, *ink)
            ):
                msg = f"a difference of the means of {each.classes} that is not theirs"
                raise ValueError(msg)

    @property
    def _pixels(self) -> NDArray[np.float64]:
        """Means as rows, (K, h·w) or (K, h·w·3), in [0, 1]."""
        return self.means.array().reshape(self.means.shape[0], -1) * STEP

    @derived
    def least_varied(self) -> int:
        """The class with the smallest mean deviation."""
        return self.mean_deviation.index(min(self.mean_deviation))

    @derived
    def most_varied(self) -> int:
        """The class with the largest mean deviation."""
        return self.mean_deviation.index(max(self.mean_deviation))

    @derived
    def largest_possible(self) -> float:
        """√(h·w): the distance if one mean is full where the other is empty."""
        return float(np.prod(self.means.shape[1:]) ** 0.5)

    @derived
    def ranked(self) -> tuple[MeanDistance, ...]:
        """All pairs, closest first."""
        pairs = pairs_of(len(self.distances))
        apart = [self.distances[a][b] for a, b in pairs]
        order = sorted(range(len(pairs)), key=lambda place: (apart[place], pairs[place]))
        return tuple(
            MeanDistance(
                rank=rank,
                classes=pairs[place],
                distance=apart[place],
                standard_error=self.standard_errors[place],
                errors=self.errors[place],
            )
            for rank, place in enumerate(order, 1)
        )

    @derived
    def ties_with_closest(self) -> tuple[ClassPair, ...]:
        """The closest pair, and those within 1.96 standard errors of the difference from it."""
        first = self.ranked[0]
        return tuple(
            each.classes
            for each in self.ranked
            if each.distance - first.distance <= 1.96 * hypot(first.standard_error, each.standard_error)
        )

    @property
    def _shown(self) -> tuple[ClassPair, ...]:
        """The named pairs, the closest, two of them where none is named, and the most confused one."""
        closest = [pair.classes for pair in self.ranked[: 1 if self.named else 2]]
        most = [self.most_confused.classes] if self.most_confused else []
        return tuple(dict.fromkeys([*self.named, *closest, *most]))

    @derived
    def differences(self) -> tuple[MeanDifference, ...]:
        """The named pairs, the closest, two of them where none is named, and the most confused pair where that is another."""
        contrasts = {each.classes: each for each in self.contrasts}
        return tuple(self._difference(contrasts[pair]) for pair in self._shown)

    def _difference(self, found: MeanContrast) -> MeanDifference:
        first, second = found.classes
        means = self.means.array().astype(float)
        distance = next(each for each in self.ranked if each.classes == found.classes)
        return MeanDifference(
            classes=found.classes,
            largest=found.largest,
            pixels_beyond_tenth=found.pixels_beyond_tenth,
            difference=Packed.of(np.rint(127 * STEP * (means[first] - means[second])).astype(np.int8)),
            ink=found.ink,
            ink_difference=abs(found.ink),
            more_ink=None if abs(found.ink) < SOME_INK else first if found.ink > 0 else second,
            distance=distance,
            named=found.classes in self.named,
            closest=distance.rank == 1,
            most_errors=0 < distance.errors == max(self.errors),
        )

    @derived
    def differences_named_alike(self) -> tuple[ClassPair, ...]:
        """Of these, the pairs whose means differ in the fewest pixels."""
        fewest = min(each.pixels_beyond_tenth for each in self.differences)
        return tuple(each.classes for each in self.differences if each.pixels_beyond_tenth == fewest)

    @derived
    def network_advantage(self) -> Estimate:
        """Accuracy of the network minus that of the nearest mean, paired on the same images."""
        return self.network_and_nearest_mean.difference

    @derived
    def link(self) -> DistanceErrorLink | None:
        """Null where all pairs have equally many errors."""
        if self.mantel is None:
            return None
        rho = spearman(per_pair(np.array(self.distances)), np.array(self.errors))
        return DistanceErrorLink(rho=rho, p=self.mantel.p, significant=self.mantel.p < 0.05)

    @property
    def closest_tenth(self) -> tuple[MeanDistance, ...]:
        """The tenth of all pairs whose means are closest, at least one."""
        return self.ranked[: max(1, len(self.ranked) // 10)]

    @derived
    def closest_pairs(self) -> ClosestPairs | None:
        """The closest tenth of all pairs, at least one; null without errors."""
        total, closest = sum(self.errors), self.closest_tenth
        if not total:
            return None
        images = sum(self.support[a] + self.support[b] for a, b in (each.classes for each in closest))
        return ClosestPairs(
            pairs=len(closest),
            share=Proportion.of(sum(each.errors for each in closest), total),
            uniform_share=images / ((len(self.support) - 1) * sum(self.support)),
        )

    @derived
    def closest_without_errors(self) -> MeanDistance | None:
        """The closest pair that was never confused; null where every pair was."""
        return next((pair for pair in self.ranked if not pair.errors), None)

    @derived
    def most_confused(self) -> MeanDistance | None:
        """The closest of the pairs with most errors; null without errors."""
        most = max(self.ranked, key=lambda pair: pair.errors)
        return most if most.errors else None
