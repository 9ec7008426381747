"""Four tests of the pairs of classes, and the table of all pairs."""

from __future__ import annotations

from typing import NamedTuple

from analysis.bundle.confusion import ConfusionFindings, Pair
from report.chapters.class_count import FOLDED, folded
from report.chapters.model import Cell, Column, NumberedTable, Table
from report.chapters.subject import prespecified
from report.text.formats import (
    NBSP,
    between_per_thousand,
    count,
    listed,
    per_thousand,
    probability,
    sentence,
)
from report.text.grammar import number, opening, ordinal, plural, things
from report.text.naming import Naming


class _Question(NamedTuple):
    question: str
    answer: str
    decided_by: str


def _caption(found: ConfusionFindings) -> str:
    every = "All" if found.pair_count <= FOLDED else "First of all"
    return f"{every} {number(found.pair_count)} pairs, most errors first"


def tests(found: ConfusionFindings, naming: Naming) -> NumberedTable:
    """Tabulate four questions to the pairs, each with the test that decides it; there is at least one error."""
    questions = [_uniform(found), _above(found, naming), _order(found, naming)]
    if found.named:
        questions.append(_ranks(found, naming))
    return NumberedTable(
        claim=_bearing(found),
        measure=f"{opening(len(questions))} questions about the counts of the {things(found.pair_count, 'pair')}; tests at the "
        "5% level, adjusted where many pairs are tested",
        table=Table(
            questions,
            [
                Column("Question", lambda one: one.question),
                Column("Answer", lambda one: Cell(one.answer, strong=True)),
                Column("Decided by", lambda one: one.decided_by),
            ],
            style="answers",
        ),
    )


def _bearing(found: ConfusionFindings) -> str:
    total, significant, certain = found.errors_total, found.significant_count, found.verified_ranks
    errors = f"{opening(total)} {plural(total, 'error')}"
    if significant:
        ranks = things(certain, "rank") if certain else "no rank"
        return f"{errors} show {things(significant, 'pair')} with more errors than expected by chance, and {ranks} with certainty."
    if not found.uniform:
        return f"{errors} are not proportional to the images of the pairs, but no single pair is significant."
    return f"{errors} {plural(total, 'is', 'are')} compatible with errors proportional to the images of the pairs."


def _uniform(found: ConfusionFindings) -> _Question:
    return _Question(
        f"Are the errors proportional to the images of the {things(found.pair_count, 'pair')}?",
        "They may be" if found.uniform else "No",
        f"Pearson’s χ², Monte-Carlo {probability(found.uniformity_p or 0.0)}.",
    )


def _above(found: ConfusionFindings, naming: Naming) -> _Question:
    question = "Which pairs have more errors than expected by chance?"
    pairs = [pair for pair in found.pairs if pair.significant]
    adjusted = f"Binomial tests, adjusted for {things(found.pair_count, 'pair')} (min-p)"
    if not pairs:
        return _Question(question, "None", f"{adjusted}; the smallest: {_with_p(found.pairs[0], naming)}.")
    rest = f", and {number(len(pairs) - 6)} more" if len(pairs) > 6 else ""
    answer = naming.pairs(pair.classes for pair in pairs[:6]) + rest
    return _Question(
        question, answer, f"{adjusted}: {'; '.join(_with_p(pair, naming) for pair in pairs[:3])}."
    )


def _with_p(pair: Pair, naming: Naming) -> str:
    return f"{naming.slashed(pair.classes)}, {probability(pair.adjusted_p or 0.0)}"


def _order(found: ConfusionFindings, naming: Naming) -> _Question:
    certain = found.verified_ranks
    placed = [
        f"{naming.slashed(pair.classes)} {ordinal(rank)}"
        for rank, pair in enumerate(found.pairs[:certain], 1)
    ]
    following = found.pairs[certain : certain + 2]
    why = "Each pair against the next one."
    if len(following) == 2:
        upper, lower = following
        why = (
            f"Each pair against the next one: {number(upper.errors)} against {number(lower.errors)} errors do not show that "
            f"{naming.slashed(upper.classes)} has more than {naming.slashed(lower.classes)}."
        )
    return _Question("Which ranks are certain?", sentence(listed(placed)) if placed else "None", why)


def _ranks(found: ConfusionFindings, naming: Naming) -> _Question:
    ranks = [f"{naming.slashed(pair.classes)}: {_rank_range(pair)}" for pair in prespecified(found)]
    why = f"All {count(found.comparison_count)} comparisons of two pairs, Holm-adjusted."
    return _Question("Which ranks are possible for the prespecified pairs?", "; ".join(ranks), why)


def _rank_range(pair: Pair) -> str:
    if pair.any_rank:
        return "any"
    low, high = count(pair.rank_low), count(pair.rank_high)
    return low if low == high else f"{low} to {high}"


def all_pairs(found: ConfusionFindings, naming: Naming) -> Table[Pair]:
    """List every pair with its errors, rate, test and possible ranks."""
    return Table(
        found.pairs[:FOLDED],
        [
            Column("Pair", lambda pair: naming.pair(pair.classes)),
            Column("Errors", lambda pair: count(pair.errors), "number"),
            Column("First as second", lambda pair: count(pair.first_as_second), "number"),
            Column("Second as first", lambda pair: count(pair.second_as_first), "number"),
            Column("Images", lambda pair: count(pair.rate.total), "number"),
            Column("per 1,000", lambda pair: per_thousand(pair.rate), "number"),
            Column("95% interval", lambda pair: between_per_thousand(pair.rate), "number"),
            Column("Adjusted p", adjusted_p, "number"),
            Column(
                "Possible ranks", lambda pair: f"{count(pair.rank_low)} to {count(pair.rank_high)}", "number"
            ),
        ],
        strong=lambda pair: pair.significant,
        caption=_caption(found),
        remark=folded(found.pair_count),
    )


def adjusted_p(pair: Pair) -> str:
    """Write the adjusted p of a pair below a head that says so: 0.012, or <0.001."""
    return (
        "–" if pair.adjusted_p is None else probability(pair.adjusted_p).lstrip(f"p={NBSP}").replace(NBSP, "")
    )
