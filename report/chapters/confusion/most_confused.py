"""Tables in place of what a matrix of more than twenty classes cannot show: its worst rows and its worst pairs."""

from __future__ import annotations

from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.confusion import ConfusionFindings
from report.chapters.class_count import CLASSES, shown_classes, worst_pairs
from report.chapters.confusion.pair_tests import adjusted_p
from report.chapters.model import Cell, Column, NumberedTable, Table
from report.text.formats import (
    between,
    between_per_thousand,
    count,
    per_thousand,
    percent,
    sentence,
)
from report.text.grammar import number, plural, times
from report.text.naming import Naming


def classes(found: ConfusionFindings, scores: AccuracyFindings, naming: Naming) -> NumberedTable:
    """Tabulate the twenty classes with the lowest recall, and what each was most often taken for."""
    labels = shown_classes(found, naming)
    lowest = scores.classes[labels[0]]
    return NumberedTable(
        claim=f"The recall is lowest for {naming.quoted(lowest.label)}: {percent(lowest.recall)}.",
        measure=f"The {number(CLASSES)} {naming.nouns} of {count(len(found.counts))} with the lowest recall, with its 95% "
        "Wilson interval (not adjusted for their number), and the most frequent error",
        table=Table(
            [scores.classes[label] for label in labels],
            [
                Column(sentence(naming.noun), lambda one: naming.name(one.label)),
                Column("Errors", lambda one: count(one.errors), "number"),
                Column("Images", lambda one: count(one.support), "number", wide_only=True),
                Column("Recall", lambda one: percent(one.recall), "number"),
                Column("95% interval", lambda one: between(one.recall), "number", wide_only=True),
                Column(
                    "Most often predicted as",
                    lambda one: _taken_for(found.counts[one.label], one.label, naming),
                ),
            ],
        ),
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
    first = those[0]
    return NumberedTable(
        claim=f"{sentence(naming.pair(first.classes))} have the most errors: {count(first.errors)}.",
        measure=f"The {number(len(those))} pairs of {count(found.pair_count)} with most errors; errors per 1,000 test images "
        "of the pair, with 95% Wilson intervals; p of the null hypothesis that errors are proportional to images, adjusted for all pairs (min-p)",
        table=Table(
            those,
            [
                Column("Pair", lambda pair: naming.pair(pair.classes)),
                Column("Errors", lambda pair: count(pair.errors), "number"),
                Column("First as second", lambda pair: count(pair.first_as_second), "number", wide_only=True),
                Column("Second as first", lambda pair: count(pair.second_as_first), "number", wide_only=True),
                Column("per 1,000", lambda pair: per_thousand(pair.rate), "number"),
                Column(
                    "95% interval", lambda pair: between_per_thousand(pair.rate), "number", wide_only=True
                ),
                Column("Adjusted p", adjusted_p, "number"),
            ],
            strong=lambda pair: pair.significant,
        ),
    )
