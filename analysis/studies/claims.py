"""The claims that such a report usually makes, put to the numbers of this run.

The marks were set before any network was trained; they are the same for every run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.bundle.claims import Claim

if TYPE_CHECKING:
    from analysis.bundle.accuracy import AccuracyFindings
    from analysis.bundle.claims import Verdict
    from analysis.bundle.class_means import MeanFindings
    from analysis.bundle.confidence import ConfidenceFindings
    from analysis.bundle.confusion import ConfusionFindings
    from analysis.bundle.projection import ProjectionFindings

HIGH = 0.99
SURE = 0.9
POINT = 0.01
LINKED = -0.5
# Kaufman & Rousseeuw 1990, chapter 2: above 0.5 a reasonable structure, above 0.25 a weak one.
CLEAR, WEAK = 0.5, 0.25


def judge(
    accuracy: AccuracyFindings,
    confusion: ConfusionFindings,
    mean_digits: MeanFindings,
    confidence: ConfidenceFindings,
    projection: ProjectionFindings,
) -> tuple[Claim, ...]:
    """Judge the six claims, in reading order."""
    return (
        high_accuracy(accuracy),
        sure_when_right(confidence),
        calibrated(confidence),
        look_alikes(confusion),
        close_means(mean_digits, confusion),
        clusters(projection),
    )


def high_accuracy(accuracy: AccuracyFindings) -> Claim:
    """Judge `The network reads more than 99% of unseen digits correctly.`

    Supported when the whole interval is above 0.99, partly when it includes 0.99.
    """
    overall = accuracy.overall
    return Claim(
        name="high-accuracy",
        verdict=_verdict(overall.low > HIGH, overall.high >= HIGH),
        figures={
            "mark": HIGH,
            "correct": overall.count,
            "images": overall.total,
            "accuracy": overall.value,
            "low": overall.low,
            "high": overall.high,
        },
    )


def sure_when_right(confidence: ConfidenceFindings) -> Claim:
    """Judge `It is sure when it is right.`

    Supported when 95 in 100 correct answers have a confidence of 0.9 or more, partly when half of them have.
    """
    correct = confidence.correct
    median, low_tail = correct.median or 0.0, correct.low_tail or 0.0
    return Claim(
        name="sure-when-right",
        verdict=_verdict(low_tail >= SURE, median >= SURE),
        figures={
            "mark": SURE,
            "correct": correct.count,
            "correct_sure": correct.count - correct.below_90,
            "median": median,
            "low_tail": low_tail,
            "mistakes": confidence.wrong.count,
            "mistakes_sure": confidence.wrong.count - confidence.wrong.below_90,
        },
    )


def calibrated(confidence: ConfidenceFindings) -> Claim:
    """Judge `Its confidence can be taken at its word.`

    Supported when the interval of mean confidence minus accuracy lies within one percentage point, and the
    calibration error is no more than chance (p ≥ 0.05) in both binnings.  Partly when that interval lies within one
    point or includes 0.
    """
    gap, (width, mass) = confidence.calibration.gap, confidence.calibration.errors
    close = max(-gap.low, gap.high) <= POINT
    return Claim(
        name="calibrated",
        verdict=_verdict(close and min(width.p, mass.p) >= 0.05, close or gap.low <= 0 <= gap.high),
        figures={
            "mark": POINT,
            "gap": gap.value,
            "low": gap.low,
            "high": gap.high,
            "equal_width_p": width.p,
            "equal_mass_p": mass.p,
        },
    )


def look_alikes(confusion: ConfusionFindings) -> Claim:
    """Judge `Mistakes occur mainly between look-alikes such as 3/5 or 8/9.`

    Supported when the interval of their share of the mistakes is above one half.  Partly when it includes one half,
    and the share is beyond an even spread and beyond the proneness of the digits (p < 0.05 each).  Without mistakes
    nothing supports it.
    """
    found = confusion.look_alikes
    if found is None:
        return Claim(name="look-alikes", verdict="not supported", figures={"mistakes": 0})
    beyond_chance = max(found.even_p, found.margins_p) < 0.05
    return Claim(
        name="look-alikes",
        verdict=_verdict(found.mainly, found.share.high >= 0.5 and beyond_chance),
        figures={
            "mark": 0.5,
            "mistakes": found.share.total,
            "mistakes_of_pairs": found.share.count,
            "share": found.share.value,
            "low": found.share.low,
            "high": found.share.high,
            "even_share": found.even_share,
            "even_p": found.even_p,
            "margins_share": found.margins_share,
            "margins_p": found.margins_p,
        },
    )


def close_means(mean_digits: MeanFindings, confusion: ConfusionFindings) -> Claim:
    """Judge `Digits whose averages look alike are the ones it confuses.`

    Supported when distance and mistakes are linked over the 45 pairs beyond chance (p < 0.05) and not weakly
    (ρ ≤ −0.5).  Partly when they are linked weakly, or when the closest pair of all stands out among the mistakes.
    Without mistakes nothing supports it.
    """
    closest, farthest = mean_digits.ranked[0], mean_digits.ranked[-1]
    tier = {pair.digits: pair.tier for pair in confusion.pairs}[closest.digits]
    rho, p = mean_digits.link_rho, mean_digits.link_p
    linked = p is not None and p < 0.05
    figures: dict[str, float | int | bool] = {
        "mark": LINKED,
        "closest_first": closest.digits[0],
        "closest_second": closest.digits[1],
        "closest_distance": closest.distance,
        "closest_mistakes": closest.mistakes,
        "closest_stands_out": tier == "stands out",
        "farthest_distance": farthest.distance,
    }
    if rho is not None and p is not None:
        figures |= {"rho": rho, "p": p}
    strong = linked and rho is not None and rho <= LINKED
    return Claim(
        name="close-means", verdict=_verdict(strong, linked or tier == "stands out"), figures=figures
    )


def clusters(projection: ProjectionFindings) -> Claim:
    """Judge `The digits form clear clusters in PCA.`

    Supported when the silhouette is above 0.5 in the plane of the pixels and in that of the features, partly when
    it is above 0.25 in one of them.
    """
    pixels, features = projection.pixels, projection.features
    return Claim(
        name="clusters",
        verdict=_verdict(
            min(pixels.silhouette, features.silhouette) > CLEAR,
            max(pixels.silhouette, features.silhouette) > WEAK,
        ),
        figures={
            "mark": CLEAR,
            "weak_mark": WEAK,
            "pixel_silhouette": pixels.silhouette,
            "feature_silhouette": features.silhouette,
            "pixel_clear_digits": sum(value > CLEAR for value in pixels.digit_silhouettes),
            "feature_clear_digits": sum(value > CLEAR for value in features.digit_silhouettes),
            "pixel_neighbours": pixels.neighbours.value,
            "feature_neighbours": features.neighbours.value,
        },
    )


def _verdict(supported: bool, partly: bool) -> Verdict:
    return "supported" if supported else "partly supported" if partly else "not supported"
