"""Every figure of the report, drawn from made-up records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from analysis.bundle.classes import ImageFormat
from analysis.bundle.predictions import PredictionTable
from report.figures import (
    accuracy,
    architecture,
    calibration,
    class_means,
    confidence,
    confused_pairs,
    projection,
    training,
)
from report.figures.canvas import Canvas, Place
from tests.report.figures import records
from tests.report.figures.confidence_records import calibrated, confident, selective
from tests.report.figures.image_records import means, plane, projected
from tests.report.figures.records import Kind
from tests.report.figures.training_records import network, seeded, trained


class Drawing(NamedTuple):
    """One figure of one network, where it stands, and its heights."""

    draw: Callable[[Canvas], None]
    place: Place
    height: int
    narrow: int
    paper: int


def drawings(count: int, kind: Kind) -> dict[str, Drawing]:
    """Return every figure of the report, for a network with so many classes."""
    made, classes = records.predicted(count, kind), records.CLASSES[count]
    images = ImageFormat(height=28, width=28, channels=1, polarity="ink")
    found, wrong, sure = records.scores(made), records.confused(made), confident(made)
    table = PredictionTable(
        labels=tuple(made.labels.tolist()),
        predicted=tuple(made.predicted.tolist()),
        second=None,
        confidence=None,
    )
    mean = means(made, images)
    layers = network(count // 2)
    tall = partial(class_means.means_height, classes=classes, images=images)
    deep = partial(architecture.architecture_height, len(layers.layers))
    shown = len(confused_pairs.shown_pairs(wrong))
    both = {
        "recalls": _rows(
            partial(accuracy.recalls, found=found, classes=classes), accuracy.recalls_height, count
        ),
        "seeds": _fixed(partial(accuracy.seeds, found=seeded(count), shown_seed=1), "text", 206),
        "pairs": _rows(
            partial(confused_pairs.pairs, found=wrong, classes=classes), confused_pairs.pairs_height, shown
        ),
        "means": Drawing(
            partial(class_means.means, found=mean, classes=classes, images=images),
            "wide",
            tall(896),
            tall(358),
            tall(627, paper=True),
        ),
        "distances": _fixed(partial(class_means.distances, found=mean, classes=classes), "text", 400),
        "confidence": _fixed(partial(confidence.confidence, found=sure), "text", 400),
        "class-confidence": _rows(
            partial(confidence.class_confidence, found=sure, errors=wrong, classes=classes),
            confidence.class_confidence_height,
            count,
        ),
        "reliability": _fixed(partial(calibration.reliability, found=calibrated(made)), "text", 420),
        "risk-coverage": _fixed(partial(calibration.risk_coverage, found=selective(made)), "text", 330),
        "plane": _fixed(
            partial(projection.plane, found=plane(made), predictions=table, classes=classes), "half", 434
        ),
        "explained": _fixed(
            partial(projection.explained, found=projected(made, features=count != 3)), "text", 300
        ),
        "training-error": _fixed(partial(training.training_error, found=trained(count)), "half", 300),
        "training-loss": _fixed(partial(training.training_loss, found=trained(count)), "half", 300),
        "architecture": Drawing(
            partial(architecture.architecture, network=layers), "wide", deep(896), deep(358), deep(627)
        ),
    }
    return (
        both if wrong.errors_total else {name: one for name, one in both.items() if name != "risk-coverage"}
    )


def _fixed(draw: Callable[[Canvas], None], place: Place, height: int) -> Drawing:
    return Drawing(draw, place, height, min(height, 400), round(0.8 * height))


def _rows(draw: Callable[[Canvas], None], height: Callable[..., int], count: int) -> Drawing:
    return Drawing(draw, "text", height(count), height(count), height(count, paper=True))
