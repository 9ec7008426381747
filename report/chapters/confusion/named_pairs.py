"""The prespecified pairs, wherever they rank, and the claim about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.class_means import ClassMeanFindings
from analysis.bundle.confusion import ConfusionFindings, NamedBy, NamedPairs, Pair
from analysis.bundle.record import Verdict, present
from report.chapters.face_offs import FaceOff, downloads, face_off
from report.chapters.model import Column, Figure, NumberedTable, Table
from report.chapters.phrases import prespecified_names
from report.chapters.subject import prespecified
from report.text.formats import (
    between,
    between_per_thousand,
    count,
    listed,
    percent,
    probability,
    sentence,
)
from report.text.grammar import confused, errors_are, opening, ordinal, plural, things, times
from report.text.naming import Naming

HEADINGS: dict[NamedBy, str] = {
    "usage": "Prespecified",
    "settings": "Prespecified",
    "training means": "Prespecified",
}
FEW = 5  # below, only the number of errors is said


@dataclass(frozen=True)
class JudgedPair:
    """One pair, the verdict on “more often than expected”, and the numbers that decide it."""

    faces: FaceOff
    verdict: Verdict
    statement: str
    evidence: str


def sentences(bundle: Bundle, naming: Naming) -> dict[str, Any]:
    """Return what the template prints about single pairs, by name."""
    found, means = bundle.findings.confusion, present(bundle.findings.class_means)
    these = found.named_pairs
    return {
        "total": things(found.errors_total, "error"),
        "judged": _judged(found, means, naming) if means else [],
        "named": prespecified_names(found, naming) if found.named else "",
        "any_named": bool(found.named),
        "named_by": found.named_by,
        "others": _others(means, naming) if means else "",
        "look_alikes": _named_share_in_words(these) if these else "",
    }


def figure(bundle: Bundle, naming: Naming) -> Figure | None:
    """Set the means of each named pair side by side; None without images, or where no pair was named."""
    named = prespecified(bundle.findings.confusion)
    means = present(bundle.findings.class_means)
    if not named or means is None:
        return None
    return Figure(
        claim=_named_claim(named, naming),
        measure="Mean training image of each class, their difference, and the verdict on “confused more often than expected”",
        **downloads(means.differences, naming),
        wide=True,
    )


def _named_claim(named: list[Pair], naming: Naming) -> str:
    if not any(pair.errors for pair in named):
        return f"None of {naming.pairs(pair.classes for pair in named)} was ever confused."
    return f"{sentence(', '.join(f'{naming.pair(pair.classes)} were {confused(pair.errors)}' for pair in named))}."


def _judged(found: ConfusionFindings, means: ClassMeanFindings, naming: Naming) -> list[JudgedPair]:
    by_classes = {pair.classes: pair for pair in found.pairs}
    return [
        JudgedPair(
            faces=face_off(difference, naming),
            verdict=by_classes[difference.classes].verdict,
            statement=f"{sentence(naming.pair(difference.classes))} are confused more often than expected.",
            evidence=_evidence(by_classes[difference.classes], difference.distance.rank, found, naming),
        )
        for difference in means.differences
    ]


def _evidence(pair: Pair, rank: int, found: ConfusionFindings, naming: Naming) -> str:
    closest = "the closest" if rank == 1 else f"{ordinal(rank)} closest"
    means = f"The two means are {closest} of the {count(found.pair_count)} pairs."
    return f"{_errors_of(pair, naming)} {_against_uniform(pair)} {means}"


def _errors_of(pair: Pair, naming: Naming) -> str:
    images, (first, second) = f"in {count(pair.rate.total)} images", pair.classes
    if not pair.errors:
        upper = between_per_thousand(pair.rate).split()[-1]
        return f"No error {images}; a rate of up to {upper} per 1,000 is compatible with that."
    ways = [
        (pair.first_as_second, naming.error(first, second)),
        (pair.second_as_first, naming.error(second, first)),
    ]
    said = [f"{name} ({times(many)})" for many, name in ways if many]
    return f"{opening(pair.errors)} {plural(pair.errors, 'error')} {images}: {listed(said)}."


def _against_uniform(pair: Pair) -> str:
    if pair.adjusted_p is None:
        return "Without any error, pairs cannot be compared."
    p = probability(pair.adjusted_p)
    return {
        "supported": f"That is significantly more than expected by chance (adjusted {p}).",
        "partly supported": f"That is more than expected by chance, but not significantly (adjusted {p}).",
        "not supported": "That is not more than expected by chance.",
    }[pair.verdict]


def _others(means: ClassMeanFindings, naming: Naming) -> str:
    """Say why pairs that were not named are shown."""
    reasons = []
    for each in means.differences:
        closest = ["the closest means"] if each.closest else []
        most = ["the most errors"] if each.most_errors else []
        if not each.named and closest + most:
            reasons.append(f"{naming.pair(each.classes)} have {listed(closest + most)}")
    return "; ".join(reasons)


class _Share(NamedTuple):
    name: str
    share: str
    test: str
    """Interval, or what is decided."""


def named_share(found: ConfusionFindings, naming: Naming) -> NumberedTable | None:
    """Tabulate the named pairs' share of all errors against two baselines and one half."""
    these = found.named_pairs
    if these is None:
        return None
    half = "above" if these.majority else "below" if these.minority else "includes it"
    pairs = naming.pairs(these.pairs)
    shares = [
        _Share(f"{pairs}: {count(these.share.count)} of {count(these.share.total)}", percent(these.share, 1), between(these.share, 1)),
        _Share(f"Null hypothesis: errors proportional to the images of the {count(found.pair_count)} pairs", percent(these.uniform_share, 1), probability(these.uniform_p)),
        _Share(
            "Quasi-independence (expected from the row and column totals)",
            percent(these.quasi_independence_share, 1),
            probability(these.quasi_independence_p),
        ),
        _Share("“Mainly” requires more than", "50%", f"interval {half}"),
    ]  # fmt: skip
    return NumberedTable(
        claim=f"{errors_are(these.share.count, these.share.total)} between the classes of {pairs}. {_most(these)}",
        measure="Share of all errors (Wilson interval), against two baselines and against one half; one-sided binomial tests",
        table=Table(
            shares,
            [
                Column(f"Of {things(found.errors_total, 'error')}", lambda one: one.name),
                Column("Share", lambda one: one.share, "number"),
                Column("95% interval or test", lambda one: one.test, "number"),
            ],
        ),
    )


def _most(these: NamedPairs) -> str:
    if these.majority:
        return "That is the majority."
    if these.share.total < FEW:
        return "So few cannot show “mainly”."
    return (
        "That is not the majority." if these.minority else "Whether that is the majority cannot be decided."
    )


def _named_share_in_words(these: NamedPairs) -> str:
    share = these.share
    interval = f": {percent(share, 1)}, 95% interval {between(share, 1)}" if share.count >= FEW else ""
    taken = f"{errors_are(share.count, share.total)} between the two classes of one of them{interval}."
    return " ".join([taken, *([_against_baselines(these)] if share.count else []), _mainly(these)])


def _against_baselines(these: NamedPairs) -> str:
    uniform, quasi = probability(these.uniform_p), probability(these.quasi_independence_p)
    above = "significantly more" if these.above_uniform else "not significantly more"
    also = "" if these.above_uniform == these.above_quasi_independence else "but "
    then = "also " if not also and these.above_uniform else ""
    second = "significantly more" if these.above_quasi_independence else "not significantly more"
    return (
        f"That is {above} than expected if errors were proportional to images ({uniform}), {also or 'and '}{then}{second} than "
        f"quasi-independence gives ({quasi})."
    )


def _mainly(these: NamedPairs) -> str:
    if these.share.total < FEW:
        return "So few errors cannot show “mainly”."
    if these.majority:
        return "The whole 95% interval of their share is above one half, so “mainly” holds for them."
    if these.minority:
        return "The whole 95% interval of their share is below one half, so “mainly” does not hold for them."
    return "The 95% interval of their share includes one half, so “mainly” is not shown for them."
