"""Tables in place of what a matrix of more than twenty classes cannot show: its worst rows and its worst pairs."""

from __future__ import annotations

from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.confusion import ConfusionFindings, Pair
from report.chapters.class_count import CLASSES, shown_classes, worst_pairs
from report.chapters.model import Cell, Column, NumberedTable, Row, Table
from report.text.formats import (
    NBSP,
    between,
    between_per_thousand,
    count,
    per_thousand,
    percent,
    probability,
    sentence,
)
from report.text.grammar import number, plural, times
from report.text.naming import Naming


def classes(found: ConfusionFindings, scores: AccuracyFindings, naming: Naming) -> NumberedTable:
    """Tabulate the twenty classes with the lowest recall, and what each was most often taken for."""
    labels = shown_classes(found, naming)
    lowest = scores.classes[labels[0]]
    return NumberedTable(
        claim=f"No {naming.noun} has a lower recall than {naming.quoted(lowest.label)}: {percent(lowest.recall)}.",
        measure=f"The {number(CLASSES)} {naming.nouns} of {count(len(found.counts))} with the lowest recall, with its 95% "
        "interval (not adjusted for their number), and the most frequent error",
        table=Table(
            columns=[
                Column(sentence(naming.noun)),
                Column("Errors", "number"),
                Column("Images", "number", wide_only=True),
                Column("Recall", "number"),
                Column("95% interval", "number", wide_only=True),
                Column("Most often predicted as"),
            ],
            rows=[_class_row(found, scores, label, naming) for label in labels],
        ),
    )


def _class_row(found: ConfusionFindings, scores: AccuracyFindings, label: int, naming: Naming) -> Row:
    one = scores.classes[label]
    return Row(
        [
            naming.name(label),
            count(one.errors),
            count(one.support),
            percent(one.recall),
            between(one.recall),
            _taken_for(found.counts[label], label, naming),
        ]
    )


def _taken_for(row: tuple[int, ...], label: int, naming: Naming) -> str | Cell:
    """Name the class that most errors of a row went to; several may have as many."""
    most = max(many for other, many in enumerate(row) if other != label)
    those = [other for other, many in enumerate(row) if other != label and many == most]
    if not most:
        return "–"
    more = f", and {number(len(those) - 1)} {plural(len(those) - 1, 'other')}" if len(those) > 1 else ""
    return Cell(naming.name(those[0]), f"{times(most)}{more}")


def pairs(found: ConfusionFindings, naming: Naming) -> NumberedTable | None:
    """Tabulate the thirty pairs with most errors; None without errors."""
    those = worst_pairs(found)
    if not those:
        return None
    heads = ("Errors", "First as second", "Second as first", "per 1,000", "95% interval", "Adjusted p")
    first = those[0]
    return NumberedTable(
        claim=f"No pair has more errors than {naming.pair(first.classes)}: {count(first.errors)}.",
        measure=f"The {number(len(those))} pairs of {count(found.pair_count)} with most errors; errors per 1,000 test images "
        "of the pair; p against a uniform spread, adjusted for all pairs (min-p)",
        table=Table(
            columns=[
                Column("Pair"),
                *(Column(head, "number", wide_only=head not in _ON_A_PHONE) for head in heads),
            ],
            rows=[_pair_row(pair, naming) for pair in those],
        ),
    )


_ON_A_PHONE = {"Errors", "per 1,000", "Adjusted p"}


def _pair_row(pair: Pair, naming: Naming) -> Row:
    p = (
        probability(pair.adjusted_p or 0.0)
        .removeprefix(f"p{NBSP}")
        .removeprefix(f"={NBSP}")
        .replace(NBSP, "")
    )
    cells = [
        naming.pair(pair.classes),
        count(pair.errors),
        count(pair.first_as_second),
        count(pair.second_as_first),
        per_thousand(pair.rate),
        between_per_thousand(pair.rate),
        p,
    ]
    return Row(cells, strong=pair.significant)
