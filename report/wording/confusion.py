"""What the chapter on confusion says.  A pair is singled out only where a test does so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.text.formats import between_per_thousand, count, listed, pair, per_thousand, percent, sentence
from report.text.grammar import (
    a,
    as_sure,
    every,
    mistakes_are,
    number,
    opening,
    read_as,
    slashed,
    things,
    times,
)

if TYPE_CHECKING:
    from analysis.bundle.confidence import Certainty, ConfidenceFindings
    from analysis.bundle.confusion import ConfusionFindings, Pair
    from analysis.bundle.record import Proportion


# Below this many mistakes, only their number is said.
FEW = 5


def standing_out(found: ConfusionFindings) -> list[Pair]:
    """Return the pairs with more mistakes than an even spread explains, most mistakes first."""
    return [each for each in found.pairs if each.tier == "stands out"]


def title(found: ConfusionFindings) -> str:
    """Say which pairs stand out; `truly` only where the first place is beyond chance too."""
    out = standing_out(found)
    if not found.mistakes_total:
        return "No digit was misread"
    if not out:
        return "No pair of digits stands out"
    first = pair(out[0].digits)
    verified = bool(found.verified_order)
    if len(out) == 1:
        return f"Only {first} are truly confused" if verified else f"Only {first} stand out"
    return f"{opening(len(out))} pairs stand out" + (f", {first} most of all" if verified else "")


def lead(found: ConfusionFindings, mistakes: Proportion) -> str:
    """Open the chapter: how many mistakes, where they fall, what stands out."""
    total = found.mistakes_total
    if not total:
        return (
            f"All {count(mistakes.total)} test images were read correctly, so no pair was confused. That does not "
            f"rule confusion out: an error rate of up to {percent(mistakes.high, 2)} would still fit the data."
        )
    if total == 1:
        only = found.mistakes[0]
        return f"There is one mistake: {read_as(only.label, only.predicted)}. It says nothing about pairs."
    fall = f"{opening(total)} mistakes fall on {number(found.cells)} of the 90 ways to misread a digit. "
    return fall + _what_stands_out(found)


def _what_stands_out(found: ConfusionFindings) -> str:
    out = standing_out(found)
    if not out:
        most = things(found.pairs[0].mistakes, "mistake")
        return f"No pair has more than {most}, and none stands clear of an even spread."
    if len(out) == 1:
        return f"{_taken(out[0])} No other pair stands clear of an even spread."
    shown = [f"{slashed(each.digits)} ({count(each.mistakes)})" for each in out[:4]]
    rest = [f"{number(len(out) - 4)} more"] if len(out) > 4 else []
    return (
        f"{opening(len(out))} pairs have more mistakes than an even spread explains: {listed(shown + rest)}."
    )


def _taken(leader: Pair) -> str:
    exchange = f"exchange {a(leader.digits[0])} and {a(leader.digits[1])}"
    share = f", {percent(leader.share, 0)}," if leader.share and leader.mistakes >= FEW else ""
    return f"{opening(leader.mistakes)} of them{share} {exchange}."


def largest_cell(found: ConfusionFindings) -> str:
    """Caption of the matrix: the most frequent mistake and its reverse, or that none is most frequent."""
    cells = [(n, t, r) for t, row in enumerate(found.counts) for r, n in enumerate(row) if t != r]
    most, label, predicted = max(cells)
    if not most:
        return "Every count is on the diagonal."
    if sum(n == most for n, _, _ in cells) > 1:
        return f"No digit was taken for another more than {times(most)}."
    back = times(found.counts[predicted][label])
    return (
        f"{sentence(a(label))} was read as {a(predicted)} {times(most)}, {a(predicted)} as {a(label)} {back}."
    )


def ranking(found: ConfusionFindings) -> str:
    """Caption of the ranked pairs: how many stand out, of how many the place is certain."""
    certain, out = len(found.verified_order), len(standing_out(found))
    if certain > 1:
        return f"The first {number(certain)} places are certain. Below them, chance could reorder the pairs."
    if certain:
        return "One pair leads. The rest cannot be ranked."
    if out == 1:
        return "One pair stands out, but even its first place is not certain."
    if out:
        return f"{opening(out)} pairs stand out, but none of their places is certain."
    return "No pair stands out, and none can be ranked."


def highest(found: ConfusionFindings) -> str:
    """Give the count of the pair with most mistakes, its rate from five on, and how many pairs have as many."""
    first = found.pairs[0]
    level = sum(each.mistakes == first.mistakes for each in found.pairs) - 1
    start = f"{sentence(pair(first.digits))} have {things(first.mistakes, 'mistake')} in {count(first.rate.total)} images"
    rate = f", {per_thousand(first.rate)} per 1,000 (95% interval {between_per_thousand(first.rate)})"
    as_many = f"; {things(level, 'other pair')} {'has' if level == 1 else 'have'} as many" if level else ""
    return f"{start}{rate if first.mistakes >= FEW else ''}{as_many}."


def pairs_alt(found: ConfusionFindings) -> str:
    """Describe the dot plot of the pairs to those who do not see it."""
    first = found.pairs[0]
    others = [each for each in found.pairs if each.claimed and each is not first]
    ends = [f"{pair(each.digits)} have {per_thousand(each.rate)}" for each in others]
    return (
        f"Dot plot of pairs. {sentence(pair(first.digits))} have the most mistakes, {per_thousand(first.rate)} per 1,000, "
        f"interval {between_per_thousand(first.rate)}; {'; '.join(ends)}."
    )


def gallery(found: ConfusionFindings) -> str:
    """Head the images: all mistakes, or as many as are shown."""
    shown, total = len(found.mistakes), found.mistakes_total
    if total == 1:
        return "The one mistake"
    return f"{every(total)} mistakes" if shown == total else f"{count(shown)} of {count(total)} mistakes"


def sure_ones(found: ConfidenceFindings) -> str:
    """Caption of all images: how many mistakes were made with a confidence of 90% or more."""
    wrong = found.wrong
    return f"{mistakes_are(wrong.count - wrong.below_90, wrong.count)} at least 90% sure."


def surest(mistake: Certainty) -> str:
    """Caption of the images: the mistake with the highest confidence."""
    return f"The surest mistake is {read_as(mistake.label, mistake.predicted)}, {as_sure(mistake.confidence)} sure."
