"""Every network and every kind of data has valid findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.bundle import Findings, storage
from analysis.bundle.claims import judge
from analysis.bundle.record import Omitted, present
from analysis.studies import study
from tests.evidences import whole
from tests.made_up import bundle_of


def shifted(labels: np.ndarray) -> np.ndarray:
    return np.asarray((labels + 1) % (labels.max() + 1))


def sure_of(predicted: np.ndarray, k: int) -> np.ndarray:
    return np.asarray(np.random.default_rng(0).uniform(3, 9, (len(predicted), 1)) * np.eye(k)[predicted])


NETWORKS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "always right": lambda y: sure_of(y, y.max() + 1),
    "always wrong": lambda y: sure_of(shifted(y), y.max() + 1),
    "one answer": lambda y: sure_of(np.ones_like(y), y.max() + 1),
    "one class always wrong": lambda y: sure_of(np.where(y == 1, shifted(y), y), y.max() + 1),
    "constant confidence": lambda y: 2 * np.eye(y.max() + 1)[np.where(np.arange(len(y)) % 3, y, shifted(y))],
    "no opinion": lambda y: np.zeros((len(y), y.max() + 1)),
    "saturated": lambda y: 800 * np.eye(y.max() + 1)[np.where(np.arange(len(y)) % 5, y, shifted(y))],
}


def findings(network: str, classes: int, *, blank: bool = False) -> Findings:
    return bundle_of(whole(classes, NETWORKS[network], blank=blank)).findings


@pytest.mark.parametrize("classes", [2, 3, 6, 12])
@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_gives_a_bundle_that_can_be_read_back(
    network: str, classes: int, tmp_path: Path
) -> None:
    """Whole and without NaN, for two classes as for twelve."""
    written = storage.write(bundle_of(whole(classes, NETWORKS[network])), tmp_path / "results.json")

    assert storage.read(tmp_path / "results.json") == written
    left_out = {name for name, part in written.findings if isinstance(part, Omitted)} - set(NOT_STUDIED)
    assert left_out == (set() if written.findings.accuracy.errors.count else {"error_evidence"})


NOT_STUDIED = {"all_images", "binary", "seeds", "slices", "stress", "writer_groups", "disputed_labels"}


@pytest.mark.parametrize("network", ["always right", "one answer"])
def test_blank_images_give_a_bundle_that_can_be_read_back(network: str, tmp_path: Path) -> None:
    """Means that are all alike, features without variance: no distance is linked to errors."""
    written = storage.write(bundle_of(whole(4, NETWORKS[network], blank=True)), tmp_path / "results.json")
    means, planes = present(written.findings.class_means), present(written.findings.projection)

    assert means
    assert planes
    assert means.link is None
    assert (planes.pixels.explained, planes.pixels.silhouette) == ((0,) * 10, 0)
    assert len(means.ties_with_closest) == 6


def test_a_network_that_is_always_right_has_no_errors_to_describe() -> None:
    """No error is named, shown or ranked; no claim on errors is supported."""
    found = findings("always right", 6)
    confidence, selective = present(found.confidence), present(found.selective_prediction)

    assert confidence
    assert selective
    assert (found.confusion.largest_cell, found.confusion.named_pairs, found.confusion.uniformity_p) == (
        None,
    ) * 3
    assert (confidence.error_confidence, confidence.errors_below_90) == ("no errors", None)
    assert {point.errors_withheld for point in selective.points} == {None}
    assert selective.aurc == selective.aurc_random == 0
    verdicts = {claim.name: claim.verdict for claim in found.claims}
    assert verdicts["look-alikes"] == verdicts["close-means"] == "not supported"


def test_a_network_that_is_always_wrong_has_no_correct_prediction_to_describe() -> None:
    """No median, no example, no class with the lowest tail; the accuracy's interval begins at 0."""
    found = findings("always wrong", 6)
    confidence = present(found.confidence)

    assert confidence
    assert (found.accuracy.overall.value, found.accuracy.overall.low, found.accuracy.macro_f1.value) == (
        0,
        0,
        0,
    )
    assert found.accuracy.near_chance
    assert (confidence.correct.median, confidence.lowest_class) == (None, None)
    assert confidence.least_confident_correct == ()
    assert {claim.verdict for claim in found.claims if claim.name == "sure-when-right"} == {"not supported"}


def test_a_network_with_one_answer_never_predicts_the_others() -> None:
    """They have no precision, and no class has the largest gap to it."""
    accuracy = findings("one answer", 6).accuracy

    assert accuracy.never_predicted == (0, 2, 3, 4, 5)
    assert accuracy.largest_gap is None
    assert [one.precision is None for one in accuracy.classes] == [True, False, True, True, True, True]
    assert accuracy.near_chance


def test_predictions_alone_are_studied_and_the_rest_is_omitted_with_its_reason() -> None:
    """Labels and predicted classes: accuracy, confusion, table, and the claims that rest on these."""
    evidence = whole(6, NETWORKS["one class always wrong"])
    found = study(
        replace(
            evidence, probabilities=None, validation=None, images=None, training_images=None, features=None
        )
    )
    omitted = {name: part.reason for name, part in found.items() if isinstance(part, Omitted)}

    assert (
        omitted["scores"] == omitted["confidence"] == omitted["calibration"] == "no probabilities were given"
    )
    assert omitted["class_means"] == omitted["gallery"] == "no test images were given"
    assert found["confusion"].errors[0].confidence is None
    assert found["predictions"].confidence is None
    judged = judge(*(found[part] for part in JUDGED))
    assert [claim.name for claim in judged] == ["high-accuracy", "look-alikes"]


JUDGED = ("accuracy", "confidence", "calibration", "confusion", "class_means", "projection")


@pytest.mark.parametrize("width", [1, 2])
def test_few_features_still_span_a_plane(width: int) -> None:
    """With one feature the second component is 0 for every image."""
    evidence = whole(3, NETWORKS["constant confidence"])
    assert evidence.features
    known, test = evidence.features.training, np.asarray(evidence.features.test[slice(None)])
    narrow = replace(
        evidence.features,
        training=replace(known, vectors=known.vectors[:, :width]),
        test=test[:, :width],
    )
    plane = study(replace(evidence, features=narrow))["projection"].features

    assert len(plane.explained) == plane.dimensions == width
    assert plane.plane_variance == pytest.approx(1)
    assert (plane.points.array()[:, 1] == 0).all() == (width == 1)
