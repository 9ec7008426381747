"""Predictions as they were brought, joined with labels, classes and images into what can be studied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.brought import column_order, score_meaning
from analysis.brought import labels as labels_of
from analysis.brought.column_order import Known
from analysis.brought.predictions import PredictionsRead
from analysis.brought.score_meaning import Scores
from analysis.bundle.classes import Classes
from analysis.bundle.dataset import KNOWN_FILES, PublishedSet, Reading
from analysis.bundle.network_use import ArrayUse
from analysis.bundle.record import Omitted
from analysis.bundle.training import BroughtHistory
from analysis.data.images import Dataset, ImageSet
from analysis.system.errors import PredictionsError
from analysis.system.user_text import short

if TYPE_CHECKING:
    from analysis.brought.network_in_memory import NetworkInMemory

Array = NDArray[np.generic]

NO_IMAGES_OF = "Classes without test images were left out"
DECISIONS = "the scores are decisions, with one 1 in each row, and no probabilities"
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

    @property
    def is_known(self) -> bool:
        """Whether anybody can have the images: those of a published set."""
        return self.name != "folder" or self.published is not None


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
    notes: tuple[str, ...] = ()
    """Sentences on how what was brought was read."""
    no_scores: str | None = None
    """Why there are no scores, as a clause, where it is not that none were given."""
    in_plain_order: bool = True
    """Whether the columns of scores are the classes, one by one."""

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the prediction is the label, (n,)."""
        return np.asarray(self.predicted == self.labels)

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
    return joined(
        brought._replace(ids=None), labelled(brought.labels, "labels", names, noun, brought.columns)
    )


def with_dataset(brought: PredictionsRead, data: Dataset) -> Brought:
    """Study predictions for the test images of a dataset.  Raises PredictionsError."""
    given = joined(brought, Labelled(data.classes, data.classes.names, data.test.labels))
    return replace(
        given,
        source=Source(data.title, data.source, data.name, data.reading or KNOWN_FILES, data.published),
        test=data.test,
        training=data.training,
    )


@dataclass(frozen=True)
class Labelled:
    """The classes of test images, and the label of each as an index among them, intp (n,)."""

    classes: Classes
    """Those that occur."""
    names: tuple[str, ...] | None
    """Of all classes, where they are named."""
    truth: NDArray[np.integer]
    are_texts: bool = False
    notes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Classes of further labels, as of training images."""

    @property
    def known(self) -> Known:
        """What is known when columns of scores are looked at."""
        return Known(self.classes.names, self.names, self.others, self.are_texts)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Those that predictions may name."""
        return self.names or self.classes.names


def labelled(
    labels: Array,
    what: str,
    names: Sequence[str] | None,
    noun: str | None,
    heads: Sequence[str] | None = None,
) -> Labelled:
    """Find the classes that labels name: among `names`, else among the heads of columns.  Raises PredictionsError."""
    are_texts, found = labels.dtype.kind in "UO", labels_of.flat(labels, what)
    if names is None and heads:
        names = column_order.names_of(heads, labels_of.names_of(found))
    if names is None:
        _, truth = np.unique(found, return_inverse=True)
        return Labelled(labels_of.classes_named(labels_of.names_of(found), noun), None, truth, are_texts)
    every = labels_of.classes_named(names, noun)
    places, said = labels_of.placed(found, every.names, what)
    used, truth = np.unique(places, return_inverse=True)
    present = labels_of.classes_named([every.names[place] for place in used.tolist()], every.noun)
    return Labelled(present, every.names, truth, are_texts, (said,) if said else ())


def joined(brought: PredictionsRead, labels: Labelled) -> Brought:
    """Join predictions with labels, row by row, or by the numbers of the images.

    Raises PredictionsError where they do not fit.
    """
    what = brought.scores if brought.scores is not None else brought.predicted
    _same_rows(what, labels)
    labels = replace(labels, notes=(*brought.notes, *labels.notes))
    if brought.ids is None:
        return _joined(brought, labels)
    by_ids, as_they_stand = _tried(_sorted(brought), labels), _tried(brought, labels)
    if as_they_stand and (by_ids is None or column_order.clearly_more(as_they_stand.correct, by_ids.correct)):
        return _with_rows(
            as_they_stand, by_ids, "left in their order, although a column numbers the images in another"
        )
    if by_ids is None:
        return _joined(_sorted(brought), labels)  # raises again
    return _with_rows(by_ids, as_they_stand, "brought into the order of the column that numbers the images")


def _tried(brought: PredictionsRead, labels: Labelled) -> Brought | None:
    try:
        return _joined(brought, labels)
    except PredictionsError:
        return None


def _with_rows(chosen: Brought, other: Brought | None, how: str) -> Brought:
    """Say in which order the rows were read, and what the other one would have given."""
    said = f"The rows were {how}: {chosen.correct.sum():,} of {len(chosen.labels):,} predictions are correct"
    said += f"; read otherwise, {other.correct.sum():,} would be." if other else "."
    return replace(chosen, notes=(*chosen.notes, said))


def _sorted(brought: PredictionsRead) -> PredictionsRead:
    """Bring all rows into the order of the ids."""
    assert brought.ids is not None  # noqa: S101  # the caller looked
    rows = np.argsort(brought.ids)
    columns = {
        name: column[rows]
        for name in ("scores", "predicted", "labels", "beside")
        if (column := getattr(brought, name)) is not None
    }
    return brought._replace(ids=None, **columns)


def _joined(brought: PredictionsRead, labels: Labelled) -> Brought:
    _check_labels_beside(brought, labels)
    if brought.scores is None:
        assert brought.predicted is not None  # noqa: S101  # one of both is there
        return _of_classes(labels_of.flat(brought.predicted, "predictions"), labels)
    return _of_scores(brought, score_meaning.finite(brought.scores), labels)


def _check_labels_beside(brought: PredictionsRead, labels: Labelled) -> None:
    """Hold labels beside the predictions to those that were given otherwise."""
    if brought.labels is None:
        return
    found = labels_of.placed(labels_of.flat(brought.labels, "labels"), labels.all_names, "labels").places
    other = int((np.array(labels.all_names)[found] != np.array(labels.classes.names)[labels.truth]).sum())
    if other:
        raise PredictionsError(
            f"Expected the labels beside the predictions to be those of the test images, found {other:,} of "
            f"{len(found):,} others: give the predictions in the order of the test images, or with a column `id`."
        )


def _of_classes(predicted: Array, labels: Labelled) -> Brought:
    """Join predicted classes, numbers or names (n,)."""
    names, notes = labels.names, labels.notes
    if names is None and predicted.dtype.kind != "U" and labels.known.are_numbers:
        names, predicted, notes = _by_number(predicted, labels)
    names = names or labels.classes.names
    places, said = labels_of.placed(predicted, names, "predictions")
    notes = (*notes, said) if said else notes
    return _of_names(np.array(names)[places], labels, notes)


def _by_number(predicted: Array, labels: Labelled) -> tuple[tuple[str, ...], Array, tuple[str, ...]]:
    """Name numbers by themselves; where labels count from 1 and predictions from 0, one more."""
    present = set(labels.classes.names)
    found = np.unique(predicted).tolist()
    said = labels.notes
    if not {str(each) for each in found} <= present and {str(each + 1) for each in found} <= present:
        predicted = predicted + 1
        said = (
            *said,
            "The predictions count from 0 and the labels from 1: one was added to each prediction.",
        )
    every = {*labels.classes.names, *map(str, np.unique(predicted).tolist())}
    return tuple(sorted(every, key=int)), predicted, said


def _of_names(
    predicted: NDArray[np.str_], labels: Labelled, notes: tuple[str, ...], no_scores: str | None = None
) -> Brought:
    """Join the names of predicted classes, of each of which there must be test images."""
    known = {name: place for place, name in enumerate(labels.classes.names)}
    unique, inverse, counts = np.unique(predicted, return_inverse=True, return_counts=True)
    for name, count in zip(unique.tolist(), counts.tolist(), strict=True):
        if name not in known:
            raise PredictionsError(
                f"Expected test images of each class that is predicted, found none of “{short(name)}”, which {count:,} "
                f"prediction{'s name' if count > 1 else ' names'}: give test images of it, or leave out these rows."
            )
    places = np.array([known[name] for name in unique.tolist()], np.intp)[inverse]
    left_out = [name for name in labels.names or () if name not in known]
    notes = (*notes, f"{NO_IMAGES_OF}: {', '.join(left_out)}.") if left_out else notes
    return Brought(labels.classes, labels.truth, places, notes=notes, no_scores=no_scores)


def _of_scores(brought: PredictionsRead, scores: NDArray[np.float64], labels: Labelled) -> Brought:
    """Join scores with a column per class, whatever their order, and perhaps further columns."""
    found = column_order.orders(scores.shape[1], brought.columns, labels.known)
    if not found:
        raise _no_order(brought, scores, labels)
    highest, names = scores.argmax(axis=1), np.array(labels.classes.names)
    order, said = column_order.chosen(found, highest, names[labels.truth])
    notes = (*labels.notes, said) if said else labels.notes
    predicted = np.array(order.names)[highest]
    if score_meaning.decisions(scores):
        return _of_names(predicted, labels, notes, DECISIONS)
    columns = [order.names.index(name) for name in labels.classes.names]
    meant = score_meaning.of_classes(scores, columns)
    notes = (
        *notes,
        *_left_out(predicted, order.names, labels),
        *_differing(brought.beside, predicted, order.names),
        *_rounded(meant),
    )
    plain = columns == list(range(scores.shape[1]))
    return Brought(
        labels.classes,
        labels.truth,
        meant.logits.argmax(axis=1),
        scores=meant,
        notes=notes,
        in_plain_order=plain,
    )


def _left_out(predicted: NDArray[np.str_], names: Sequence[str], labels: Labelled) -> Iterator[str]:
    """Name the columns of classes without test images, and say what that changes."""
    present, n = np.array(labels.classes.names), len(predicted)
    others = [name for name in (*names, *(labels.names or ())) if name not in labels.classes.names]
    if not others:
        return
    moved = int((~np.isin(predicted, present)).sum())
    if 2 * moved > n:
        raise PredictionsError(
            f"Expected the highest score in a column of a class with test images, found it in others "
            f"({short(', '.join(others))}) for {moved:,} of {n:,} images: leave out columns that are no scores, or name the "
            "classes in the order of the columns."
        )
    said = f"{NO_IMAGES_OF}: {', '.join(dict.fromkeys(others))}."
    if moved:
        right = (predicted == present[labels.truth]).mean()
        said += (
            f" {moved:,} of {n:,} images had their highest score there; their prediction is the most probable of the other "
            f"classes. Counted as errors, they would give an accuracy of {100 * right:.2f}%."
        )
    yield said


def _differing(beside: Array | None, predicted: NDArray[np.str_], names: Sequence[str]) -> Iterator[str]:
    """Count the rows whose predicted class is another than that of the highest score."""
    if beside is None:
        return
    places, _ = labels_of.placed(labels_of.flat(beside, "predictions"), names, "predictions")
    other = int((np.array(names)[places] != predicted).sum())
    if other:
        yield (
            f"In {other:,} of {len(predicted):,} rows the predicted class is not that of the highest score, which was "
            "followed."
        )


def _rounded(found: Scores) -> Iterator[str]:
    """Say what rounding leaves open."""
    if found.decimals is None:
        return
    yield (
        f"All probabilities are multiples of {10.0**-found.decimals:.{found.decimals}f}, as after rounding; what this may "
        "decide is left out."
    )
    highest = found.logits.max(axis=1, keepdims=True)
    equal = int(((highest - found.logits < 1e-9).sum(axis=1) > 1).sum())
    if equal:
        yield (
            f"For {equal:,} image{'s' * (equal != 1)} two classes share the highest probability, and the first of them is "
            "the prediction."
        )


def _no_order(brought: PredictionsRead, scores: NDArray[np.float64], labels: Labelled) -> PredictionsError:
    """Say why no order of the columns fits."""
    names, found, heads = labels.all_names, scores.shape[1], brought.columns
    if heads and found >= len(labels.classes.names):
        unknown = min(set(heads) - set(names), default=heads[0])
        return PredictionsError(
            f"Expected the columns of scores to be named after the classes ({short(', '.join(names))}), found "
            f"“{short(unknown)}”: rename the columns, or leave out the names."
        )
    return PredictionsError(
        f"Expected {len(names)} columns of scores, one per class, found {found}: leave out what "
        "is no score, or name the classes in the order of the columns."
    )


def _same_rows(found: Array | None, labels: Labelled) -> None:
    images = len(labels.truth)
    if found is None or len(found) == images:
        return
    if found.ndim == 2 and found.shape[1] == images:
        raise PredictionsError(
            f"Expected a row of scores for each of {images:,} test images, found a column for each: transpose the array."
        )
    what = "predictions" if found.ndim == 1 else "rows of scores"
    raise PredictionsError(
        f"Expected {what} for {images:,} test images, found {len(found):,}: give one row per test image, in their order."
    )
