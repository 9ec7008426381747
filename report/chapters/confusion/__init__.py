"""Which classes are taken for each other?  A pair is singled out only where a test does so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from analysis.bundle import Bundle
from analysis.bundle.confusion import ConfusionFindings
from analysis.bundle.record import present
from report.chapters import class_count
from report.chapters.claims import claim_named
from report.chapters.confusion import (
    matrix,
    matrix_figure,
    most_confused,
    named_pairs,
    pair_tests,
    pairs_over_runs,
)
from report.chapters.model import Chapter, Drawing, Figure, NumberedTable, Section, Thing
from report.chapters.phrases import (
    MORE_ERRORS,
    error_rate_bound,
    other_reading,
    prespecified_names,
)
from report.chapters.shown_images import errors_with_a_place, pair_thing
from report.figures import confused_pairs as figures
from report.text.formats import between_per_thousand, count, listed, per_thousand, sentence
from report.text.grammar import confused, number, opening, plural, things, times
from report.text.naming import Naming


def chapter(bundle: Bundle) -> Chapter:
    """Build the chapter on the confusion matrix and the pairs."""
    found, naming = bundle.findings.confusion, Naming(bundle.classes)
    large = class_count.are_many(naming)
    shown = errors_with_a_place(bundle)
    return Chapter(
        slug="confusion",
        name="Confusion",
        summary="Which classes are taken for each other",
        title=f"Confusion: {_title(found, naming)}",
        lead=_lead(bundle, naming),
        sections=_sections(found, naming),
        say={
            "matrix": None if large else matrix.matrix(found, naming, shown, images=_has_images(bundle)),
            "images": count(bundle.findings.accuracy.overall.total),
            "several_pairs": found.pair_count > 1,
            "pairs_there": f"are {number(found.pair_count)} pairs",
            "highest": _highest(found, naming) if found.errors_total else "",
            "with_errors": bool(shown),
            "claim": claim_named(bundle, "look-alikes"),
            "other_reading": other_reading(
                next((each for each in bundle.findings.claims if each.name == "look-alikes"), None)
            ),
            **named_pairs.sentences(bundle, naming),
        },
        things=list(_pairs(bundle, naming)),
        figures={
            "matrix": matrix_figure.figure(found, naming),
            "pairs": _pairs_figure(found, naming) if _compared(found) else None,
            "named-pairs": named_pairs.figure(bundle, naming),
        },
        tables=_tables(bundle, naming),
    )


def _tables(bundle: Bundle, naming: Naming) -> dict[str, NumberedTable | None]:
    found, large = bundle.findings.confusion, class_count.are_many(naming)
    return {
        "worst-classes": most_confused.classes(found, bundle.findings.accuracy, naming) if large else None,
        "worst-pairs": most_confused.pairs(found, naming) if large else None,
        "pair-tests": pair_tests.tests(found, naming) if _compared(found) else None,
        "pairs-over-runs": pairs_over_runs.over_runs(bundle, naming) if found.pair_count > 1 else None,
        "look-alikes": named_pairs.named_share(found, naming),
    }


def _has_images(bundle: Bundle) -> bool:
    return present(bundle.findings.gallery) is not None and bool(bundle.findings.confusion.errors)


def _pairs(bundle: Bundle, naming: Naming) -> Iterator[Thing]:
    """Name the pairs, either way round, and where they are drawn or counted; those with errors to be looked at lead there."""
    found = bundle.findings.confusion
    drawn = figures.shown_pairs(found) if _compared(found) else ()
    looked_at = {tuple(sorted((one.label, one.predicted))) for one in errors_with_a_place(bundle)}
    for pair in found.pairs:
        if (pair.errors or pair.named) and pair.classes not in looked_at:
            yield pair_thing(pair, naming, "fig-pairs" if pair in drawn else "fig-matrix")


def _compared(found: ConfusionFindings) -> bool:
    """Say whether there are errors, and more than one pair to compare them."""
    return found.errors_total > 0 and found.pair_count > 1


def _sections(found: ConfusionFindings, naming: Naming) -> list[Section]:
    sections = [Section("confusion-matrix", "Confusion matrix")]
    sections += [Section("pairs", "Pairs of classes")] if found.pair_count > 1 else []
    if found.named:
        heading = f"{named_pairs.HEADINGS[found.named_by]}: {prespecified_names(found, naming)}"
        sections.append(Section("named-pairs", heading))
    return sections


def _title(found: ConfusionFindings, naming: Naming) -> str:
    """Say which pairs have more errors than expected; one is called first only where its rank is beyond chance."""
    if not found.errors_total:
        return "no image was misclassified"
    if found.pair_count == 1:
        return f"{naming.pair(found.pairs[0].classes)} were {confused(found.pairs[0].errors)}"
    if not found.significant_count:
        return f"no pair of {naming.nouns} has significantly more errors than expected"
    first = naming.pair(next(pair.classes for pair in found.pairs if pair.significant))
    if found.significant_count == 1:
        return f"only {first} have significantly more errors than expected"
    most = f", {first} most of all" if found.verified_ranks else ""
    return f"{number(found.significant_count)} pairs have significantly more errors than expected{most}"


def _lead(bundle: Bundle, naming: Naming) -> str:
    found, errors = bundle.findings.confusion, bundle.findings.accuracy.errors
    if not errors.count:
        return (
            f"All {count(errors.total)} test images were classified correctly, so no pair was confused. That does not "
            f"rule confusion out: {error_rate_bound(errors)} is compatible with the data."
        )
    if found.pair_count == 1:
        first = found.pairs[0]
        ways_of_two = [(first.first_as_second, first.classes), (first.second_as_first, first.classes[::-1])]
        said = listed(f"{naming.error(*way)} ({times(many)})" for many, way in ways_of_two)
        return f"{opening(errors.count)} {plural(errors.count, 'error')}: {said}."
    ways = f"{number(found.cells)} of the {number(found.cell_count)} ways to misclassify a {naming.noun}"
    fall = "error falls" if errors.count == 1 else "errors fall"
    return f"{opening(errors.count)} {fall} on {ways}. {_significant(found, naming)}"


def _significant(found: ConfusionFindings, naming: Naming) -> str:
    pairs_ = [pair for pair in found.pairs if pair.significant]
    if not pairs_:
        return f"The largest number of errors of a pair is {count(found.pairs[0].errors)}, and no pair has {MORE_ERRORS}."
    shown = [f"{naming.slashed(pair.classes)} ({count(pair.errors)})" for pair in pairs_[:4]]
    rest = [f"{number(len(pairs_) - 4)} more"] if len(pairs_) > 4 else []
    have = "pair has" if len(pairs_) == 1 else "pairs have"
    return f"{opening(len(pairs_))} {have} {MORE_ERRORS}: {listed(shown + rest)}."


def _of_pairs(found: ConfusionFindings) -> str:
    """Say how many of the pairs are drawn."""
    return f"{count(figures.first_pairs(found))} of {count(found.pair_count)} pairs"


def _pairs_figure(found: ConfusionFindings, naming: Naming) -> Figure:
    drawn = len(figures.shown_pairs(found))
    named = (
        f", and those {named_pairs.HEADINGS[found.named_by].lower()}"
        if drawn > figures.first_pairs(found)
        else ""
    )
    tall = figures.pairs_height(drawn)
    return Figure(
        claim=_ranking(found),
        measure="Errors per 1,000 test images of the pair, with 95% Wilson intervals, most errors first; "
        f"{_of_pairs(found)}{named}",
        drawings=[
            Drawing(
                name="pairs",
                alt=_pairs_alt(found, naming),
                draw=partial(figures.pairs, found=found, classes=naming.classes),
                height=tall,
                narrow=tall,
                paper=figures.pairs_height(drawn, paper=True),
            )
        ],
        numbers=[pair_tests.all_pairs(found, naming)],
    )


def _ranking(found: ConfusionFindings) -> str:
    """Say how many pairs are significant, and of how many the rank is certain."""
    certain, significant = found.verified_ranks, found.significant_count
    if certain > 1:
        return f"The first {number(certain)} ranks are certain; below them, the order may be chance."
    if certain:
        return "The first rank is certain; below it, the order may be chance."
    if significant:
        stand = "pair has" if significant == 1 else "pairs have"
        return f"{opening(significant)} {stand} {MORE_ERRORS}, but no rank is certain."
    return f"No pair has {MORE_ERRORS}, and no rank is certain."


def _pairs_alt(found: ConfusionFindings, naming: Naming) -> str:
    first = found.pairs[0]
    return (
        f"Dot plot of error rates by pair. {sentence(naming.pair(first.classes))} have the most errors, "
        f"{per_thousand(first.rate)} per 1,000, interval {between_per_thousand(first.rate)}."
    )


def _highest(found: ConfusionFindings, naming: Naming) -> str:
    """Give the count of the pair with most errors, its rate from five on, and how many pairs have as many."""
    first, tied = found.pairs[0], found.tied_with_first
    start = f"{sentence(naming.pair(first.classes))} have the most: {things(first.errors, 'error')}"
    images = f" in {count(first.rate.total)} images"
    rate = f", {per_thousand(first.rate)} per 1,000 (95% interval {between_per_thousand(first.rate)})"
    as_many = f"; {things(tied, 'other pair')} {'has' if tied == 1 else 'have'} as many" if tied else ""
    return f"{start}{images}{rate if first.errors >= named_pairs.FEW else ''}{as_many}."
