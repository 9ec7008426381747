"""The claims: their figures are findings, and their verdicts follow from these by the fixed rules."""

from __future__ import annotations

from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import Either, agree, demand
from analysis.bundle.checks.formulas import below, verdict
from analysis.bundle.checks.table import Table
from analysis.bundle.record import present

FIELD = "findings.claims"
Figures = dict[str, Any]
HIGH, SURE, POINT, LINKED = 0.99, 0.9, 0.01, -0.5
CLEAR, WEAK = 0.5, 0.25


def check(bundle: Bundle, _table: Table) -> None:
    """Judge anew; a value at the threshold to six digits may be on either side of it."""
    wanted = {name: found for name, rule in RULES.items() if (found := rule(bundle))}
    claims = bundle.findings.claims
    agree(FIELD, [claim.name for claim in claims], list(wanted))
    for place, claim in enumerate(claims):
        figures, judged = wanted[claim.name]
        here = f"{FIELD}.{place}"
        demand(f"{here}.figures", claim.figures.keys() == figures.keys(), f"the figures {', '.join(figures)}")
        agree(f"{here}.figures", claim.figures, figures)
        agree(f"{here}.verdict", claim.verdict, judged)
    verdicts = [claim.verdict for claim in claims]
    agree("findings.verdicts", bundle.findings.verdicts, {
        "claims": len(claims),
        "supported": verdicts.count("supported"),
        "partly_supported": verdicts.count("partly supported"),
        "not_supported": verdicts.count("not supported"),
    })  # fmt: skip


def _judged(supported: bool | Either, partly: bool | Either) -> Either:
    """Return the verdicts that the rule allows: more than one where a value lies at its threshold."""
    first = supported.values if isinstance(supported, Either) else (supported,)
    second = partly.values if isinstance(partly, Either) else (partly,)
    return Either(sorted({verdict(one, other) for one in first for other in second}))


def _high_accuracy(bundle: Bundle) -> tuple[Figures, Either]:
    found = bundle.findings.accuracy.overall
    figures = {
        "threshold": HIGH,
        "correct": found.count,
        "images": found.total,
        "accuracy": found.value,
        "low": found.low,
        "high": found.high,
    }
    return figures, _judged(below(HIGH, found.low), below(HIGH, found.high))


def _sure_when_right(bundle: Bundle) -> tuple[Figures, Either] | None:
    found = present(bundle.findings.confidence)
    if found is None:
        return None
    correct, incorrect = found.correct, found.incorrect
    median, tail = correct.median or 0.0, correct.low_tail or 0.0
    figures = {
        "threshold": SURE,
        "correct": correct.count,
        "correct_high": correct.at_least_90,
        "median": median,
        "low_tail": tail,
        "errors": incorrect.count,
        "errors_high": incorrect.at_least_90,
    }
    return figures, _judged(below(SURE, tail), below(SURE, median))


def _calibrated(bundle: Bundle) -> tuple[Figures, Either] | None:
    found = present(bundle.findings.calibration)
    if found is None:
        return None
    gap, errors = found.unscaled.gap, found.unscaled.errors
    figures = {
        "threshold": POINT,
        "gap": gap.value,
        "low": gap.low,
        "high": gap.high,
        "equal_width_p": errors[0].p,
        "equal_mass_p": errors[1].p,
    }
    significant, close = any(error.significant for error in errors), below(max(-gap.low, gap.high), POINT)
    partly = close if gap.low > 0 or gap.high < 0 else True
    return figures, _judged(False if significant else close, partly)


def _look_alikes(bundle: Bundle) -> tuple[Figures, Either] | None:
    found = bundle.findings.confusion.named_pairs
    if found is None:
        named = any(pair.named for pair in bundle.findings.confusion.pairs)
        return ({"errors": 0}, Either(["not supported"])) if named else None
    figures = {
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
    }
    above = found.above_uniform and found.above_quasi_independence
    return figures, _judged(found.majority, not found.minority and above)


def _close_means(bundle: Bundle) -> tuple[Figures, Either] | None:
    found = present(bundle.findings.class_means)
    if found is None or bundle.findings.confusion.pair_count == 1:
        return None
    closest, farthest, link = found.ranked[0], found.ranked[-1], found.link
    significant = next(
        pair.significant for pair in bundle.findings.confusion.pairs if pair.classes == closest.classes
    )
    figures: Figures = {
        "threshold": LINKED,
        "closest_first": closest.classes[0],
        "closest_second": closest.classes[1],
        "closest_distance": closest.distance,
        "closest_errors": closest.errors,
        "closest_significant": significant,
        "farthest_distance": farthest.distance,
    }
    if link is None:
        return figures, _judged(False, significant)
    linked = link.significant and link.rho < 0
    return figures | {"rho": link.rho, "p": link.p}, _judged(
        linked and below(link.rho, LINKED), linked or significant
    )


def _clusters(bundle: Bundle) -> tuple[Figures, Either] | None:
    found = present(bundle.findings.projection)
    if found is None:
        return None
    features = present(found.features)
    planes = {"pixel": found.pixels, **({"feature": features} if features else {})}
    figures: Figures = {"threshold": CLEAR, "weak_threshold": WEAK}
    for name, plane in planes.items():
        clear = sum(value > CLEAR for value in plane.class_silhouettes)
        figures |= {
            f"{name}_silhouette": plane.silhouette,
            f"{name}_clear_classes": clear,
            f"{name}_neighbours": plane.neighbours.value,
        }
    values = [plane.silhouette for plane in planes.values()]
    return figures, _judged(below(CLEAR, min(values)), below(WEAK, max(values)))


RULES = {
    "high-accuracy": _high_accuracy,
    "sure-when-right": _sure_when_right,
    "calibrated": _calibrated,
    "look-alikes": _look_alikes,
    "close-means": _close_means,
    "clusters": _clusters,
}
