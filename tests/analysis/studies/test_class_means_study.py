"""Mean images, their distances, and what they explain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle.class_means import ClassMeanFindings
from analysis.data.images import ImageSet
from analysis.evidence import Evidence
from analysis.statistics.probabilities import Predictions
from analysis.studies.class_means import study
from tests.evidences import answers


def confused_thrice(digits: ImageSet) -> Evidence:
    """The small digits, where three 4s are predicted as 9."""
    predicted = digits.labels.astype(np.intp)
    predicted[np.flatnonzero(digits.labels == 4)[:3]] = 9
    return answers(digits.labels, predicted, images=digits, training_images=digits)


@pytest.fixture(scope="module")
def evidence(digits: ImageSet) -> Evidence:
    return confused_thrice(digits)


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> ClassMeanFindings:
    return study(evidence)


def test_distances_are_a_metric(found: ClassMeanFindings) -> None:
    """Symmetric, 0 to itself, no detour is shorter; the list is their upper half, closest first."""
    d = np.array(found.distances)

    assert (d == d.T).all()
    assert (d.diagonal() == 0).all()
    assert (d[:, None] <= d[:, :, None] + d[None] + 1e-12).all()
    assert [pair.distance for pair in found.ranked] == pytest.approx(
        sorted(d[np.triu_indices(10, 1)]), rel=1e-5
    )
    assert [pair.rank for pair in found.ranked] == list(range(1, 46))
    assert d.max() < found.largest_possible == 28


def test_stored_means_are_those_of_the_classes(found: ClassMeanFindings, digits: ImageSet) -> None:
    """To half a grey level, as the deviations are; the ink is the sum of the pixels."""
    for label in range(10):
        images = digits.images[digits.labels == label] / 255
        assert found.means.array()[label] / 255 == pytest.approx(images.mean(axis=0), abs=0.51 / 255)
        assert found.deviations.array()[label] / 510 == pytest.approx(
            images.std(axis=0, ddof=1), abs=0.51 / 510
        )
        assert found.mean_ink[label] == pytest.approx(images.mean(axis=0).sum())
    assert found.mean_deviation[found.least_varied] == min(found.mean_deviation)
    assert found.mean_deviation[found.most_varied] == max(found.mean_deviation)


def test_differences_show_the_named_the_closest_and_the_most_confused(found: ClassMeanFindings) -> None:
    """Signed, so that their sum is the difference in ink."""
    shown = {each.classes: each for each in found.differences}

    assert list(shown) == list(dict.fromkeys([(3, 5), (8, 9), found.ranked[0].classes, (4, 9)]))
    for (a, b), each in shown.items():
        ink = found.mean_ink[a] - found.mean_ink[b]
        assert each.ink_difference == pytest.approx(abs(ink), rel=1e-5)
        assert each.more_ink == (None if abs(ink) < 0.05 else a if ink > 0 else b)
        assert each.named == ((a, b) in {(3, 5), (8, 9)})
        assert each.closest == ((a, b) == found.ranked[0].classes)
        assert each.most_errors == ((a, b) == (4, 9))
        assert np.abs(each.difference.array()).max() == pytest.approx(127 * each.largest, abs=1)


def test_without_named_pairs_two_closest_pairs_are_shown(evidence: Evidence) -> None:
    """And the most confused one, where it is another."""
    found = study(replace(evidence, named_pairs=()))
    closest = [pair.classes for pair in found.ranked[:2]]

    assert [each.classes for each in found.differences] == list(dict.fromkeys([*closest, (4, 9)]))
    assert not any(each.named for each in found.differences)


def test_the_pairs_that_differ_in_the_fewest_pixels_are_named(found: ClassMeanFindings) -> None:
    """All of them, where several differ in as many."""
    fewest = min(each.pixels_beyond_tenth for each in found.differences)

    assert found.differences_named_alike == tuple(
        each.classes for each in found.differences if each.pixels_beyond_tenth == fewest
    )


def test_the_most_confused_pair_takes_all_errors_where_it_is_the_only_one(found: ClassMeanFindings) -> None:
    """Three errors of 4 and 9; the closest pair without errors is the closest other one."""
    assert found.most_confused is not None
    assert found.closest_without_errors is not None
    assert (found.most_confused.classes, found.most_confused.errors) == ((4, 9), 3)
    others = [pair for pair in found.ranked if pair.classes != (4, 9)]
    assert found.closest_without_errors == others[0]


def test_the_closest_tenth_of_the_pairs_is_four_of_45(found: ClassMeanFindings) -> None:
    """Its share counts errors between classes; a uniform spread gives about four in 45."""
    assert found.closest_pairs is not None
    within = any(pair.classes == (4, 9) for pair in found.ranked[:4])

    assert found.closest_pairs.pairs == 4
    assert (found.closest_pairs.share.count, found.closest_pairs.share.total) == (3 * within, 3)
    assert found.closest_pairs.uniform_share == pytest.approx(4 / 45, rel=0.02)


def test_the_advantage_is_measured_on_the_same_images(
    found: ClassMeanFindings, evidence: Evidence, digits: ImageSet
) -> None:
    """Accuracy of the network minus that of the nearest mean; 0 without width where both answer alike."""
    correct = evidence.predictions.correct
    advantage = found.network_advantage

    assert advantage.value == pytest.approx(correct.mean() - found.nearest_mean.value)
    assert advantage.low < advantage.value < advantage.high
    flat = digits.images.reshape(-1, 784) / 255
    means = np.array([flat[digits.labels == label].mean(axis=0) for label in range(10)])
    nearest = ((flat[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    same = study(replace(evidence, predictions=Predictions(digits.labels, nearest, 10))).network_advantage
    assert (same.low, same.value, same.high) == (0, 0, 0)


def test_means_within_chance_of_the_closest_are_tied(digits: ImageSet) -> None:
    """With a dozen images of each class more pairs are tied than with all; the closest is tied with itself."""
    rows = np.concatenate([np.flatnonzero(digits.labels == label)[:12] for label in range(10)])
    many, few = (
        study(answers(p.labels, p.labels, images=p, training_images=p)) for p in (digits, digits[rows])
    )

    assert many.ties_with_closest[0] == many.ranked[0].classes
    assert len(many.ties_with_closest) < len(few.ties_with_closest)
    for found in (many, few):
        first = found.ranked[0]
        for pair in found.ranked:
            chance = 1.96 * np.hypot(first.standard_error, pair.standard_error)
            assert (pair.classes in found.ties_with_closest) == (pair.distance - first.distance <= chance)
