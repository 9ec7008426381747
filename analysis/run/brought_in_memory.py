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
from analysis.brought.network_in_memory import NetworkInMemory, answers
from analysis.brought.predictions_file import PredictionsRead, by_shape
from analysis.brought.resolve import Brought, Source
from analysis.bundle import Bundle
from analysis.bundle.classes import Classes
from analysis.bundle.network_use import ArrayUse, ChannelEnds
from analysis.bundle.record import Omitted
from analysis.bundle.training import BroughtHistory
from analysis.data.images import ImageSet
from analysis.run.brought_study import study_brought
from analysis.run.provenance import Stopwatch
from analysis.run.settings import Settings
from analysis.system.errors import DatasetError, SettingsError

Array = NDArray[np.generic]

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
    _check_given(handed, x_test, y_test, x_train, y_train)
    truth = labels_of.flat(y_test, "y_test")  # type: ignore[arg-type]  # checked just before
    classes = _classes(handed, truth, y_train)
    true = labels_of.indices(truth, classes, "y_test")
    test, training, rule = _pictures(classes, (x_test, true), (x_train, y_train))
    brought, network = _brought(handed, x_test, x_train, training, watch)
    source = Source("the given images", f"the given arrays, {rule.said}") if rule else Source()
    given = resolve.joined(brought, classes, true, source)
    given = replace(
        given, test=test, training=training, network=network, function=_is_function(handed, network)
    )
    if network and rule and x_test is not None:
        given = replace(given, arrays=_arrays(x_test, rule, network))
    return replace(given, history=_history(handed.history, watch))


def _arrays(x_test: Array, rule: array_images.Rule, network: NetworkInMemory) -> ArrayUse | Omitted:
    """Say how a picture becomes such an array, or why that is not known."""
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


def _classes(handed: Handed, truth: Array, y_train: Array | None) -> Classes:
    """Name the classes; of scores there is a column for each, which may be more than the labels show."""
    predicted, columns = None, None
    if handed.predictions is not None:
        brought = by_shape(array(handed.predictions, "predictions"))
        predicted = None if brought.predicted is None else labels_of.flat(brought.predicted, "predictions")
        columns = None if brought.scores is None else brought.scores.shape[1]
    elif y_train is not None:
        predicted = labels_of.flat(y_train, "y_train")
    return labels_of.classes_of(truth, predicted, columns, handed.classes, handed.noun)


def _pictures(
    classes: Classes,
    test: tuple[Array | None, NDArray[np.integer]],
    training: tuple[Array | None, Array | None],
) -> tuple[ImageSet | None, ImageSet | None, array_images.Rule | None]:
    """Return the images as the report shows them, and how they came about; None for those that were not given."""
    if test[0] is None:
        return None, None, None
    rule = array_images.rule_for(test[0])
    shown = ImageSet(array_images.shown(test[0], rule), test[1], classes, rule.kind)
    if training[0] is None or training[1] is None:
        return shown, None, rule
    labels = labels_of.indices(labels_of.flat(training[1], "y_train"), classes, "y_train")
    known = ImageSet(array_images.shown(training[0], rule, "x_train"), labels, classes, rule.kind)
    if known.images.shape[1:] != shown.images.shape[1:] or min(known.per_class()) < FEWEST_TRAINING:
        raise DatasetError(
            f"Expected training images of the shape of the test images, {shown.shape}, and {FEWEST_TRAINING} of every "
            f"{classes.noun} at least, found {known.shape} and {min(known.per_class())}: mend or leave out x_train."
        )
    return shown, known, rule


def _brought(
    handed: Handed, x_test: Array | None, x_train: Array | None, known: ImageSet | None, watch: Stopwatch
) -> tuple[PredictionsRead, NetworkInMemory | None]:
    if handed.predictions is not None:
        return by_shape(array(handed.predictions, "predictions")), None
    assert x_test is not None  # noqa: S101  # _check_given says so
    with watch.stage("predicting"):
        found = answers(handed.model, x_test, x_train, known)
    return by_shape(found.scores), found.network
