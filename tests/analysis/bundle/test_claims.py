"""Verdicts follow the figures."""

from __future__ import annotations

from typing import get_args

import pytest

from analysis.bundle import Bundle, claims
from analysis.bundle.claims import Claim, ClaimName
from analysis.bundle.class_means import DistanceErrorLink
from analysis.bundle.record import LATER as NO_MEANS
from analysis.bundle.record import Estimate, Proportion, present
from tests.pretended import changed, pretended


def share(low: float, value: float, high: float) -> Proportion:
    return pretended(Proportion, count=1, total=2, value=value, low=low, high=high)


def test_every_claim_is_judged_once_in_reading_order(tiny_bundle: Bundle) -> None:
    """The six names of the bundle, each with figures."""
    assert tuple(claim.name for claim in tiny_bundle.findings.claims) == get_args(ClaimName)
    assert all(claim.figures for claim in tiny_bundle.findings.claims)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.991, 0.995, "supported"), (0.985, 0.995, "partly supported"), (0.97, 0.985, "not supported")],
)
def test_high_accuracy_needs_the_whole_interval(
    tiny_bundle: Bundle, low: float, high: float, verdict: str
) -> None:
    """99% must be below, within or above the interval."""
    accuracy = changed(tiny_bundle.findings.accuracy, overall=share(low, (low + high) / 2, high))

    assert claims.high_accuracy(accuracy).verdict == verdict


@pytest.mark.parametrize(
    ("median", "low_tail", "verdict"),
    [(0.99, 0.95, "supported"), (0.99, 0.6, "partly supported"), (0.7, 0.4, "not supported")],
)
def test_sure_when_right_needs_95_in_100(
    tiny_bundle: Bundle, median: float, low_tail: float, verdict: str
) -> None:
    """The surest half alone supports it in part."""
    confidence = present(tiny_bundle.findings.confidence)
    assert confidence
    spread = changed(confidence.correct, median=median, low_tail=low_tail)

    assert claims.sure_when_right(changed(confidence, correct=spread)).verdict == verdict


@pytest.mark.parametrize(
    ("gap", "p", "verdict"),
    [
        ((-0.001, 0.002), 0.4, "supported"),
        ((-0.001, 0.002), 0.01, "partly supported"),
        ((-0.04, 0.03), 0.4, "partly supported"),
        ((0.02, 0.05), 0.4, "not supported"),
    ],
)
def test_calibrated_needs_a_small_gap_and_no_excess_error(
    tiny_bundle: Bundle, gap: tuple[float, float], p: float, verdict: str
) -> None:
    """A wide interval around 0 is no support, but no contradiction either."""
    found = present(tiny_bundle.findings.calibration)
    assert found
    unscaled = changed(
        found.unscaled,
        gap=Estimate(value=sum(gap) / 2, low=gap[0], high=gap[1]),
        errors=tuple(changed(error, p=p, significant=p < 0.05) for error in found.unscaled.errors),
    )

    assert claims.calibrated(changed(found, unscaled=unscaled)).verdict == verdict


@pytest.mark.parametrize(
    ("interval", "p", "verdict"),
    [
        ((0.55, 0.7, 0.8), 0.001, "supported"),
        ((0.3, 0.45, 0.6), 0.001, "partly supported"),
        ((0.3, 0.45, 0.6), 0.2, "not supported"),
        ((0.05, 0.1, 0.19), 0.001, "not supported"),
    ],
)
def test_look_alikes_must_take_more_than_half(
    tiny_bundle: Bundle, interval: tuple[float, float, float], p: float, verdict: str
) -> None:
    """More than an even share is not yet `mainly`."""
    confusion = tiny_bundle.findings.confusion
    assert confusion.named_pairs is not None
    found = changed(
        confusion.named_pairs,
        share=share(*interval),
        above_uniform=p < 0.05,
        above_quasi_independence=p < 0.05,
        majority=interval[0] > 0.5,
        minority=interval[2] < 0.5,
    )

    assert judged(claims.look_alikes(changed(confusion, named_pairs=found), NO_MEANS)) == verdict
    assert judged(claims.look_alikes(changed(confusion, named_pairs=None), NO_MEANS)) == "not supported"


def test_without_named_pairs_there_is_no_such_claim(tiny_bundle: Bundle) -> None:
    """Nobody claimed anything of the pairs of other classes."""
    confusion = tiny_bundle.findings.confusion
    unnamed = tuple(changed(pair, named=False) for pair in confusion.pairs)

    assert claims.look_alikes(changed(confusion, named_pairs=None, pairs=unnamed), NO_MEANS) is None


def test_a_verdict_turns_where_it_says(tiny_bundle: Bundle) -> None:
    """With the most errors that a claim says it allows it is still so; with one more it is not."""
    accuracy = tiny_bundle.findings.accuracy
    verdicts = {
        errors: claims.high_accuracy(changed(accuracy, overall=Proportion.of(10_000 - errors, 10_000)))
        for errors in (0, 80, 81, 119, 120)
    }
    turns = {"most_errors_supported": 80, "most_errors_partly": 119}

    assert all(found.turns == turns for found in verdicts.values())
    assert [found.verdict for found in verdicts.values()] == [
        *("supported", "supported", "partly supported", "partly supported", "not supported")
    ]


def test_look_alikes_are_judged_by_both_readings(tiny_bundle: Bundle) -> None:
    """Beside the prespecified pairs stand those with the closest means, by the same rule on their own share."""
    found = next(each for each in tiny_bundle.findings.claims if each.name == "look-alikes")
    means = present(tiny_bundle.findings.class_means)

    assert means
    assert means.closest_pairs
    assert found.other_reading
    assert found.other_reading.pairs.share == means.closest_pairs.share
    assert found.other_reading.pairs.uniform_share == means.closest_pairs.uniform_share


def judged(claim: Claim | None) -> str:
    """Return the verdict of a claim that there is."""
    assert claim
    return claim.verdict


@pytest.mark.parametrize(
    ("rho", "p", "significant", "verdict"),
    [
        (-0.7, 0.001, False, "supported"),
        (-0.3, 0.001, False, "partly supported"),
        (-0.3, 0.2, True, "partly supported"),
        (-0.6, 0.2, False, "not supported"),
        (0.7, 0.001, False, "not supported"),
        (None, None, False, "not supported"),
    ],
)
def test_close_means_must_be_linked_to_errors(
    tiny_bundle: Bundle, rho: float | None, p: float | None, significant: bool, verdict: str
) -> None:
    """A weak correlation over all pairs, or the closest pair alone, supports it in part; a positive one never does."""
    confusion, means = tiny_bundle.findings.confusion, present(tiny_bundle.findings.class_means)
    assert means
    link = None if rho is None or p is None else DistanceErrorLink(rho=rho, p=p, significant=p < 0.05)
    closest = means.ranked[0].classes
    pairs = tuple(
        changed(pair, significant=significant and pair.classes == closest) for pair in confusion.pairs
    )

    judgement = claims.close_means(changed(means, link=link), changed(confusion, pairs=pairs))
    assert judged(judgement) == verdict


def test_means_of_two_classes_are_not_close(tiny_bundle: Bundle) -> None:
    """One pair is neither closer than another nor confused more often, so that there is nothing to judge."""
    means = present(tiny_bundle.findings.class_means)
    assert means

    assert claims.close_means(means, changed(tiny_bundle.findings.confusion, pair_count=1)) is None


@pytest.mark.parametrize(
    ("pixels", "features", "verdict"),
    [
        (0.6, 0.7, "supported"),
        (0.02, 0.7, "partly supported"),
        (0.02, 0.3, "partly supported"),
        (0.02, 0.2, "not supported"),
    ],
)
def test_clusters_must_be_clear_in_both_planes(
    tiny_bundle: Bundle, pixels: float, features: float, verdict: str
) -> None:
    """Structure in one plane supports it in part."""
    planes = present(tiny_bundle.findings.projection)
    assert planes
    features_plane = present(planes.features)
    assert features_plane
    found = changed(
        planes,
        pixels=changed(planes.pixels, silhouette=pixels),
        features=changed(features_plane, silhouette=features),
    )

    assert claims.clusters(found).verdict == verdict
