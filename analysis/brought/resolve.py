"""Predictions as they were brought, joined with labels, classes and images into what can be studied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.brought import labels as labels_of
from analysis.brought import score_meaning
from analysis.brought.predictions_file import PredictionsRead
from analysis.brought.score_meaning import Scores
from analysis.bundle.classes import Classes
from analysis.bundle.dataset import KNOWN_FILES, PublishedSet, Reading
from analysis.bundle.network_use import ArrayUse
from analysis.bundle.record import Omitted
from analysis.bundle.training import BroughtHistory
from analysis.data.images import Dataset, ImageSet
from analysis.system.errors import PredictionsError

if TYPE_CHECKING:
    from analysis.brought.network_in_memory import NetworkInMemory

NO_FILES = Omitted(reason="no files of images were given")
# Fewer test images of a class leave studies without data.
FEWEST = 2


@dataclass(frozen=True)
class Source:
    """Where it comes from, in words."""

    title: str = "the given labels"
    source: str = "a table of labels and predictions"
    name: Literal["mnist", "digits", "folder"] = "folder"
    reading: Reading | Omitted = NO_FILES
    published: PublishedSet | None = None


@dataclass(frozen=True)
class Brought:
    """Labels and predicted classes, intp (n,) each, and whatever else was given.

    Raises PredictionsError where a class has too few test images.
    """

    classes: Classes
    labels: NDArray[np.integer]
    predicted: NDArray[np.integer]
    source: Source = Source()
    scores: Scores | None = None
    test: ImageSet | None = None
    training: ImageSet | None = None
    network: NetworkInMemory | None = None
    arrays: ArrayUse | Omitted | None = None
    """The form in which that network got its images."""
    function: bool = False
    """Whether the predictions are those of a network that tells nothing of itself."""
    history: BroughtHistory | None = None

    def __post_init__(self) -> None:
        """Every class is counted, so every class must occur."""
        counts = np.bincount(self.labels, minlength=len(self.classes.names))
        if counts.min() < FEWEST:
            least = int(counts.argmin())
            raise PredictionsError(
                f"Expected at least {FEWEST} test images of every {self.classes.noun}, found {counts[least]} of "
                f"“{self.classes.names[least]}”: give more, or leave the class out of labels and scores."
            )


def alone(brought: PredictionsRead, names: Sequence[str] | None = None, noun: str | None = None) -> Brought:
    """Study a table that holds the true labels, too.  Raises PredictionsError."""
    if brought.labels is None:
        raise PredictionsError(
            "Expected the true labels beside the predictions, found none: add a column `label` (an array `labels`), or "
            "name the images that were predicted with --dataset."
        )
    truth = labels_of.flat(brought.labels, "labels")
    predicted = None if brought.predicted is None else labels_of.flat(brought.predicted, "predictions")
    columns = None if brought.scores is None else brought.scores.shape[1]
    if names is None and brought.columns and not labels_of.numbered(brought.columns):
        names = brought.columns
    classes = labels_of.classes_of(truth, predicted, columns, names, noun)
    return joined(brought, classes, labels_of.indices(truth, classes, "labels"))


def with_dataset(brought: PredictionsRead, data: Dataset) -> Brought:
    """Study predictions for the test images of a dataset.  Raises PredictionsError."""
    given = joined(brought, data.classes, data.test.labels)
    if brought.labels is not None:
        truth = labels_of.indices(labels_of.flat(brought.labels, "labels"), data.classes, "labels")
        _same_rows("labels beside the predictions", len(truth), len(data.test))
        other = int((truth != data.test.labels).sum())
        if other:
            raise PredictionsError(
                f"Expected the labels beside the predictions to be those of {data.title}, found {other:,} of "
                f"{len(truth):,} others: give the predictions in the order of the test images."
            )
    return Brought(
        given.classes,
        given.labels,
        given.predicted,
        Source(data.title, data.source, data.name, data.reading or KNOWN_FILES, data.published),
        given.scores,
        data.test,
        data.training,
    )


def joined(
    brought: PredictionsRead, classes: Classes, truth: NDArray[np.integer], source: Source | None = None
) -> Brought:
    """Join predictions with the index of each true class, (n,).  Raises PredictionsError where they do not fit."""
    source = source or Source()
    if brought.scores is None:
        assert brought.predicted is not None  # noqa: S101  # one of both is there
        predicted = labels_of.indices(
            labels_of.flat(brought.predicted, "predictions"), classes, "predictions"
        )
        _same_rows("predictions", len(predicted), len(truth))
        return Brought(classes, truth, predicted, source)
    _same_rows("rows of scores", len(brought.scores), len(truth))
    found = score_meaning.understood(_in_order(brought, classes))
    return Brought(classes, truth, found.logits.argmax(axis=1), source, found)


def _in_order(brought: PredictionsRead, classes: Classes) -> NDArray[np.generic]:
    """Return the scores with a column per class, in the order of the classes where the columns are named."""
    assert brought.scores is not None  # noqa: S101  # see above
    found, names = brought.scores, classes.names
    if found.ndim == 2 and found.shape[1] != len(names):
        raise PredictionsError(
            f"Expected {len(names)} columns of scores, one per class, found {found.shape[1]}: leave out what is no "
            "score, or name the classes."
        )
    heads = brought.columns
    if heads is None or labels_of.numbered(heads):
        return found
    if sorted(heads) != sorted(names):
        unknown = min(set(heads) - set(names))
        raise PredictionsError(
            f"Expected the columns of scores to be named after the classes, found “{unknown}”: rename the columns, or "
            "leave out the names."
        )
    return found[:, [heads.index(name) for name in names]]


def _same_rows(what: str, found: int, images: int) -> None:
    if found != images:
        raise PredictionsError(
            f"Expected {what} for {images:,} test images, found {found:,}: give one row per test image, in their order."
        )
