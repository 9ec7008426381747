"""Evidence on single errors: nearest training images, occlusion, runs, votes; and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from analysis import studies
from analysis.bundle import Bundle, storage
from analysis.bundle.errors import ErrorEvidence, NearestCounts, NeighbourSpace, Occlusion
from analysis.bundle.record import Omitted, present
from analysis.bundle.seeds import SeedFindings
from analysis.data.images import Dataset, ImageSet
from analysis.evidence import AskedNetwork, Evidence
from analysis.statistics import label_votes
from analysis.statistics.nearest import nearest_by_class
from analysis.statistics.probabilities import Predictions, Probabilities
from analysis.statistics.selection import EXPLAINED
from analysis.studies import error_evidence
from analysis.system.cache import Kept
from tests.evidences import evidence_of, whole

PUBLISHED = Path(__file__).parents[3] / "site" / "results.json"
K = 4


def some_errors(labels: np.ndarray) -> np.ndarray:
    """Scores of a network that misclassifies every third image."""
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(len(labels), K))
    scores[np.arange(len(labels)), np.where(np.arange(len(labels)) % 3, labels, (labels + 1) % K)] += 6
    return scores


def flat(images: np.ndarray) -> np.ndarray:
    return np.asarray(images.reshape(len(images), -1) / 255)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Small images, and a network that sums their pixels with weights of each class."""
    found = whole(K, some_errors)
    assert found.images
    assert found.training_images
    weights = np.random.default_rng(1).normal(size=(20, K))
    hidden = np.random.default_rng(2).normal(size=(20, 5))

    network = AskedNetwork(
        lambda images: flat(images) @ weights,
        lambda images: flat(images) @ hidden,
        found.images.images,
        found.training_images.images,
    )
    return replace(found, network=network)


def spaces(found: ErrorEvidence) -> tuple[NeighbourSpace, NeighbourSpace]:
    pixels, features = present(found.pixels), present(found.features)
    assert pixels
    assert features
    return pixels, features


@given(seed=st.integers(0, 99), parts=st.integers(1, 5))
def test_the_nearest_of_each_class_are_those_of_all_distances(seed: int, parts: int) -> None:
    """However the vectors come, in whatever order."""
    rng = np.random.default_rng(seed)
    vectors, queries, labels = (
        rng.normal(size=(30, 3)),
        rng.normal(size=(4, 3)),
        rng.permutation(np.arange(30) % 3),
    )
    distances = cdist(queries, vectors)

    found = nearest_by_class(queries, np.array_split(vectors, parts), labels, 4)

    for label in range(3):
        of_class = np.where(labels == label, distances, np.inf)
        assert (found.rows[:, label] == of_class.argmin(axis=1)).all()
        assert found.distances[:, label] == pytest.approx(of_class.min(axis=1))
    assert np.isinf(found.distances[:, 3]).all()


def test_neighbours_are_the_nearest_training_images(evidence: Evidence) -> None:
    """Of the predicted and of the true class, in pixels and in features, and of another class where that is nearer."""
    found, training, network = error_evidence.study(evidence), evidence.training_images, evidence.network
    assert training
    assert network
    errors = list(found.indices)
    for space, vectors in zip(
        spaces(found),
        (flat, network.features),
        strict=True,
    ):
        distances = cdist(vectors(network.test[errors])[:], vectors(training.images)[:])
        assert space.among == len(training)
        for row, error, near in zip(distances, errors, space.errors, strict=True):
            classes = evidence.predictions.predicted[error], evidence.predictions.labels[error]
            for one, label in zip((near.predicted, near.true), classes, strict=True):
                assert one.label == training.labels[one.index] == label
                assert one.distance == pytest.approx(row[training.labels == label].min())
                assert row[one.index] == pytest.approx(one.distance)
            closest = int(training.labels[row.argmin()])
            assert (near.other is None) == (closest in classes)
            assert near.nearest == {classes[0]: "predicted", classes[1]: "true"}.get(closest, "other")
        counts = space.nearest
        assert counts.predicted + counts.true + counts.other == len(errors)


def test_the_images_of_all_neighbours_are_kept(evidence: Evidence) -> None:
    """Each once, by its row of the training images."""
    found = error_evidence.study(evidence)
    assert evidence.training_images
    assert found.training_pixels

    assert all(first < second for first, second in pairwise(found.training_indices))
    kept = found.training_pixels.array()
    assert (kept == evidence.training_images.images[list(found.training_indices)]).all()


def test_rows_are_those_of_the_data(evidence: Evidence) -> None:
    """Neighbours are looked for among all training images, those of the validation split among them, by their rows of the data."""
    known = evidence.training_images
    assert known
    assert evidence.network
    held = known[np.r_[0:5, 0 : len(known)]]
    network = replace(evidence.network, training=held.images)

    before = error_evidence.study(evidence)
    after = error_evidence.study(replace(evidence, held_training_images=held, network=network))

    for one, other in zip(spaces(before), spaces(after), strict=True):
        assert other.among == one.among + 5
        for near, moved in zip(one.errors, other.errors, strict=True):
            row = near.predicted.index
            assert moved.predicted.index == (row if row < 5 else row + 5)


@pytest.mark.parametrize("polarity", ["ink", "photograph"])
def test_occlusion_is_the_change_of_the_difference_of_two_logits(evidence: Evidence, polarity: Any) -> None:  # noqa: ANN401
    """Law: of a linear network, covering a square takes away what its pixels add; of photographs their mean stays."""
    assert evidence.images
    assert evidence.network
    images, scores = replace(evidence.images, polarity=polarity), evidence.network.logits
    found = present(error_evidence.study(replace(evidence, images=images)).occlusion)
    assert isinstance(found, Occlusion)
    assert (found.window, found.step) == (1, 1)
    for error, tall, largest in zip(
        error_evidence.study(evidence).indices, found.maps.array(), found.largest, strict=True
    ):
        label, predicted = evidence.predictions.labels[error], evidence.predictions.predicted[error]
        image = images.images[error]
        covered = image.copy()
        covered[3, 2] = image.mean() if polarity == "photograph" else 0
        before, after = scores(np.stack([image, covered]))
        fall = (before[label] - before[predicted]) - (after[label] - after[predicted])
        assert tall[3, 2] / 127 * largest == pytest.approx(fall, abs=largest / 250)
        assert abs(tall).max() == 127


def test_each_square_lies_around_its_place() -> None:
    """Law: a square of 6 × 6 pixels, in steps of 2, covers the two pixels of its place and two on each side."""
    ones = np.ones((28, 20), np.uint8)
    copies, shape = error_evidence.covered(ones, 0, 6, 2)

    assert shape == (14, 10)
    assert (np.argwhere(copies[0] == 0).max(axis=0) == (3, 3)).all()
    rows, columns = np.nonzero(copies[5 * 10 + 4] == 0)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (8, 13, 6, 11)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"network": None}, {"occlusion": "the network cannot be asked about other images"}),
        ({"network": None, "features": None}, {"features": "no features were given"}),
        ({"training_images": None}, {"pixels": "no training images were given"}),
        ({"images": None}, {"pixels": "no test images were given", "occlusion": "no test images were given"}),
        (
            {"extras": False},
            dict.fromkeys(("pixels", "features", "occlusion"), "the studies that take long were left out"),
        ),
    ],
    ids=["no network", "no features", "no training images", "no images", "no extras"],
)
def test_what_is_missing_is_omitted_with_its_reason(
    changes: dict[str, Any], missing: dict[str, str], evidence: Evidence
) -> None:
    """What is there is still found: the errors always."""
    found = error_evidence.study(replace(evidence, **changes))

    assert found.indices == error_evidence.study(evidence).indices
    for name, reason in missing.items():
        assert getattr(found, name) == Omitted(reason=reason)
    assert (found.training_pixels is None) == (not found.training_indices)


def test_the_most_confident_sixty_of_many_errors() -> None:
    """In falling order of confidence; without confidences, of the most frequent kinds."""
    labels = np.repeat(np.arange(10), 30)
    scores = np.random.default_rng(0).normal(size=(300, 10))
    many = evidence_of(labels, scores)
    found = error_evidence.study(many)
    assert many.probabilities

    confidence = many.probabilities.confidence[list(found.indices)]
    assert len(found.indices) == EXPLAINED
    assert (np.diff(confidence) <= 0).all()
    others = np.setdiff1d(np.flatnonzero(~many.predictions.correct), found.indices)
    assert many.probabilities.confidence[others].max() <= confidence.min()
    alone = error_evidence.study(replace(many, probabilities=None, no_probabilities="none"))
    assert len(alone.indices) == EXPLAINED


def test_the_same_data_and_network_are_studied_once(
    evidence: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: under the same key the network is not asked again, the record is equal; another key, or none, asks it."""
    monkeypatch.setattr(studies, "store", lambda: Kept(tmp_path, 10**7))
    (each,) = (one for one in studies.STUDIES if one.field == "error_evidence")
    assert evidence.network
    asked = SimpleNamespace(times=0)

    def counting(images: np.ndarray) -> np.ndarray:
        asked.times += 1
        assert evidence.network
        return np.asarray(evidence.network.logits(images))

    watched = replace(evidence, network=replace(evidence.network, logits=counting), key="one")
    first = studies.run(each, watched)
    times = asked.times
    again = studies.run(each, watched)

    assert again == first
    assert asked.times == times > 0
    for key in ("another", None):
        before = asked.times
        assert studies.run(each, replace(watched, key=key)) == first
        assert asked.times == before + times
    without = studies.run(each, replace(watched, extras=False))
    assert isinstance(without, ErrorEvidence)
    assert isinstance(without.occlusion, Omitted)


def test_votes_are_those_that_dispute_the_labels() -> None:
    """Five raters each; the published list are the labels that fewer than three confirmed (Northcutt et al. 2021)."""
    assert all(sum(votes[1:]) == 5 for votes in label_votes.VOTES.values())
    assert {
        *(947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729)
    } == label_votes.DISPUTED
    assert label_votes.VOTES[2462] == (0, 0, 4, 1)


def test_cards_join_what_is_known_of_an_error(swept_bundle: Bundle) -> None:
    """In how many runs it is an error follows from their predictions, the probabilities from the scores."""
    found, seeds = swept_bundle.findings, present(swept_bundle.findings.seeds)
    assert isinstance(seeds, SeedFindings)
    scores = found.predictions.scores.array()  # type: ignore[union-attr]  # they are kept
    labels = np.array(found.predictions.labels)
    logits = Probabilities(labels, scores)
    predicted = np.array([run.predicted.array() for run in seeds.runs])  # type: ignore[union-attr]  # as above

    assert found.error_cards.cards
    for card in found.error_cards.cards:
        row = card.image.index
        assert card.wrong_runs == int((predicted[:, row] != labels[row]).sum()) >= 1
        assert card.runs == 3
        assert card.kind == ("every run errs" if card.wrong_runs == 3 else "only some runs err")
        assert card.probabilities == pytest.approx(logits.probabilities[row], rel=1e-5)
        assert card.image.confidence == pytest.approx(logits.confidence[row], rel=1e-5)
        assert card.image.label_probability == pytest.approx(logits.label_probability[row], rel=1e-5)
    assert sum(each.count for each in found.error_cards.kinds) == len(found.error_cards.cards)


def test_neighbours_of_the_published_errors(mnist: Dataset) -> None:
    """In pixels 11 errors are nearest to a training image of the predicted class, 16 of the true one, 2 of another."""
    if not PUBLISHED.exists():
        pytest.skip("site/ is not here: nothing to compare with")
    table = storage.read(PUBLISHED).findings.predictions
    if table.labels != tuple(mnist.test.labels.tolist()):
        pytest.skip("the published report is about other images")
    evidence = Evidence(
        mnist.test.classes,
        Predictions(np.array(table.labels), np.array(table.predicted), 10),
        seed=0,
        images=mnist.test,
        training_images=mnist.training,
        mnist_test_set=True,
    )
    found = present(error_evidence.study(evidence).pixels)
    assert found
    assert found.nearest == NearestCounts(predicted=11, true=16, other=2)


def test_the_published_evidence() -> None:
    """In features 25 of the 29 errors are nearest to the predicted class, 4 to the true one: features repeat the answer."""
    if not PUBLISHED.exists():
        pytest.skip("site/ is not here: nothing to compare with")
    found = storage.read(PUBLISHED).findings
    if found.accuracy.errors.count != 29:
        pytest.skip("the published network is another")
    evidence = present(found.error_evidence)
    assert evidence
    pixels, features = spaces(evidence)
    assert pixels.nearest == NearestCounts(predicted=11, true=16, other=2)
    assert features.nearest == NearestCounts(predicted=25, true=4, other=0)
    assert [(each.kind, each.count) for each in found.error_cards.kinds] == [
        ("label disputed", 7),
        ("every run errs", 9),
        ("only some runs err", 13),
    ]


def test_an_image_set_without_errors_is_not_studied() -> None:
    """Without an error there is nothing to look at."""
    labels = np.repeat(np.arange(3), 4)
    right = evidence_of(
        labels, 9 * np.eye(3)[labels], images=ImageSet(np.zeros((12, 5, 5), np.uint8), labels)
    )
    (each,) = (one for one in studies.STUDIES if one.field == "error_evidence")

    assert studies.run(each, right) == Omitted(reason="no image was misclassified")
