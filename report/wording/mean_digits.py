"""What the chapter on mean digits says."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from report.formats import fixed, listed, ordinal, pair, percent, probability, sentence
from report.wording.grammar import extremes, number, things

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.bundle.mean_digits import MeanDifference, MeanDistance, MeanFindings


def title(found: MeanFindings) -> str:
    """Say how far the ten averages carry by themselves."""
    return f"Ten averages read {percent(found.nearest_mean, 0)} of the digits"


def closest(ranked: Sequence[MeanDistance]) -> str:
    """Caption of the distances: the closest pair, if it is closer than its standard errors leave open."""
    level = tied(ranked)
    if len(level) == 1:
        return f"The averages of {pair(ranked[0].digits)} are the closest."
    if len(level) <= 4:
        return f"The averages of {listed([pair(each.digits) for each in level])} are equally close."
    return f"{sentence(number(len(level)))} pairs of averages are equally close."


def tied(ranked: Sequence[MeanDistance]) -> list[MeanDistance]:
    """Return the pairs at the top whose distance is not clearly larger than the first (1.96 standard errors)."""
    first = ranked[0]
    return [
        each
        for each in ranked
        if each.distance - first.distance <= 1.96 * hypot(first.standard_error, each.standard_error)
        or each is first
    ]


def spread(found: MeanFindings) -> str:
    """Caption of means and spreads: which digit varies least and which most."""
    least, most = extremes(found.mean_spread)
    return f"Writers agree most on the {least} and least on the {most}."


def shown(
    ranked: Sequence[MeanDistance], differences: Sequence[MeanDifference]
) -> list[tuple[int, MeanDistance]]:
    """Return place and distance of the ten closest pairs, of the pairs shown as differences, and of the farthest."""
    kept = {each.digits for each in differences}
    last = len(ranked)
    return [
        (place, each)
        for place, each in enumerate(ranked, 1)
        if place <= 10 or place == last or each.digits in kept
    ]


def differences(found: Sequence[MeanDifference]) -> str:
    """Caption of the differences: which pair of averages differs in the fewest pixels."""
    fewest = min(each.pixels_beyond_tenth for each in found)
    which = [pair(each.digits) for each in found if each.pixels_beyond_tenth == fewest]
    return f"Of these pairs, {listed(which)} {'differ' if len(which) == 1 else 'each differ'} in the fewest pixels: {fewest} of 784."


def more_ink(this: MeanDifference) -> str:
    """Say which of the two averages has more ink, to one decimal of a full pixel."""
    first, second = this.digits if this.ink >= 0 else this.digits[::-1]
    amount = fixed(abs(this.ink), 1)
    if amount == "0.0":
        return f"The average {first} and the average {second} have equally much ink."
    return f"The average {first} has more ink than the average {second}, by {amount} full pixels."


def place(found: MeanFindings, digits: tuple[int, int]) -> MeanDistance:
    """Look up the distance of a pair."""
    return next(each for each in found.ranked if each.digits == digits)


def link(found: MeanFindings) -> str:
    """Caption of distances against mistakes: whether closer averages go with more mistakes."""
    if found.link_p is None:
        return "Without mistakes, closeness has nothing to explain."
    if found.link_p < 0.05:
        return "Closer averages go with more mistakes."
    return "Closer averages do not clearly go with more mistakes."


def link_in_numbers(found: MeanFindings) -> str:
    """Give the rank correlation with its test; there are mistakes."""
    p, rho = found.link_p or 0.0, found.link_rho or 0.0
    known = "more than chance gives" if p < 0.05 else "no more than chance gives"
    return f"Over the 45 pairs, the rank correlation of distance and mistakes is {fixed(rho)}, {known} ({probability(p)})."


def exceptions(ranked: Sequence[MeanDistance]) -> str:
    """Name the closest pair and the closest one that was never confused; there are mistakes."""
    first = ranked[0]
    spared = next(((i, each) for i, each in enumerate(ranked, 1) if not each.mistakes), None)
    opening = f"{sentence(pair(first.digits))}, the closest, were confused {things(first.mistakes, 'time')}."
    if first.mistakes and spared:
        place_, other = spared
        return f"{opening} {sentence(pair(other.digits))}, {ordinal(place_)} closest, never were."
    if first.mistakes:
        return f"{opening} Every other pair was confused too."
    most = max(ranked, key=lambda each: each.mistakes)
    return (
        f"{sentence(pair(first.digits))}, the closest, were never confused; {pair(most.digits)}, "
        f"{ordinal(ranked.index(most) + 1)} closest, {things(most.mistakes, 'time')}."
    )
