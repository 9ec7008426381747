"""What the front page says: four numbers with their intervals, and what became of the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from report.text.formats import (
    between,
    count,
    count_between,
    estimate,
    fixed,
    listed,
    pair,
    percent,
    probability,
    sentence,
    words,
)
from report.text.grammar import exchanged, number, things
from report.wording import confidence

if TYPE_CHECKING:
    from analysis.bundle import Findings
    from analysis.bundle.claims import Claim, ClaimName
    from analysis.bundle.confusion import Pair
    from analysis.bundle.record import Proportion

CLAIMS: dict[ClaimName, tuple[str, str]] = {
    "high-accuracy": ("The network reads more than 99% of unseen digits correctly.", "results"),
    "sure-when-right": ("It is sure when it is right.", "confidence"),
    "calibrated": ("Its confidence can be taken at its word.", "confidence"),
    "look-alikes": ("Mistakes occur mainly between look-alikes such as 3/5 or 8/9.", "confusion"),
    "close-means": ("Digits whose averages look alike are the ones it confuses.", "mean-digits"),
    "clusters": ("The digits form clear clusters in PCA.", "pca"),
}


class Headline(NamedTuple):
    """One number of the front page, and where it lies on its track."""

    label: str
    value: str
    unit: str
    ends: str
    low: float
    at: float
    high: float
    start: float
    end: float
    red: bool = False


def title(found: Findings) -> str:
    """Say what the chapter holds."""
    return f"Four numbers, {words(len(found.claims))} claims"


def lead(found: Findings) -> str:
    """Open the report: what was read, how much of it wrong, and what the report asks."""
    data, wrong = found.dataset, found.accuracy.mistakes
    start = (
        "A convolutional network, given as a file,"
        if found.training is None
        else f"A small convolutional network learns to read handwriting from {count(data.training.images)} "
        "labelled images. Then it"
    )
    met = f"{start} meets {count(wrong.total)} that it has never seen"
    if not wrong.count:
        return (
            f"{met}, and misreads none of them. This report asks how far that carries: how sure the network was, "
            "which digits lie close together, and what a perfect score does not show."
        )
    asked = f"those {count(wrong.count)}" if wrong.count > 1 else "that one"
    return (
        f"{met}, and misreads {count(wrong.count)} of them. This report looks at {asked}: which digits are misread, "
        "what they are taken for, and whether the network knew that it might be wrong."
    )


def headlines(found: Findings) -> tuple[Headline, ...]:
    """Return four numbers, each the answer to another question."""
    return (
        _share("Test accuracy", found.accuracy.overall),
        _mistakes(found.accuracy.mistakes),
        _gap(found),
        _share("3/5 and 8/9, of all mistakes", found.confusion.look_alikes.share)
        if found.confusion.look_alikes
        else _share("Right with two guesses", found.accuracy.top_2),
    )


def _share(label: str, share: Proportion) -> Headline:
    start = next(mark for mark in (99, 95, 90, 50, 0) if 100 * share.low >= mark)
    on_track = (100 * share.low, 100 * share.value, 100 * share.high)
    return Headline(label, percent(share).rstrip("%"), "%", between(share), *on_track, start, 100)


def _mistakes(wrong: Proportion) -> Headline:
    low, high = wrong.low * wrong.total, wrong.high * wrong.total
    label = f"Misread of {count(wrong.total)}"
    return Headline(
        label,
        count(wrong.count),
        "",
        count_between(wrong),
        low,
        wrong.count,
        high,
        0,
        round_up(high),
        red=True,
    )


def _gap(found: Findings) -> Headline:
    gap = found.confidence.calibration.gap
    low, at, high = 100 * gap.low, 100 * gap.value, 100 * gap.high
    end = round_up(max(abs(low), abs(high)))
    ends = between(gap, scale=100)
    return Headline(
        "Confidence minus accuracy",
        estimate(gap, 100),
        "points",
        ends,
        low,
        at,
        high,
        -end,
        end,
    )


def round_up(value: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten: the end of a track."""
    marks = (digit * 10.0**power for power in range(-4, 8) for digit in (1, 2, 5))
    return next(mark for mark in marks if mark >= value)


def verdicts(found: Findings) -> str:
    """Count the verdicts: `Three are supported, two partly supported, one is not.`"""
    given = [claim.verdict for claim in found.claims]
    kinds = [(given.count("supported"), "supported"), (given.count("partly supported"), "partly supported")]
    said = [f"{words(many)} {'is' if many == 1 else 'are'} {kind}" for many, kind in kinds if many]
    refused = given.count("not supported")
    rest = [f"{words(refused)} {'is' if refused == 1 else 'are'} not"] if refused else []
    return sentence(listed(said + rest)) + "."


def evidence(claim: Claim, found: Findings) -> str:
    """Give the numbers that decided one claim."""
    return _EVIDENCE[claim.name](found)


def _high_accuracy(found: Findings) -> str:
    overall = found.accuracy.overall
    read, interval = percent(overall), between(overall)
    if overall.low > 0.99:
        return (
            f"{read} of the test images; even the lower end of the interval, {interval}, is above the mark."
        )
    if overall.high >= 0.99:
        return f"{read} of the test images; the interval, {interval}, includes the mark."
    return f"{read} of the test images; the whole interval, {interval}, is below the mark."


def _sure_when_right(found: Findings) -> str:
    right, wrong = found.confidence.correct, found.confidence.wrong
    sure = f"{count(right.count - right.below_90)} of {count(right.count)} right answers are at least 90% sure (95 in 100 are asked for)"
    if not wrong.count:
        return f"{sure}. There are no wrong ones."
    return f"{sure}, and {number(wrong.count - wrong.below_90)} of the {count(wrong.count)} wrong ones."


def _calibrated(found: Findings) -> str:
    calibration = found.confidence.calibration
    interval = f"95% interval {between(calibration.gap, scale=100)}, one point either way is allowed"
    return f"{confidence.gap(calibration.gap)[:-1]} ({interval}). {confidence.binnings(calibration.errors)}"


def _look_alikes(found: Findings) -> str:
    alike = found.confusion.look_alikes
    if alike is None:
        return "There are no mistakes to judge it by."
    named = " and ".join("/".join(map(str, digits)) for digits in alike.pairs)
    taken = f"{named} take {number(alike.share.count)} of {things(alike.share.total, 'mistake')}"
    if alike.share.total < 5:
        return f"{taken}; too few to say more."
    expected = f"an even spread would give them {percent(alike.even_share, 1)}"
    share = f"{percent(alike.share)} (95% interval {between(alike.share)})"
    return f"{taken}, {share}; {expected}. Other look-alikes are not counted."


def _close_means(found: Findings) -> str:
    closest, means = found.mean_digits.ranked[0], found.mean_digits
    distance = f"{fixed(closest.distance, 1)} apart"
    first = f"The closest averages, {pair(closest.digits)}, {distance}, were {exchanged(closest.mistakes)}."
    if means.link_rho is None or means.link_p is None:
        return f"{first} There are no mistakes to compare with."
    rank = f"rank correlation {fixed(means.link_rho)}, {probability(means.link_p)}"
    return f"{first} Over all 45 pairs, distance and mistakes have a {rank}; a clear link begins at {fixed(-0.5, 1)}."


def _clusters(found: Findings) -> str:
    pixels, features = found.projection.pixels, found.projection.features
    return (
        f"The silhouette is {fixed(pixels.silhouette)} in the plane of the pixels and {fixed(features.silhouette)} "
        f"in that of the learned features; 1 is perfect, and clear groups begin at 0.5. Neighbours in the plane name "
        f"{percent(pixels.neighbours, 0)} and {percent(features.neighbours, 0)} of the digits."
    )


_EVIDENCE = {
    "high-accuracy": _high_accuracy,
    "sure-when-right": _sure_when_right,
    "calibrated": _calibrated,
    "look-alikes": _look_alikes,
    "close-means": _close_means,
    "clusters": _clusters,
}


def pairs_to_count(found: Findings) -> list[Pair]:
    """Return the pairs whose mistakes are shown as dots: the most confused one, if it is another, and the claimed ones."""
    first = found.confusion.pairs[0]
    others = [first] if first.mistakes and not first.claimed else []
    return others + [pair_ for pair_ in found.confusion.pairs if pair_.claimed]
