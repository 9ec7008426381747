"""How the confidences of correct predictions and of errors are distributed, overall and by class."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from analysis.bundle.confidence import ClassConfidence, ConfidenceFindings, ConfidenceSummary
from analysis.bundle.confusion import ConfusionFindings
from report.chapters import class_count
from report.chapters.model import Column, Drawing, Figure, Group, Spot, Table
from report.chapters.phrases import errors_below_90
from report.chapters.spots import between_edges, spot
from report.figures import confidence as figures
from report.text.formats import confidence, count, long_confidence, percent, sentence
from report.text.grammar import plural, some, things
from report.text.naming import Naming

FEW = 5  # predictions of a class: below, no median and no tail are given


def thresholds(found: ConfidenceFindings) -> str:
    """Count the predictions above 99% and below 90%."""
    every, wrong = found.all, found.incorrect
    errors = f" ({some(wrong.above_99)} of them {plural(wrong.above_99, 'an error', 'errors')})"
    high = f"{some(every.above_99)} {plural(every.above_99, 'has', 'have')} a confidence above 99%"
    low = f"{some(every.below_90)} {plural(every.below_90, 'has', 'have')} one below 90%"
    shown = errors if wrong.count and every.above_99 else ""
    return f"Of the {things(every.count, 'prediction')}, {high}{shown}; {low}."


def quantiles(correct: ConfidenceSummary) -> str:
    """Give the two quantiles that decide the claim; there may be no correct prediction."""
    if correct.median is None or correct.low_tail is None:
        return "No prediction was correct."
    low, median = long_confidence(correct.low_tail), long_confidence(correct.median)
    return f"Here the 5% quantile is {low}, and the median is {median}."


def histogram(found: ConfidenceFindings) -> Figure:
    """Show correct predictions and errors by confidence."""
    return Figure(
        claim=below_90(found),
        measure="Test images by confidence; the horizontal scale is stretched towards 100%, counts of correct "
        "predictions are on a logarithmic scale",
        drawings=[
            Drawing(
                name="confidence",
                alt=_histogram_alt(found),
                draw=partial(figures.confidence, found=found),
                height=400,
                narrow=400,
                paper=330,
                spots=partial(_bars, found),
            )
        ],
        numbers=[_bins(found)],
    )


def _bars(found: ConfidenceFindings, width: int, height: int) -> list[Spot]:
    """Lead from each bar to its images."""
    spots = []
    for box, place, wrong in figures.bars(found, width, height):
        low, high = found.edges[place], found.edges[place + 1]
        query = {"confidence": between_edges(low, high), "answer": "wrong" if wrong else "right"}
        images = things((found.incorrect_histogram if wrong else found.correct_histogram)[place], "image")
        what = "misclassified" if wrong else "correct"
        spots.append(spot(box, query, f"{edge(low)} to {edge(high)}, {what}: {images}"))
    return spots


def below_90(found: ConfidenceFindings) -> str:
    """Say how many errors and how many correct predictions have a confidence below 90%."""
    right, wrong = found.correct, found.incorrect
    of_right = f"{some(right.below_90)} of the {things(right.count, 'correct prediction')}"
    if not wrong.count:
        return f"{sentence(of_right)} {plural(right.below_90, 'has', 'have')} a confidence below 90%."
    few = 20 * right.below_90 <= right.count
    but = "and" if not few else "but only" if right.below_90 else "but"
    also = f", {but} {of_right}" if right.count else ""
    return f"{errors_below_90(wrong)}{also}."


def _histogram_alt(found: ConfidenceFindings) -> str:
    right, wrong = found.correct, found.incorrect
    start = f"Histogram of confidence. {sentence(some(right.above_99))} of the {things(right.count, 'correct prediction')}"
    start += f" {plural(right.above_99, 'is', 'are')} above 99%."
    if not wrong.count:
        return f"{start} There are no errors."
    return (
        f"{start} Of the {things(wrong.count, 'error')}, {some(wrong.above_99)} {plural(wrong.above_99, 'is', 'are')} above "
        f"99% and {some(wrong.below_90)} below 90%."
    )


def _bins(found: ConfidenceFindings) -> Table[int]:
    right, wrong, edges = found.correct_histogram, found.incorrect_histogram, found.edges
    return Table(
        range(len(right)),
        [
            Column(
                "Confidence", lambda place: f"{edge(edges[place])} to {edge(edges[place + 1])}", footer="All"
            ),
            Column("Correct", lambda place: count(right[place]), "number", footer=count(found.correct.count)),
            Column(
                "Misclassified",
                lambda place: count(wrong[place]),
                "number",
                footer=count(found.incorrect.count),
            ),
        ],
        caption="Test images by confidence",
    )


def edge(value: float) -> str:
    """Write the edge of a bin with all its decimals: 0%, 99.5%, 99.998%."""
    decimals = -int(Decimal(str(value)).as_tuple().exponent)
    return percent(value, max(0, decimals - 2))


def by_class(found: ConfidenceFindings, errors: ConfusionFindings, naming: Naming) -> Figure:
    """Show the confidence of each true label."""
    rows = class_count.shown_classes(errors, naming)
    tall = figures.class_confidence_height(len(rows))
    shown = "; errors in red" if found.incorrect.count else ""
    return Figure(
        claim=lowest_tail(found, naming),
        measure=f"Median and central 90% of the confidence of correct predictions, by true label{shown}"
        f"{class_count.shown_in_words(naming)}",
        drawings=[
            Drawing(
                name="class-confidence",
                alt=_class_alt(found, naming),
                draw=partial(
                    figures.class_confidence, found=found, errors=errors, classes=naming.classes, shown=rows
                ),
                height=tall,
                narrow=tall,
                paper=figures.class_confidence_height(len(rows), paper=True),
            )
        ],
        numbers=[class_table(found, naming)],
    )


def lowest_tail(found: ConfidenceFindings, naming: Naming) -> str:
    """Name the class with the lowest 5% quantile among correct predictions; several may be tied."""
    tail = None if found.lowest_class is None else found.classes[found.lowest_class].correct.low_tail
    if found.lowest_class is None or tail is None:
        return "No prediction was correct."
    return (
        f"The 5% quantile of the confidence of correct predictions is lowest for {naming.the(found.lowest_class)}: "
        f"{confidence(tail)}."
    )


def _class_alt(found: ConfidenceFindings, naming: Naming) -> str:
    start = f"Dot plot with one row for each {naming.noun}."
    most, fewest = found.classes[found.most_below_90], found.classes[found.fewest_below_90]
    if not most.below_90:
        return f"{start} No prediction is below 90%."
    low = f"{naming.quoted(most.label)} has {_below(most)} predictions below 90%"
    if most.label == fewest.label:
        return f"{start} {low}."
    return f"{start} {low}, {naming.quoted(fewest.label)} has {_below(fewest)}."


def _below(each: ClassConfidence) -> str:
    return f"{some(each.below_90)} of {count(each.images)}"


def class_table(found: ConfidenceFindings, naming: Naming) -> Table[ClassConfidence]:
    """Tabulate median and tail of each class; without them where a class has few predictions."""
    return Table(
        found.classes,
        [
            Column("True label", lambda each: naming.name(each.label), footer="All"),
            *_summary(lambda each: each.correct, found.correct, "5% are below", lambda one: one.low_tail),
            *_summary(
                lambda each: each.incorrect, found.incorrect, "5% are above", lambda one: one.high_tail
            ),
        ],
        caption="Median and tail of the confidence, by true label",
        groups=[Group("", 1), Group("Correct", 4), Group("Misclassified", 4)],
        remark="Median and tail are left out where there are fewer than five predictions.",
    )


def _summary(
    of: Callable[[ClassConfidence], ConfidenceSummary],
    every: ConfidenceSummary,
    tail: str,
    tail_of: Callable[[ConfidenceSummary], float | None],
) -> list[Column[ClassConfidence]]:
    """Return the columns of correct or of misclassified images: of a class by `of`, and of all in the last row."""

    def column(name: str, cell: Callable[[ConfidenceSummary], str]) -> Column[ClassConfidence]:
        return Column(name, lambda each: cell(of(each)), "number", footer=cell(every))

    return [
        column("Predictions", lambda one: count(one.count)),
        column("Median", lambda one: _of_many(one, one.median)),
        column(tail, lambda one: _of_many(one, tail_of(one))),
        column("Below 90%", lambda one: count(one.below_90)),
    ]


def _of_many(summary: ConfidenceSummary, value: float | None) -> str:
    return "–" if summary.count < FEW or value is None else confidence(value)
