"""What the chapter on confusion says.  A pair is singled out only where a test does so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from report.formats import between_per_thousand, count, listed, ordinal, pair, percent, probability, sentence
from report.wording.grammar import a, number, opening, read_as, things

if TYPE_CHECKING:
    from analysis.bundle.claims import Verdict
    from analysis.bundle.confusion import ConfusionFindings, Pair
    from analysis.bundle.mean_digits import MeanFindings
    from analysis.bundle.record import Proportion


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
            f"All {count(mistakes.total)} test images were read correctly, so no pair was confused. That does not rule "
            f"confusion out: an error rate of up to {percent(mistakes.high, 2)} would still fit the data."
        )
    if total == 1:
        only = found.mistakes[0]
        return f"There is one mistake: {read_as(only.label, only.predicted)}. It says nothing about pairs."
    fall = f"{opening(total)} mistakes fall on {number(found.cells)} of the 90 ways to misread a digit. "
    return fall + _what_stands_out(found)


def _what_stands_out(found: ConfusionFindings) -> str:
    out = standing_out(found)
    if not out:
        highest = found.pairs[0].mistakes
        return f"No pair has more than {things(highest, 'mistake')}, and none stands clear of an even spread."
    if len(out) == 1:
        return f"{_taken(out[0])} No other pair stands clear of an even spread."
    shown = [f"{pair(each.digits)} ({count(each.mistakes)})" for each in out[:4]]
    rest = [f"{number(len(out) - 4)} more"] if len(out) > 4 else []
    return f"{opening(len(out))} pairs have more mistakes than an even spread gives: {listed(shown + rest)}."


def _taken(leader: Pair) -> str:
    exchange = f"exchange {a(leader.digits[0])} and {a(leader.digits[1])}"
    share = f", {percent(leader.share, 0)}," if leader.share and leader.mistakes >= 5 else ""
    return f"{opening(leader.mistakes)} of them{share} {exchange}."


def largest_cell(found: ConfusionFindings) -> str:
    """Caption of the matrix: the most frequent mistake and its reverse, or that none is most frequent."""
    cells = [(n, t, r) for t, row in enumerate(found.counts) for r, n in enumerate(row) if t != r]
    most, label, predicted = max(cells)
    if not most:
        return "Every count is on the diagonal."
    if sum(n == most for n, _, _ in cells) > 1:
        return f"No mistake happened more than {times(most)}."
    back = found.counts[predicted][label]
    return f"{sentence(a(label))} was read as {a(predicted)} {times(most)}, {a(predicted)} as {a(label)} {times(back)}."


def times(value: int) -> str:
    """Say how often: never, once, twice, three times, 43 times."""
    return {0: "never", 1: "once", 2: "twice"}.get(value) or f"{number(value)} times"


def ranking(found: ConfusionFindings) -> str:
    """Caption of the ranked pairs: how far down the order is certain."""
    certain, out = len(found.verified_order), len(standing_out(found))
    if certain > 1:
        return f"The first {number(certain)} places are certain. Below them, chance could reorder the pairs."
    if certain:
        return "One pair leads. The rest cannot be ranked."
    if out:
        return f"{opening(out)} {'pair stands' if out == 1 else 'pairs stand'} out, but no place in the order is certain."
    return "No pair stands out, and none can be ranked."


class Answer(NamedTuple):
    """One of the four questions to the pairs."""

    question: str
    answer: str
    because: str


def answers(found: ConfusionFindings) -> tuple[Answer, ...]:
    """Answer four questions to the pairs, each with the test that decides it; there is at least one mistake."""
    return (_spread(found), _above(found), _order(found), _ranks(found))


def _spread(found: ConfusionFindings) -> Answer:
    p = found.even_spread_p or 0.0
    answer = "No" if p < 0.05 else "They may be"
    because = f"Pearson’s χ² against simulated even spreads: {probability(p)}."
    return Answer("Are the mistakes spread evenly over the 45 pairs?", answer, because)


def _above(found: ConfusionFindings) -> Answer:
    out = standing_out(found)
    shown = [
        f"{pair(each.digits)} ({probability(each.adjusted_p or 0.0)})" for each in out or found.pairs[:1]
    ]
    answer = sentence(listed(pair(each.digits) for each in out)) if out else "None"
    because = f"{listed(shown)}, adjusted for looking at all 45 pairs."
    return Answer("Which pairs have more mistakes than an even spread gives?", answer, because)


def _order(found: ConfusionFindings) -> Answer:
    certain = len(found.verified_order)
    placed = [f"{pair(digits)} {ordinal(place)}" for place, digits in enumerate(found.verified_order, 1)]
    upper, lower = found.pairs[certain], found.pairs[certain + 1]
    because = (
        f"{sentence(number(upper.mistakes))} against {number(lower.mistakes)} is too close to put "
        f"{pair(upper.digits)} before {pair(lower.digits)}."
    )
    return Answer("Which places in the order are certain?", listed(placed) if placed else "None", because)


def _ranks(found: ConfusionFindings) -> Answer:
    claimed = [each for each in found.pairs if each.claimed]
    ranks = [f"{pair(each.digits)} from {each.rank_low} to {each.rank_high}" for each in claimed]
    because = "All 990 comparisons of two pairs, adjusted together (Holm)."
    return Answer("Which places can the two named pairs have?", sentence("; ".join(ranks)), because)


def verdict(this: Pair, found: ConfusionFindings) -> Verdict:
    """Judge “often confused”: above an even spread beyond chance, above it within chance, or not above it."""
    if this.tier == "stands out":
        return "supported"
    even = found.mistakes_total / sum(each.rate.total for each in found.pairs)
    return "partly supported" if this.rate.value > even else "not supported"


def evidence(this: Pair, found: ConfusionFindings, means: MeanFindings) -> str:
    """Give the numbers that decide the verdict on a pair, and how close the two averages are."""
    return f"{_mistakes_of(this)} {_against_even(this, found)} {_closeness(this, means)}"


def _mistakes_of(this: Pair) -> str:
    images = f"in {count(this.rate.total)} images"
    if not this.mistakes:
        return f"No mistake {images}; up to {between_per_thousand(this.rate).split(' to ')[1]} per 1,000 would still fit."
    most, label, predicted = max(
        (this.first_as_second, *this.digits), (this.second_as_first, *this.digits[::-1])
    )
    if this.mistakes == 1:
        return f"One mistake {images}, {read_as(label, predicted)}."
    share = "all" if most == this.mistakes else number(most)
    return f"{opening(this.mistakes)} mistakes {images}, {share} of them {read_as(label, predicted)}."


def _against_even(this: Pair, found: ConfusionFindings) -> str:
    if this.adjusted_p is None:
        return "With no mistakes at all, pairs cannot be compared."
    p = probability(this.adjusted_p)
    return {
        "supported": f"That is more than an even spread of all mistakes explains (adjusted {p}).",
        "partly supported": f"That is more than an even share of all mistakes, but within chance (adjusted {p}).",
        "not supported": "That is no more than an even share of all mistakes.",
    }[verdict(this, found)]


def _closeness(this: Pair, means: MeanFindings) -> str:
    place = next(i for i, each in enumerate(means.ranked, 1) if each.digits == this.digits)
    which = "closest" if place == 1 else f"{ordinal(place)} closest"
    return f"The averages are the {which} of all 45 pairs."


def look_alikes(share: Proportion, mainly: bool) -> str:
    """Caption of the claim about 3/5 and 8/9: how many mistakes they take, and whether that is most."""
    taken = (
        f"{opening(share.count)} of {things(share.total, 'mistake')} {'is' if share.count == 1 else 'are'}"
    )
    most = (
        "That is most of them."
        if mainly
        else "That is not most of them."
        if share.value <= 0.5
        else ("That is more than half, but chance could give as much.")
    )
    return f"{taken} between 3 and 5 or 8 and 9. {most}"


def beyond(p: float, baseline: str) -> str:
    """Compare the share of the look-alikes with a baseline."""
    return (
        f"more than {baseline} ({probability(p)})"
        if p < 0.05
        else f"not clearly more than {baseline} ({probability(p)})"
    )
