"""What is known of single errors: their nearest training images, the parts that decide, other runs, votes on their labels."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self, get_args

import numpy as np
from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveInt, model_validator

from analysis.bundle.confusion import PredictedImage
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.record import Omitted, Packed, Record, Share, derived
from analysis.bundle.seeds import SeedFindings
from analysis.statistics.label_votes import DISPUTED, VOTES
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.selection import EXPLAINED, explained_errors

NearestClass = Literal["predicted", "true", "other"]
ErrorKind = Literal["label disputed", "every run errs", "only some runs err", "one run known"]
"""What the evidence shows, the first that applies: a published list disputes the label; the runs of a sweep agree or not."""


class TrainingImage(Record):
    """A training image, and how far an error is from it."""

    index: NonNegativeInt
    """Row of the training images of the data, those of the validation split among them, from 0."""
    label: NonNegativeInt
    distance: NonNegativeFloat
    """Euclidean."""


class Neighbours(Record):
    """The training images that are nearest to one error."""

    predicted: TrainingImage
    """Of those of the predicted class."""
    true: TrainingImage
    """Of those of the true class."""
    other: TrainingImage | None
    """The nearest of all where it is of another class; else null."""

    @derived
    def nearest(self) -> NearestClass:
        """Whose image is the nearest of all; of two equally near, the true class's."""
        if self.other:
            return "other"
        return "true" if self.true.distance <= self.predicted.distance else "predicted"


class NearestCounts(Record):
    """Of how many errors the nearest training image is of which class."""

    predicted: int
    true: int
    other: int


class NeighbourSpace(Record):
    """Pixels, from 0 to 1, or what the network hands to its last layer."""

    dimensions: PositiveInt
    among: PositiveInt
    """Training images."""
    errors: tuple[Neighbours, ...] = Field(min_length=1, max_length=EXPLAINED)
    """In the order of the errors."""

    @derived
    def nearest(self) -> NearestCounts:
        """Over the errors."""
        found = [each.nearest for each in self.errors]
        return NearestCounts(
            predicted=found.count("predicted"), true=found.count("true"), other=found.count("other")
        )


class Occlusion(Record):
    """What covering a part of an image does to the logit of the true class minus that of the predicted one.

    The parts are squares, moved in steps; they get the colour of the paper, of a photograph its mean.
    """

    window: PositiveInt
    """Side of the square, in pixels."""
    step: PositiveInt
    """From one square to the next, in pixels."""
    largest: tuple[NonNegativeFloat, ...] = Field(min_length=1, max_length=EXPLAINED)
    """The largest change of each error, in nats: what 127 stands for."""
    maps: Packed
    """Int8 [error][row][column]: how much the difference falls; positive where the part speaks for the true class."""

    @model_validator(mode="after")
    def _has_a_map_of_each(self) -> Self:
        if (
            self.maps.dtype != "int8"
            or self.maps.shape[:1] != (len(self.largest),)
            or len(self.maps.shape) != 3
        ):
            msg = f"maps of {len(self.largest)} errors"
            raise ValueError(msg)
        return self


class ErrorEvidence(Record):
    """What images, training images and the network show of errors: of the sixty most confident, or of all."""

    indices: tuple[NonNegativeInt, ...] = Field(min_length=1, max_length=EXPLAINED)
    """Rows of the test set, the most confident first; without confidences, those of the most frequent kinds of error."""
    pixels: NeighbourSpace | Omitted = Field(title="Nearest training images in pixels")
    features: NeighbourSpace | Omitted = Field(title="Nearest training images in features")
    occlusion: Occlusion | Omitted = Field(title="Occlusion of errors")
    training_indices: tuple[NonNegativeInt, ...] = Field(max_length=6 * EXPLAINED)
    """Training images that are nearest to some error, ascending."""
    training_pixels: Packed | None
    """Uint8 [training image][row][column], or with colour [3]; null where there is none."""

    @model_validator(mode="after")
    def _speaks_of_the_same_errors(self) -> Self:
        of_each = [self.pixels.errors if isinstance(self.pixels, NeighbourSpace) else None]
        of_each += [self.features.errors if isinstance(self.features, NeighbourSpace) else None]
        lengths = {len(each) for each in of_each if each is not None}
        if isinstance(self.occlusion, Occlusion):
            lengths.add(len(self.occlusion.largest))
        if lengths - {len(self.indices)}:
            msg = f"evidence on {len(self.indices)} errors"
            raise ValueError(msg)
        named = {image.index for each in of_each if each for one in each for image in _images_of(one)}
        rising = all(first < second for first, second in pairwise(self.training_indices))
        if not rising or named != set(self.training_indices):
            msg = "rising rows, those of the nearest training images"
            raise ValueError(msg)
        kept = self.training_pixels
        if (kept is None) != (not named) or (
            kept and (kept.dtype != "uint8" or kept.shape[:1] != (len(self.training_indices),))
        ):
            msg = f"pixels of {len(self.training_indices)} training images"
            raise ValueError(msg)
        return self


def _images_of(found: Neighbours) -> list[TrainingImage]:
    return [found.predicted, found.true, *([found.other] if found.other else [])]


class LabelVotes(Record):
    """What five raters said of an image and its label (Northcutt, Athalye & Mueller 2021)."""

    other: int
    """The class that they were offered beside the label."""
    for_label: int
    for_other: int
    for_neither: int


class ErrorCard(Record):
    """One error, with what stands elsewhere about its image."""

    image: PredictedImage
    probabilities: tuple[Share, ...] | None
    """Of all classes; null where the scores are not kept."""
    wrong_runs: int | None
    """Runs of the sweep that misclassify the image; null without a sweep, or where it does not hold its predictions."""
    runs: int | None
    """Of the sweep."""
    votes: LabelVotes | None
    """Null where none were published."""
    neighbours: Neighbours | None
    """In pixels."""
    feature_neighbours: Neighbours | None
    """In features."""

    @derived
    def kind(self) -> ErrorKind:
        """What the evidence shows."""
        if self.image.disputed:
            return "label disputed"
        if self.wrong_runs is None:
            return "one run known"
        return "every run errs" if self.wrong_runs == self.runs else "only some runs err"


class ErrorsOfKind(Record):
    """Errors with one kind of evidence."""

    kind: ErrorKind
    count: int


class ErrorCards(Record):
    """The errors that are explained one by one."""

    cards: tuple[ErrorCard, ...]

    @derived
    def kinds(self) -> tuple[ErrorsOfKind, ...]:
        """How many there are of each kind that occurs, in the order in which the kinds are looked for."""
        found = [card.kind for card in self.cards]
        return tuple(
            ErrorsOfKind(kind=kind, count=found.count(kind)) for kind in get_args(ErrorKind) if kind in found
        )


def cards_of(
    table: PredictionTable,
    class_count: int,
    found: ErrorEvidence | None,
    seeds: SeedFindings | None,
    *,
    disputed: bool,
) -> ErrorCards:
    """Join what is known of each error; whether labels are disputed is known of MNIST's test set alone."""
    labels = np.array(table.labels, np.intp)
    if found:
        rows = list(found.indices)
    else:  # an older bundle, or one without an error
        rows = explained_errors(table.predictions(class_count), table.view(class_count))
    shown = _described(table, rows, class_count, disputed=disputed)
    wrong = _wrong_runs(seeds, rows, labels)
    spaces = [_errors_of(found.pixels), _errors_of(found.features)] if found else [(), ()]
    none = (None,) * len(rows)
    return ErrorCards(
        cards=tuple(
            ErrorCard(
                image=image,
                probabilities=probabilities,
                wrong_runs=count,
                runs=None if count is None or seeds is None else seeds.run_count,
                votes=_votes(image.index) if disputed else None,
                neighbours=near,
                feature_neighbours=near_in_features,
            )
            for (image, probabilities), count, near, near_in_features in zip(
                shown, wrong or none, spaces[0] or none, spaces[1] or none, strict=True
            )
        )
    )


def _described(
    table: PredictionTable, rows: list[int], class_count: int, *, disputed: bool
) -> list[tuple[PredictedImage, tuple[float, ...] | None]]:
    """Say label, prediction and probabilities of some images."""
    of_rows = table.model_copy(
        update={
            name: None if column is None else tuple(column[row] for row in rows)
            for name in ("labels", "predicted", "second", "confidence")
            for column in [getattr(table, name)]
        }
        | ({"scores": Packed.of(table.scores.array()[rows])} if isinstance(table.scores, Packed) else {})
    )
    view = of_rows.view(class_count)
    scored = view if isinstance(view, Probabilities) else None
    listed = DISPUTED if disputed else frozenset()
    return [
        (
            PredictedImage.of(
                place,
                of_rows.predictions(class_count) if view is None else view,
                float(scored.label_probability[place]) if scored else None,
                disputed=row in listed,
            ).model_copy(update={"index": row}),
            tuple(scored.probabilities[place].tolist()) if scored else None,
        )
        for place, row in enumerate(rows)
    ]


def _wrong_runs(seeds: SeedFindings | None, rows: list[int], labels: np.ndarray) -> tuple[int, ...] | None:
    """Count the runs that misclassify each of these images; None where their predictions are not known."""
    predicted = [run.predicted for run in seeds.runs] if seeds else []
    known = [each.array()[rows] for each in predicted if isinstance(each, Packed)]
    if not known or len(known) < len(predicted):
        return None
    return tuple((np.array(known) != labels[rows]).sum(axis=0).tolist())


def _errors_of(space: NeighbourSpace | Omitted) -> tuple[Neighbours, ...]:
    return space.errors if isinstance(space, NeighbourSpace) else ()


def _votes(index: int) -> LabelVotes | None:
    said = VOTES.get(index)
    return LabelVotes(**said._asdict()) if said else None
