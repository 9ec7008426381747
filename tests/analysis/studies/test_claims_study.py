"""Verdicts follow the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from analysis.bundle.claims import ClaimName
from analysis.bundle.record import Estimate, Proportion
from analysis.studies import claims

if TYPE_CHECKING:
    from analysis.bundle import Bundle
    from analysis.bundle.record import Record


def changed(record: Record, **fields: object) -> Record:
    return record.model_copy(update=fields)


def share(low: float, value: float, high: float) -> Proportion:
    return Proportion(count=1, total=2, value=value, low=low, high=high)


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
    confidence = tiny_bundle.findings.confidence
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
    confidence = tiny_bundle.findings.confidence
    calibration = changed(
        confidence.calibration,
        gap=Estimate(value=sum(gap) / 2, low=gap[0], high=gap[1]),
        errors=tuple(changed(error, p=p) for error in confidence.calibration.errors),
    )

    assert claims.calibrated(changed(confidence, calibration=calibration)).verdict == verdict


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
    assert confusion.look_alikes is not None
    found = changed(
        confusion.look_alikes, share=share(*interval), even_p=p, margins_p=p, mainly=interval[0] > 0.5
    )

    assert claims.look_alikes(changed(confusion, look_alikes=found)).verdict == verdict
    assert claims.look_alikes(changed(confusion, look_alikes=None)).verdict == "not supported"


@pytest.mark.parametrize(
    ("rho", "p", "tier", "verdict"),
    [
        (-0.7, 0.001, "seen", "supported"),
        (-0.3, 0.001, "seen", "partly supported"),
        (-0.3, 0.2, "stands out", "partly supported"),
        (-0.6, 0.2, "seen", "not supported"),
        (None, None, "never seen", "not supported"),
    ],
)
def test_close_means_must_be_linked_to_mistakes(
    tiny_bundle: Bundle, rho: float | None, p: float | None, tier: str, verdict: str
) -> None:
    """A weak link over all pairs, or the closest pair alone, supports it in part."""
    findings = tiny_bundle.findings
    means = changed(findings.mean_digits, link_rho=rho, link_p=p)
    closest = means.ranked[0].digits
    pairs = tuple(
        changed(pair, tier=tier) if pair.digits == closest else pair for pair in findings.confusion.pairs
    )

    assert claims.close_means(means, changed(findings.confusion, pairs=pairs)).verdict == verdict


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
    planes = tiny_bundle.findings.projection
    found = changed(
        planes,
        pixels=changed(planes.pixels, silhouette=pixels),
        features=changed(planes.features, silhouette=features),
    )

    assert claims.clusters(found).verdict == verdict
