"""What the chapter on mean digits says."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from report.text.formats import between, count, fixed, listed, ordinal, pair, percent, probability, sentence
from report.text.grammar import exchanged, extremes, number, some, things

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.bundle.class_means import MeanDifference, MeanDistance, MeanFindings
    from analysis.bundle.record import Proportion

CLOSEST = 10


def title(found: MeanFindings) -> str:
    """Say how far the ten averages carry by themselves."""
    return f"Ten averages read {percent(found.nearest_mean, 0)} of the digits"


def lead(found: MeanFindings, network: Proportion) -> str:
    """Open the chapter: what the nearest mean reads, and what the network does."""
    alone = found.nearest_mean
    than = "more" if network.low > alone.high else "fewer" if network.high < alone.low else "about as many"
    return (
        "Lay all training images of a digit on top of each other, and you have its average. Naming each test image "
        f"after the nearest of the ten averages is right {count(alone.count)} times in {count(alone.total)}, "
        f"{percent(alone)} (95% interval {between(alone)}). The network reads {than}: {count(network.count)}."
    )


def spread(found: MeanFindings) -> str:
    """Caption of means and spreads: which digit varies least and which most."""
    least, most = extremes(found.mean_spread)
    return f"The images of a {least} differ least, those of a {most} most."


def means_alt(found: MeanFindings) -> str:
    """Describe means and spreads to those who do not see them."""
    least, most = extremes(found.mean_spread)
    return (
        f"Two rows of ten pictures: the average of each digit, and how much each pixel varies. Averaged over the pixels, "
        f"the standard deviation is {fixed(found.mean_spread[least])} for the {least} and "
        f"{fixed(found.mean_spread[most])} for the {most}."
    )


def limits(ranked: Sequence[MeanDistance]) -> str:
    """Say between which limits the distances lie."""
    near, far = ranked[0], ranked[-1]
    return (
        f"The distances run from {fixed(near.distance, 1)} ({pair(near.digits)}) to {fixed(far.distance, 1)} "
        f"({pair(far.digits)})."
    )


def tied(ranked: Sequence[MeanDistance]) -> list[MeanDistance]:
    """Return the first pair and those not clearly farther apart: within 1.96 standard errors of the difference."""
    first = ranked[0]
    return [
        each
        for each in ranked
        if each.distance - first.distance <= 1.96 * hypot(first.standard_error, each.standard_error)
    ]


def closest(ranked: Sequence[MeanDistance]) -> str:
    """Caption of the distances: the closest pair, if its standard errors leave no other."""
    level = tied(ranked)
    if len(level) == 1:
        return f"The averages of {pair(ranked[0].digits)} are the closest."
    if len(level) <= 4:
        return f"The averages of {listed(f'{a}/{b}' for a, b in (each.digits for each in level))} are equally close."
    return f"{sentence(number(len(level)))} pairs of averages are equally close."


def shown(ranked: Sequence[MeanDistance], others: Sequence[MeanDifference]) -> list[tuple[int, MeanDistance]]:
    """Return place and distance of the ten closest pairs, of the pairs shown as differences, and of the farthest."""
    kept = {each.digits for each in others} | {each.digits for each in ranked[:CLOSEST]} | {ranked[-1].digits}
    return [(place, each) for place, each in enumerate(ranked, 1) if each.digits in kept]


def others(found: MeanFindings) -> str:
    """Say why pairs that no claim names are shown: the closest averages, the most mistakes, or both."""
    counts = [each.mistakes for each in found.ranked]
    most = "the most mistakes" if counts.count(max(counts)) == 1 else "as many mistakes as any pair"
    reasons = []
    for digits in (each.digits for each in found.differences if not each.claimed):
        nearest = ["the closest averages"] if digits == found.ranked[0].digits else []
        worst = [most] if 0 < place(found, digits).mistakes == max(counts) else []
        reasons.append(f"{pair(digits)} have {listed(nearest + worst)}")
    return "; ".join(reasons)


def differences(found: Sequence[MeanDifference]) -> str:
    """Caption of the differences: which pair of averages differs in the fewest pixels."""
    fewest = min(each.pixels_beyond_tenth for each in found)
    which = [pair(each.digits) for each in found if each.pixels_beyond_tenth == fewest]
    return f"Of these pairs, the averages of {listed(which)} differ in the fewest pixels."


def more_ink(this: MeanDifference) -> str:
    """Say which of the two averages has more ink, to one decimal of a full pixel."""
    amount = fixed(abs(this.ink), 1)
    if amount == "0.0":
        return "The two averages have equally much ink."
    first, second = this.digits if this.ink > 0 else this.digits[::-1]
    return f"The average {first} has more ink than the average {second}, by {amount} full pixels."


def place(found: MeanFindings, digits: tuple[int, int]) -> MeanDistance:
    """Look up the distance of a pair."""
    return next(each for each in found.ranked if each.digits == digits)


def link(found: MeanFindings) -> str:
    """Caption of distances against mistakes: whether closer averages go with more mistakes, beyond chance."""
    if (found.link_p or 0.0) < 0.05:
        return "Closer averages go with more mistakes."
    return "Closer averages do not clearly go with more mistakes."


def link_in_numbers(found: MeanFindings) -> str:
    """Give the rank correlation with its test; there are mistakes."""
    p, rho = found.link_p or 0.0, found.link_rho or 0.0
    known = "beyond chance" if p < 0.05 else "within chance"
    return f"Over all 45 pairs, the rank correlation of distance and mistakes is {fixed(rho)}, {known} ({probability(p)})."


def distances_alt(found: MeanFindings) -> str:
    """Describe distances against mistakes to those who do not see them."""
    near, far = found.ranked[0], found.ranked[-1]
    return (
        f"Scatter plot of 45 pairs, mistakes against distance; rank correlation {fixed(found.link_rho or 0.0)}. "
        f"{sentence(pair(near.digits))}, {fixed(near.distance, 1)} apart, have {things(near.mistakes, 'mistake')}; "
        f"{pair(far.digits)}, {fixed(far.distance, 1)} apart, have {some(far.mistakes)}."
    )


def exceptions(ranked: Sequence[MeanDistance]) -> str:
    """Set the closest pair beside the closest one that was never confused; there are mistakes."""
    first = ranked[0]
    start = f"{sentence(pair(first.digits))}, the closest averages, were {exchanged(first.mistakes)}."
    spared = next(((i, each) for i, each in enumerate(ranked, 1) if not each.mistakes), None)
    if not first.mistakes:
        most = max(ranked, key=lambda each: each.mistakes)
        where = ordinal(ranked.index(most) + 1)
        return f"{start} {sentence(pair(most.digits))}, {where} closest, were {exchanged(most.mistakes)}."
    if spared is None:
        return f"{start} Every other pair was exchanged too."
    return f"{start} {sentence(pair(spared[1].digits))}, {ordinal(spared[0])} closest, never were."
