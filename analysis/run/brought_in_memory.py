"""Everything that a notebook hands over, joined into what can be studied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.brought import array_images, resolve
from analysis.brought import labels as labels_of
from analysis.brought.arrays import array, images_and_labels
from analysis.brought.history import LACKING, history_of
from analysis.brought.network_in_memory import Answers, NetworkInMemory, answers, with_features
from analysis.brought.predictions import PredictionsRead, by_shape, of_frame
from analysis.brought.resolve import Brought, Labelled, Source
from analysis.bundle import Bundle
from analysis.bundle.network_use import ArrayUse, ChannelEnds
from analysis.bundle.record import Omitted
from analysis.bundle.training import BroughtHistory
from analysis.data.images import ImageSet
from analysis.run.brought_study import study_brought
from analysis.run.provenance import Stopwatch
from analysis.run.settings import Settings
from analysis.system.errors import DatasetError, SettingsError

Array = NDArray[np.generic]

OTHER_OUTPUTS = Omitted(
    reason="the outputs of the network are not the classes of this report, in their order"
)
# Fewer leave a class without a mean or a spread.
FEWEST_TRAINING = 2


@dataclass(frozen=True)
class Handed:
    """What was handed over, as it is; None for what was not."""

    model: Any = None
    x_test: Any = None
    y_test: Any = None
    predictions: Any = None
    x_train: Any = None
    y_train: Any = None
    history: Any = None
    classes: Sequence[str] | None = None
    noun: str | None = None


def study_handed(handed: Handed, settings: Settings, watch: Stopwatch) -> tuple[Bundle, bytes | None]:
    """Predict where there is a network, study, and return the bundle and the network's file, if it has one.

    Raises DigitsReportError.
    """
    given = _joined(handed, watch)
    with watch.stage("studying the predictions"):
        bundle = study_brought(given, settings, watch)
    if given.network:
        from analysis.run import pipeline

        pipeline.mention_size(given.network.file, watch.progress)
    return bundle, given.network.file if given.network else None


def _joined(handed: Handed, watch: Stopwatch) -> Brought:
    if (handed.model is None) == (handed.predictions is None):
        raise SettingsError(
            "Expected a model or predictions, found both or neither: report.build(model, x_test, y_test), or "
            "report.build(predictions=…, y_test=…)."
        )
    x_test, y_test = images_and_labels(handed.x_test, handed.y_test, "x_test")
    x_train, y_train = images_and_labels(handed.x_train, handed.y_train, "x_train")
    brought = _predictions(handed)
    if y_test is None and brought:
        y_test = brought.labels
    _check_given(handed, x_test, y_test, x_train, y_train)
    assert y_test is not None  # noqa: S101  # checked just before
    rule = None if x_test is None else array_images.rule_for(x_test)
    found = _asked(handed, x_test, watch) if brought is None else None
    brought = by_shape(found.scores)._replace(columns=found.columns) if found else brought
    assert brought is not None  # noqa: S101  # there is a model or there are predictions
    labels = _labelled(handed, brought, y_test, y_train)
    given = resolve.joined(brought, labels)
    if x_test is None or rule is None:
        return replace(given, history=_history(handed.history, watch))
    given = _with_pictures(given, labels, rule, (x_test, x_train, y_train))
    network = with_features(found, x_test, x_train, given.training) if found else None
    arrays = _arrays(x_test, rule, network, given) if network else None
    given = replace(given, network=network, arrays=arrays, function=_is_function(handed, network))
    return replace(given, history=_history(handed.history, watch))


def _predictions(handed: Handed) -> PredictionsRead | None:
    """Return predictions by the names of their columns where they have some; None where there are none."""
    found = handed.predictions
    if found is None:
        return None
    if not (hasattr(found, "columns") and hasattr(found, "iloc")):
        return by_shape(array(found, "predictions"))
    ours, theirs = found.index, getattr(handed.y_test, "index", None)
    if theirs is None or not hasattr(theirs, "get_indexer"):
        return of_frame(found)
    rows = ours.get_indexer(theirs) if ours.is_unique else np.array([-1])
    matched = len(ours) == len(theirs) and (rows >= 0).all()
    return of_frame(found.iloc[rows] if matched else found)._replace(ids=None)


def _asked(handed: Handed, x_test: Array | None, watch: Stopwatch) -> Answers:
    assert x_test is not None  # noqa: S101  # _check_given says so
    with watch.stage("predicting"):
        return answers(handed.model, x_test)


def _labelled(handed: Handed, brought: PredictionsRead, y_test: Array, y_train: Array | None) -> Labelled:
    """Find the classes of the labels; those of training images may be more."""
    found = resolve.labelled(y_test, "y_test", handed.classes, handed.noun, brought.columns)
    if y_train is None or found.names is not None:
        return found
    return replace(found, others=labels_of.names_of(labels_of.flat(y_train, "y_train")))


def _with_pictures(
    given: Brought,
    labels: Labelled,
    rule: array_images.Rule,
    images: tuple[Array, Array | None, Array | None],
) -> Brought:
    """Add test and training images as the report shows them, and how they came about."""
    x_test, x_train, y_train = images
    test = ImageSet(array_images.shown(x_test, rule), given.labels, given.classes, rule.kind)
    source = Source("the given images", f"the given arrays, {rule.said}")
    given = replace(given, test=test, source=source)
    if x_train is None or y_train is None:
        return given
    return replace(given, training=_training(test, labels, x_train, y_train, rule))


def _training(
    test: ImageSet, labels: Labelled, x_train: Array, y_train: Array, rule: array_images.Rule
) -> ImageSet:
    """Return the training images of the classes that have test images."""
    classes, names = test.classes, labels.names or tuple(dict.fromkeys((*test.classes.names, *labels.others)))
    places = labels_of.placed(labels_of.flat(y_train, "y_train"), names, "y_train").places
    place_of = np.array([classes.names.index(name) if name in classes.names else -1 for name in names])
    known = place_of[places]
    kept = known >= 0
    if not kept.all():
        x_train, known = x_train[kept], known[kept]
    found = ImageSet(array_images.shown(x_train, rule, "x_train"), known, classes, rule.kind)
    if found.images.shape[1:] != test.images.shape[1:] or min(found.per_class()) < FEWEST_TRAINING:
        raise DatasetError(
            f"Expected training images of the shape of the test images, {test.shape}, and {FEWEST_TRAINING} of every "
            f"{classes.noun} at least, found {found.shape} and {min(found.per_class())}: mend or leave out x_train."
        )
    return found


def _arrays(
    x_test: Array, rule: array_images.Rule, network: NetworkInMemory, given: Brought
) -> ArrayUse | Omitted:
    """Say how a picture becomes such an array, or why that is not known."""
    if not given.in_plain_order:
        return OTHER_OUTPUTS
    ends = array_images.form_of(x_test, rule)
    if isinstance(ends, str):
        return Omitted(reason=ends)
    each = tuple(ChannelEnds(zero=zero, full=full) for zero, full in zip(*ends, strict=True))
    first, channels = each[0], each if len(each) > 1 else ()
    return ArrayUse(
        shape=x_test.shape[1:], zero=first.zero, full=first.full, channels=channels, outputs=network.outputs
    )


def _is_function(handed: Handed, network: NetworkInMemory | None) -> bool:
    return handed.model is not None and network is None


def _history(history: object, watch: Stopwatch) -> BroughtHistory | None:
    found = None if history is None else history_of(history)
    if history is not None and found is None:
        watch.progress.warn(LACKING)
    return found


def _check_given(
    handed: Handed, x_test: Array | None, y_test: Array | None, x_train: Array | None, y_train: Array | None
) -> None:
    """Raise SettingsError where something is missing without which the rest is of no use."""
    for lacking, what, when in (
        (y_test is None, "y_test", "the true labels of the test images"),
        (handed.model is not None and x_test is None, "x_test", "the images that the network is asked about"),
        (x_train is not None and y_train is None, "y_train", "the labels of x_train"),
        (x_train is not None and x_test is None, "x_test", "the images to which x_train is compared"),
    ):
        if lacking:
            raise SettingsError(f"Expected {what}, {when}, found none: give it as {what}=….")
    if x_test is not None and y_test is not None and len(x_test) != len(y_test):
        raise DatasetError(
            f"Expected one label per test image, found {len(x_test):,} images and {len(y_test):,} labels: check that they "
            "belong together."
        )
