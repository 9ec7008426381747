"""The most confident errors and the least confident correct predictions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.confidence import ConfidenceFindings
from analysis.bundle.confusion import PredictedImage
from analysis.bundle.record import Omitted, present
from analysis.bundle.test_set import MOST_CONFIDENT, DisputedLabels
from report.chapters.model import Column, Figure, NumberedTable, Table, Thing
from report.chapters.phrases import disputed_among_most_confident
from report.chapters.shown_images import as_sheet, as_table, image_id, shown_image
from report.text.formats import confidence, image_file, sentence
from report.text.grammar import errors_are
from report.text.naming import Naming


def sentences(bundle: Bundle, found: ConfidenceFindings, naming: Naming, *, images: bool) -> dict[str, Any]:
    """Return the shown images and what is known of their labels, by name."""
    errors_, correct_ = found.most_confident_errors, found.least_confident_correct
    return {
        "most_confident_errors": [shown_image(each, naming) for each in errors_] if images else [],
        "least_confident_correct": [shown_image(each, naming) for each in correct_] if images else [],
        "disputed": disputed(bundle.findings.disputed_labels),
    }


def things(found: ConfidenceFindings, naming: Naming) -> list[Thing]:
    """Name the correct predictions that are shown; errors are found among the errors."""
    return [
        Thing(
            f"Test image {one.index}",
            f"{sentence(naming.the(one.label))}, predicted correctly with a low confidence",
            image_id(image_file(one.index)),
        )
        for one in found.least_confident_correct
    ]


def disputed(labels: DisputedLabels | Omitted) -> str:
    """Count the errors whose label is on the published list; empty where no list covers these images."""
    found = present(labels)
    if found is None or found.errors is None:
        return ""
    on_list = errors_are(found.errors.count, found.errors.total)
    start = f"{on_list} on a published list of images whose label most raters did not confirm"
    if found.errors.total < MOST_CONFIDENT or not found.errors.count:
        return start
    if found.among_most_confident == MOST_CONFIDENT:
        return f"{start}, the three most confident errors among them"
    return f"{start}; {disputed_among_most_confident(found)}"


def errors(found: ConfidenceFindings, naming: Naming) -> Figure | None:
    """Show the errors with the highest confidence; None without errors."""
    if not found.most_confident_errors:
        return None
    return Figure(
        claim=first_error(found.most_confident_errors[0], naming),
        measure="The errors with the highest confidence; below each image the true and the predicted label, the "
        "confidence and the index in the test set",
        **_downloads(found.most_confident_errors, naming),
    )


def first_error(error: PredictedImage, naming: Naming) -> str:
    """Name the most confident error."""
    name = naming.error(error.label, error.predicted)
    return f"The most confident error is {name}, with a confidence of {_words(error)}."


def correct(found: ConfidenceFindings, naming: Naming) -> Figure | None:
    """Show the correct predictions with the lowest confidence; None where none was correct."""
    if not found.least_confident_correct:
        return None
    return Figure(
        claim=first_correct(found.least_confident_correct[0], naming),
        measure="The correct predictions with the lowest confidence; below each image the true label, the confidence, the "
        f"second most probable {naming.noun} and the index in the test set",
        **_downloads(found.least_confident_correct, naming),
    )


def _downloads(images: Sequence[PredictedImage], naming: Naming) -> dict[str, Any]:
    """Return what of these images can be taken away, by the names of the fields of a figure."""
    shown = [shown_image(each, naming) for each in images]
    return {"data": [as_table(shown)], "sheet": as_sheet(shown)}


def first_correct(image: PredictedImage, naming: Naming) -> str:
    """Name the least confident correct prediction, and its runner-up."""
    start = f"The least confident correct prediction is {naming.quoted(image.label)}, with a confidence of {_words(image)}"
    if image.second is None:
        return f"{start}."
    return f"{start}; the second most probable {naming.noun} is {naming.quoted(image.second)}."


def _words(image: PredictedImage) -> str:
    return confidence(image.confidence or 0.0).replace(">", "more than ")


def table(found: ConfidenceFindings, naming: Naming) -> NumberedTable | None:
    """List both ends by index, for a report without images; None where neither end has an image."""
    ends = [*found.most_confident_errors, *found.least_confident_correct]
    if not ends:
        return None
    first = found.most_confident_errors
    return NumberedTable(
        claim=first_error(first[0], naming) if first else first_correct(ends[0], naming),
        measure="The most confident errors, then the least confident correct predictions, by index in the test set",
        table=Table(
            [shown_image(each, naming) for each in ends],
            [
                Column("Test image", lambda one: one.number),
                Column("Prediction", lambda one: "Error" if one.is_error else "Correct"),
                Column("True label", lambda one: one.label),
                Column("Predicted", lambda one: one.predicted),
                Column("Second", lambda one: one.second),
                Column("Confidence", lambda one: one.percent, "number"),
            ],
        ),
    )
