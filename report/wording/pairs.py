"""What is said of single pairs: four questions to all 45, and the pairs that were named before looking."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from report.text.formats import (
    NBSP,
    between,
    between_per_thousand,
    count,
    listed,
    ordinal,
    pair,
    percent,
    probability,
    sentence,
)
from report.text.grammar import (
    exchanged,
    mistakes_are,
    number,
    opening,
    pairs,
    read_as,
    slashed,
    things,
    times,
)
from report.wording.confusion import FEW, standing_out

if TYPE_CHECKING:
    from analysis.bundle.claims import Verdict
    from analysis.bundle.class_means import MeanFindings
    from analysis.bundle.confusion import ConfusionFindings, LookAlikes, Pair


class Answer(NamedTuple):
    """One of the four questions to the pairs."""

    question: str
    answer: str
    because: str


def answers(found: ConfusionFindings) -> tuple[Answer, ...]:
    """Answer four questions to the pairs, each with the test that decides it; there is at least one mistake."""
    return (_spread(found), _above(found), _order(found), _ranks(found))


def bearing(found: ConfusionFindings) -> str:
    """Caption of the four questions: what so many mistakes can show about the pairs."""
    mistakes = f"{opening(found.mistakes_total)} {'mistake' if found.mistakes_total == 1 else 'mistakes'}"
    out, certain = len(standing_out(found)), len(found.verified_order)
    if out:
        places = things(certain, "place") if certain else "no place"
        return f"{mistakes} single out {things(out, 'pair')}, and settle {places} in the order."
    if (found.even_spread_p or 0.0) < 0.05:
        return f"{mistakes} are not spread evenly, but single out no pair."
    return f"{mistakes} {'is' if found.mistakes_total == 1 else 'are'} too few to tell the pairs from an even spread."


def _spread(found: ConfusionFindings) -> Answer:
    p = found.even_spread_p or 0.0
    because = f"Pearson’s χ² against simulated even spreads: {probability(p)}."
    return Answer(
        "Are the mistakes spread evenly over the 45 pairs?", "No" if p < 0.05 else "They may be", because
    )


def _above(found: ConfusionFindings) -> Answer:
    question = "Which pairs have more mistakes than an even spread explains?"
    out = standing_out(found)
    if not out:
        nearest = found.pairs[0]
        return Answer(question, "None", f"Nearest to it, adjusted for 45 looks: {_with_p(nearest)}.")
    rest = f", and {number(len(out) - 6)} more" if len(out) > 6 else ""
    answer = pairs([each.digits for each in out[:6]]) + rest
    return Answer(question, answer, f"Adjusted for 45 looks: {'; '.join(map(_with_p, out[:3]))}.")


def _with_p(this: Pair) -> str:
    return f"{slashed(this.digits)}, {probability(this.adjusted_p or 0.0)}"


def _order(found: ConfusionFindings) -> Answer:
    certain = len(found.verified_order)
    placed = [f"{slashed(digits)} {ordinal(place)}" for place, digits in enumerate(found.verified_order, 1)]
    upper, lower = found.pairs[certain : certain + 2]
    because = (
        f"{sentence(number(upper.mistakes))} mistakes against {number(lower.mistakes)} do not settle that "
        f"{slashed(upper.digits)} comes before {slashed(lower.digits)}."
    )
    return Answer("Which places in the order are certain?", listed(placed) if placed else "None", because)


def _ranks(found: ConfusionFindings) -> Answer:
    ranks = [f"{slashed(each.digits)}: {_places(each)}" for each in _claimed(found)]
    because = "All 990 comparisons of two pairs, adjusted together."
    return Answer("Which places can the two named pairs have?", "; ".join(ranks), because)


def _places(this: Pair) -> str:
    if (this.rank_low, this.rank_high) == (1, 45):
        return "any"
    return f"{this.rank_low} to {this.rank_high}" if this.rank_low < this.rank_high else str(this.rank_low)


def bare_p(this: Pair) -> str:
    """Write the adjusted p of a pair for a column that is headed so: 0.033, <0.001."""
    return (
        "–" if this.adjusted_p is None else probability(this.adjusted_p).lstrip(f"p={NBSP}").replace(NBSP, "")
    )


def named(found: ConfusionFindings) -> str:
    """Caption of the named pairs: how often each was exchanged, wherever it ranks."""
    first, second = _claimed(found)
    if not first.mistakes and not second.mistakes:
        return f"Neither {pair(first.digits)} nor {pair(second.digits)} were exchanged."
    return f"{pair(first.digits)} were {exchanged(first.mistakes)}, {pair(second.digits)} {times(second.mistakes)}."


def _claimed(found: ConfusionFindings) -> list[Pair]:
    return sorted((each for each in found.pairs if each.claimed), key=lambda each: each.digits)


def lookup(found: ConfusionFindings, digits: tuple[int, int]) -> Pair:
    """Return what was found of a pair."""
    return next(each for each in found.pairs if each.digits == digits)


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
        return f"No mistake {images}; up to {between_per_thousand(this.rate).split()[-1]} per 1,000 would still fit."
    most, label, predicted = max(
        (this.first_as_second, *this.digits), (this.second_as_first, *this.digits[::-1])
    )
    if this.mistakes == 1:
        return f"One mistake {images}, {read_as(label, predicted)}."
    share = number(most) if most < this.mistakes else "both" if most == 2 else "all"
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
    which = "the closest" if place == 1 else f"{ordinal(place)} closest"
    return f"The two averages are {which} of the 45 pairs."


def look_alikes(these: LookAlikes) -> str:
    """Caption of the claim about 3/5 and 8/9: how many mistakes they take, and whether that is most."""
    return f"{mistakes_are(these.share.count, these.share.total)} between 3 and 5 or 8 and 9. {_most(these)}"


def _most(these: LookAlikes) -> str:
    if these.mainly:
        return "That is most of them."
    if these.share.total < FEW:
        return "So few cannot show “mainly”."
    if these.share.value > 0.5:
        return "That is more than half, but chance could give as much."
    return "That is not most of them."


def look_alikes_in_words(these: LookAlikes) -> str:
    """Put the three statements about the look-alikes: against both baselines, and against one half."""
    share = these.share
    width = f": {percent(share, 1)}, with a 95% interval of {between(share, 1)}" if share.count >= FEW else ""
    taken = (
        "Only the two pairs named beforehand count as look-alikes here. "
        f"{mistakes_are(share.count, share.total)} between the two digits of one of them{width}."
    )
    return " ".join([taken, *([_against_baselines(these)] if share.count else []), _mainly(these)])


def _against_baselines(these: LookAlikes) -> str:
    even, margins = these.even_p < 0.05, these.margins_p < 0.05
    both = "and" if margins else "but not clearly"
    if not even:
        both = "but" if margins else "nor"
    return (
        f"That is {'' if even else 'not clearly '}more than an even spread gives ({probability(these.even_p)}), "
        f"{both} more than the error-proneness of each digit explains ({probability(these.margins_p)})."
    )


def _mainly(these: LookAlikes) -> str:
    if these.share.total < FEW:
        return "So few mistakes cannot show “mainly”."
    if these.mainly:
        return "Even the lower end of the 95% interval of their share is above one half, so “mainly” holds for them."
    if these.share.high > 0.5:
        return "The 95% interval of their share includes one half, so “mainly” is not shown for them."
    return "Even the upper end of the 95% interval of their share is below one half, so “mainly” does not hold for them."
