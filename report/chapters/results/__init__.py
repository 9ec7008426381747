"""How often are the predictions correct, overall and for each class?  Classes differ only where a test says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.accuracy import AccuracyFindings, ClassScores
from analysis.bundle.record import Proportion, Verdict, present
from report.chapters import class_count, warnings
from report.chapters.claims import claim_named
from report.chapters.model import Chapter, Column, Drawing, Figure, NumberedTable, Section, Table
from report.chapters.phrases import false_calls, recall_differences, with_interval
from report.chapters.results import scores, seed_runs, stress, test_set, two_classes, weak_spots
from report.chapters.subject import subject_of
from report.figures import accuracy as figures
from report.text.formats import between, bound, count, estimate, fixed, percent, place, sentence
from report.text.naming import Naming

# Where the interval of the accuracy lies, by the verdict on the claim that it exceeds 99%.
INTERVALS: dict[Verdict, str] = {
    "supported": "Here the whole interval is above 99%.",
    "partly supported": "Here the interval includes 99%.",
    "not supported": "Here the whole interval is below 99%.",
}


def chapter(bundle: Bundle) -> Chapter:
    """Build the chapter on accuracy, the scores of each class, and what is known of the test set."""
    found, naming = bundle.findings.accuracy, Naming(bundle.classes)
    return Chapter(
        slug="results",
        name="Results",
        summary="Accuracy, and the scores of each class",
        title=f"Results: {title(found, naming)}",
        lead=lead(bundle),
        sections=_sections(bundle),
        say=_sentences(bundle)
        | scores.sentences(bundle)
        | test_set.sentences(bundle)
        | seed_runs.sentences(bundle)
        | two_classes.sentences(bundle, naming)
        | weak_spots.sentences(bundle)
        | stress.sentences(bundle, naming),
        figures={
            "roc": two_classes.figure(bundle, naming),
            "recalls": _recalls(bundle, naming),
            "slices": weak_spots.figure(bundle),
            "stress": stress.figure(bundle),
            "seeds": seed_runs.figure(bundle),
        },
        tables={
            "binary-rates": two_classes.rates(bundle, naming),
            "thresholds": two_classes.thresholds(bundle, naming),
            "class-scores": _class_scores(bundle, naming),
            "scores": scores.table(bundle, naming),
            "slice-examples": weak_spots.table(bundle),
            "non-members": stress.table(bundle, naming),
            "writer-groups": test_set.writer_groups(bundle),
            "disputed-labels": test_set.disputed_labels(bundle),
            "seed-summary": seed_runs.summary(bundle),
        },
    )


def title(found: AccuracyFindings, naming: Naming) -> str:
    """Count the correct predictions, or say that they are no better than those of one answer for all."""
    right = found.overall
    if found.near_chance:
        return "the accuracy is not above the share of the majority class"
    if right.count == right.total:
        return f"all {count(right.total)} {naming.image_nouns} classified correctly"
    return f"{count(right.count)} of {count(right.total)} {naming.image_nouns} classified correctly"


def lead(bundle: Bundle) -> str:
    """Give the accuracy with its interval, and the top-2 accuracy where there are probabilities."""
    subject, found = subject_of(bundle), present(bundle.findings.scores)
    start = f"The accuracy of {subject.model} on the test set is {with_interval(bundle.findings.accuracy.overall)}."
    if binary := present(bundle.findings.binary):
        return f"{start} {false_calls(binary, subject.naming)}"
    if not found or not subject.has_more_than_two_classes:
        return start
    return f"{start} The true label is among the two most probable classes for {percent(found.top_2)} of the images."


def _sections(bundle: Bundle) -> list[Section]:
    found = bundle.findings
    optional = [
        (found.writer_groups, Section("writer-groups", "Groups of writers")),
        (found.disputed_labels, Section("disputed-labels", "Disputed labels")),
        (found.seeds, Section("random-seeds", "Random seeds")),
    ]
    return [
        Section("by-class", "Recall and precision by class"),
        *([Section("binary", "Sensitivity and specificity")] if present(found.binary) else []),
        Section("scores", "Scores and baselines"),
        *([Section("weak-spots", "Weak spots")] if weak_spots.sliced(bundle) else []),
        *([Section("stress", "Stress")] if stress.stressed(bundle) else []),
        *(section for record, section in optional if present(record)),
    ]


def _sentences(bundle: Bundle) -> dict[str, Any]:
    claim = claim_named(bundle, "high-accuracy")
    return {
        "warnings": warnings.of(bundle),
        "claim": claim,
        "decided": INTERVALS[claim.verdict] if claim else "",
    }


def _recalls(bundle: Bundle, naming: Naming) -> Figure:
    found = bundle.findings.accuracy
    shown = class_count.shown_classes(bundle.findings.confusion, naming)
    tall = figures.recalls_height(len(shown))
    return Figure(
        claim=recall_differences(found, naming),
        measure=f"Recall of each {naming.noun} with its 95% Wilson interval; Monte-Carlo χ² test of equal recalls, Fisher "
        f"tests with Holm’s adjustment{class_count.shown_in_words(naming)}",
        drawings=[
            Drawing(
                name="recalls",
                alt=_recalls_alt(found, naming),
                draw=partial(figures.recalls, found=found, classes=naming.classes, shown=shown),
                height=tall,
                narrow=tall,
                paper=figures.recalls_height(len(shown), paper=True),
            )
        ],
        numbers=[_recall_numbers(found, naming)],
    )


def _recalls_alt(found: AccuracyFindings, naming: Naming) -> str:
    """Name a lowest recall so that it stays true where another is as low."""
    lowest = found.classes[found.lowest_recall].recall
    return (
        f"Dot plot of {count(len(found.classes))} recalls. {recall_differences(found, naming)} The lowest is "
        f"{percent(lowest)} for {naming.quoted(found.lowest_recall)}, with the interval {between(lowest)}."
    )


def _recall_numbers(found: AccuracyFindings, naming: Naming) -> Table[ClassScores]:
    digits = decimals(score.recall for score in found.classes)
    return Table(
        found.classes,
        [
            Column(sentence(naming.noun), lambda score: naming.name(score.label)),
            Column("Images", lambda score: count(score.support), "number"),
            Column("Correct", lambda score: count(score.recall.count), "number"),
            Column("Recall", lambda score: percent(score.recall, digits), "number"),
            Column("95% interval", lambda score: between(score.recall, digits), "number"),
        ],
        caption=f"Recall of each {naming.noun}",
    )


def decimals(shares: Iterable[Proportion]) -> int:
    """Return the decimals of a column of percentages: two if each share has a total of 2,000 or more, else one."""
    return 2 if all(share.total >= 2000 for share in shares) else 1


def precision_gap(found: AccuracyFindings, naming: Naming) -> str:
    """Bound the differences between precision and recall, or name what was never predicted."""
    if found.never_predicted:
        were = "was" if len(found.never_predicted) == 1 else "were"
        return f"{sentence(naming.names(found.never_predicted))} {were} never predicted."
    gap = found.largest_gap
    if gap is None or not gap.value:
        return f"Precision and recall are equal for each {naming.noun}."
    largest = bound(gap.value, _table_decimals(found))
    return f"Precision and recall of the same {naming.noun} differ by at most {largest}."


def _less_often_found(found: AccuracyFindings, naming: Naming) -> str:
    """Name the class of two with the lower recall."""
    first, second = (score.recall.value for score in found.classes)
    if first == second:
        return "Both classes have the same recall."
    return f"The recall is lower for {naming.the(found.lowest_recall)}."


def _table_decimals(found: AccuracyFindings) -> int:
    shares = [score.recall for score in found.classes]
    return decimals([*shares, *(score.precision for score in found.classes if score.precision)])


def _class_scores(bundle: Bundle, naming: Naming) -> NumberedTable:
    found = bundle.findings.accuracy
    digits = _table_decimals(found)
    places = min(4, *(place(score.f1) for score in found.classes))
    columns: list[Column[ClassScores]] = [
        Column(sentence(naming.noun), lambda score: naming.name(score.label)),
        Column("Images", lambda score: count(score.support), "number"),
        Column("Predicted", lambda score: count(score.predicted), "number", wide_only=True),
        Column("Precision", _of_precision(lambda share: percent(share, digits)), "number"),
        Column("Recall", lambda score: percent(score.recall, digits), "number"),
        Column("F1", lambda score: fixed(score.f1.value, places), "number"),
        Column("95% interval of F1", lambda score: between(score.f1, places), "number", wide_only=True),
    ]
    shown = [found.classes[label] for label in class_count.shown_classes(bundle.findings.confusion, naming)]
    every = Table(found.classes, columns, caption=f"Scores of each {naming.noun}")
    return NumberedTable(
        claim=precision_gap(found, naming) if len(found.classes) > 2 else _less_often_found(found, naming),
        measure=f"Precision, recall and F1 score of each {naming.noun} on the test set, the F1 score with a transformed Wilson "
        f"interval{class_count.shown_in_words(naming)}",
        table=Table(shown, columns),
        numbers=[
            _precision_numbers(found, naming, digits),
            *([every] if class_count.are_many(naming) else []),
        ],
    )


def _of_precision(write: Callable[[Proportion], str]) -> Callable[[ClassScores], str]:
    """Return how to write of a class what is known where it was ever predicted."""
    return lambda score: write(score.precision) if score.precision else "–"


def _precision_numbers(found: AccuracyFindings, naming: Naming, digits: int) -> Table[ClassScores]:
    return Table(
        found.classes,
        [
            Column(
                sentence(naming.noun),
                lambda score: naming.name(score.label),
                footer="Mean F1 score (macro F1)",
            ),
            Column("Predicted", lambda score: count(score.predicted), "number"),
            Column("Correct", _of_precision(lambda share: count(share.count)), "number"),
            Column(
                "Precision",
                _of_precision(lambda share: percent(share, digits)),
                "number",
                footer=estimate(found.macro_f1),
            ),
            Column(
                "95% interval",
                _of_precision(lambda share: between(share, digits)),
                "number",
                footer=between(found.macro_f1),
            ),
        ],
        caption=f"Precision of each {naming.noun}",
    )
