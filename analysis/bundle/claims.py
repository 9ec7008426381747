"""The claims that such a report usually makes, put to the numbers of this run.

The thresholds are the same for every report, so that none was chosen with a result in sight.
"""

from __future__ import annotations

from bisect import bisect
from typing import Literal

from pydantic import Field

from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.calibration import CalibrationFindings
from analysis.bundle.class_means import ClassMeanFindings
from analysis.bundle.confidence import ConfidenceFindings
from analysis.bundle.confusion import ConfusionFindings, NamedPairs
from analysis.bundle.projection import Plane, ProjectionFindings
from analysis.bundle.record import Omitted, Record, Verdict, present
from analysis.statistics.intervals import wilson

ClaimName = Literal[
    "high-accuracy", "sure-when-right", "calibrated", "look-alikes", "close-means", "clusters"
]
HIGH = 0.99
SURE = 0.9
POINT = 0.01
POWER = 1.96 + 0.84
LINKED = -0.5
# Kaufman & Rousseeuw 1990, chapter 2: above 0.5 a reasonable structure, above 0.25 a weak one.
CLEAR, WEAK = 0.5, 0.25


class Reading(Record):
    """The same claim, about other pairs of classes."""

    pairs: NamedPairs
    verdict: Verdict


class Claim(Record):
    """One claim, its verdict, the figures that decided it, and what would have changed it."""

    name: ClaimName
    verdict: Verdict
    figures: dict[str, float | int | bool]
    """Named figures; the rule that turns them into the verdict stands at the function of that name."""
    turns: dict[str, float | int] = Field(default={})
    """Named figures at which the verdict would be another, and what would have been found; see the function."""
    other_reading: Reading | None = None
    """Of look-alikes: the tenth of all pairs with the closest means in place of the prespecified ones."""


class VerdictCounts(Record):
    """How many claims got each verdict."""

    claims: int
    supported: int
    partly_supported: int
    not_supported: int


def judge(  # noqa: PLR0913, PLR0917  # each study that a claim rests on
    accuracy: AccuracyFindings,
    confidence: ConfidenceFindings | Omitted,
    calibration: CalibrationFindings | Omitted,
    confusion: ConfusionFindings,
    means: ClassMeanFindings | Omitted,
    projection: ProjectionFindings | Omitted,
) -> tuple[Claim, ...]:
    """Judge the claims whose studies were made, in reading order."""
    claims = (
        high_accuracy(accuracy),
        None if isinstance(confidence, Omitted) else sure_when_right(confidence),
        None if isinstance(calibration, Omitted) else calibrated(calibration),
        look_alikes(confusion, means),
        None if isinstance(means, Omitted) else close_means(means, confusion),
        None if isinstance(projection, Omitted) else clusters(projection),
    )
    return tuple(claim for claim in claims if claim)


def count_verdicts(claims: tuple[Claim, ...]) -> VerdictCounts:
    """Count the verdicts."""
    verdicts = [claim.verdict for claim in claims]
    return VerdictCounts(
        claims=len(claims),
        supported=verdicts.count("supported"),
        partly_supported=verdicts.count("partly supported"),
        not_supported=verdicts.count("not supported"),
    )


def high_accuracy(accuracy: AccuracyFindings) -> Claim:
    """Judge `The classification accuracy on unseen images exceeds 99%.`

    Supported when the whole interval is above 0.99, partly when it includes 0.99.  It turns on the largest numbers of
    errors with which it is supported, −1 where no number is small enough, and partly supported.
    """
    overall = accuracy.overall
    errors, n = range(overall.total + 1), overall.total
    return Claim(
        name="high-accuracy",
        verdict=_verdict(overall.low > HIGH, overall.high >= HIGH),
        figures={
            "threshold": HIGH,
            "correct": overall.count,
            "images": overall.total,
            "accuracy": overall.value,
            "low": overall.low,
            "high": overall.high,
        },
        turns={
            "most_errors_supported": bisect(errors, False, key=lambda e: wilson(n - e, n)[0] <= HIGH) - 1,
            "most_errors_partly": bisect(errors, False, key=lambda e: wilson(n - e, n)[1] < HIGH) - 1,
        },
    )


def sure_when_right(confidence: ConfidenceFindings) -> Claim:
    """Judge `Correct predictions have high confidence.`

    Supported when 95% of the correct predictions have a confidence of 0.9 or more, partly when half of them have.
    """
    correct = confidence.correct
    median, low_tail = correct.median or 0.0, correct.low_tail or 0.0
    return Claim(
        name="sure-when-right",
        verdict=_verdict(low_tail >= SURE, median >= SURE),
        figures={
            "threshold": SURE,
            "correct": correct.count,
            "correct_high": correct.at_least_90,
            "median": median,
            "low_tail": low_tail,
            "errors": confidence.incorrect.count,
            "errors_high": confidence.incorrect.at_least_90,
        },
    )


def calibrated(calibration: CalibrationFindings) -> Claim:
    """Judge `The confidence is calibrated: it matches the accuracy.`

    Supported when the interval of mean confidence minus accuracy lies within one percentage point, and no calibration
    error is significant (p < 0.05).  Partly when that interval lies within one point or includes 0.  Detectable is the
    difference that 80% of samples of this size would show: 1.96 + 0.84 standard errors.
    """
    gap, errors = calibration.unscaled.gap, calibration.unscaled.errors
    close = max(-gap.low, gap.high) <= POINT
    significant = any(error.significant for error in errors)
    return Claim(
        name="calibrated",
        verdict=_verdict(close and not significant, close or gap.low <= 0 <= gap.high),
        figures={
            "threshold": POINT,
            "gap": gap.value,
            "low": gap.low,
            "high": gap.high,
            "equal_width_p": errors[0].p,
            "equal_mass_p": errors[1].p,
        },
        turns={"detectable": POWER * (gap.high - gap.low) / 3.92},
    )


def look_alikes(confusion: ConfusionFindings, means: ClassMeanFindings | Omitted) -> Claim | None:
    """Judge `Errors occur mainly between look-alikes such as 3/5 or 8/9.`; None where no pair was named.

    Supported when the interval of their share of the errors is above one half.  Partly when it includes one half, and
    the share is above what is expected by chance and above quasi-independence (p < 0.05 each).  Without errors nothing supports
    it.  It turns on the smallest number of their errors with which it is supported, −1 where there are too few errors,
    and on the smallest with which it may be partly supported.  The other reading is judged alike.
    """
    found = confusion.named_pairs
    if found is None:
        named = any(pair.named for pair in confusion.pairs)
        return Claim(name="look-alikes", verdict="not supported", figures={"errors": 0}) if named else None
    n = found.share.total
    counts = range(n + 1)
    most = bisect(counts, False, key=lambda errors: wilson(errors, n)[0] > 0.5)
    return Claim(
        name="look-alikes",
        verdict=_of_pairs(found),
        turns={
            "fewest_supported": most if most <= n else -1,
            "fewest_partly": bisect(counts, False, key=lambda errors: wilson(errors, n)[1] >= 0.5),
        },
        other_reading=_closest(confusion, means),
        figures={
            "threshold": 0.5,
            "errors": found.share.total,
            "errors_of_pairs": found.share.count,
            "share": found.share.value,
            "low": found.share.low,
            "high": found.share.high,
            "uniform_share": found.uniform_share,
            "uniform_p": found.uniform_p,
            "quasi_independence_share": found.quasi_independence_share,
            "quasi_independence_p": found.quasi_independence_p,
        },
    )


def _of_pairs(found: NamedPairs) -> Verdict:
    above = found.above_uniform and found.above_quasi_independence
    return _verdict(found.majority, not found.minority and above)


def _closest(confusion: ConfusionFindings, means: ClassMeanFindings | Omitted) -> Reading | None:
    """Judge the pairs with the closest means, unless they are the prespecified ones."""
    if isinstance(means, Omitted) or confusion.named_by == "training means":
        return None
    found = confusion.share_of(tuple(sorted(pair.classes for pair in means.closest_tenth)))
    return Reading(pairs=found, verdict=_of_pairs(found))


def close_means(means: ClassMeanFindings, confusion: ConfusionFindings) -> Claim | None:
    """Judge `Classes with similar mean images are the ones it confuses.`; None with one pair, which nothing is closer than.

    Supported when distance and errors are correlated over all pairs (two-sided p < 0.05) and not weakly (ρ ≤ −0.5).
    Partly when they are correlated negatively but weakly, or when the closest pair has significantly more errors than expected.
    Without errors nothing supports it.
    """
    if confusion.pair_count == 1:
        return None
    closest, farthest, link = means.ranked[0], means.ranked[-1], means.link
    significant = next(pair.significant for pair in confusion.pairs if pair.classes == closest.classes)
    linked = link is not None and link.significant and link.rho < 0
    figures: dict[str, float | int | bool] = {
        "threshold": LINKED,
        "closest_first": closest.classes[0],
        "closest_second": closest.classes[1],
        "closest_distance": closest.distance,
        "closest_errors": closest.errors,
        "closest_significant": significant,
        "farthest_distance": farthest.distance,
    }
    if link:
        figures |= {"rho": link.rho, "p": link.p}
    strong = linked and link is not None and link.rho <= LINKED
    return Claim(name="close-means", verdict=_verdict(strong, linked or significant), figures=figures)


def clusters(projection: ProjectionFindings) -> Claim:
    """Judge `The classes form clear clusters in PCA.`

    Supported when the silhouette is above 0.5 in each plane, partly when it is above 0.25 in one of them.
    """
    features = present(projection.features)
    planes: dict[str, Plane] = {"pixel": projection.pixels, **({"feature": features} if features else {})}
    silhouettes = [plane.silhouette for plane in planes.values()]
    figures: dict[str, float | int | bool] = {"threshold": CLEAR, "weak_threshold": WEAK}
    for name, plane in planes.items():
        figures |= {
            f"{name}_silhouette": plane.silhouette,
            f"{name}_clear_classes": sum(value > CLEAR for value in plane.class_silhouettes),
            f"{name}_neighbours": plane.neighbours.value,
        }
    return Claim(
        name="clusters", verdict=_verdict(min(silhouettes) > CLEAR, max(silhouettes) > WEAK), figures=figures
    )


def _verdict(supported: bool, partly: bool) -> Verdict:
    return "supported" if supported else "partly supported" if partly else "not supported"
