"""Which studies this report leaves out, and why."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.bundle import Bundle
from analysis.bundle.dataset import KNOWN_FILES
from analysis.bundle.record import Omitted, Record, present
from report.chapters.model import Column, NumberedTable, Table

# What a reader calls the studies, by the field that holds them.
NAMES = {
    "images": "Size and kind of the images",
    "network": "Architecture of the network",
    "network_use": "Preparation of the images for a given network",
    "array_use": "Prediction of new pictures",
    "training": "Training",
    "seeds": "Variation between random seeds",
    "scores": "Scores of the probabilities",
    "class_means": "Class means",
    "confidence": "Distribution of confidence",
    "calibration": "Calibration",
    "selective_prediction": "Selective prediction",
    "projection": "Principal components of the pixels",
    "writer_groups": "Groups of writers",
    "disputed_labels": "Disputed labels",
    "gallery": "Test images",
    "temperature": "Temperature scaling",
    "features": "Principal components of the features",
    "pixels": "Statistics of the pixels",
    "preprocessing": "Example of the preprocessing",
    "augmentation": "Examples of the augmentation",
    "reading": "Format of the files",
    "duplicates": "Test images among the training images",
}


def table(bundle: Bundle) -> NumberedTable | None:
    """Tabulate what was left out, with the reason; None where nothing was."""
    reasons = dict(omissions(bundle))
    if not reasons:
        return None
    return NumberedTable(
        claim="Each of these studies was left out for the reason given.",
        measure="Studies that this program makes and this report does not hold",
        table=Table(
            reasons,
            [Column("Study", lambda field: NAMES[field]), Column("Reason", lambda field: reasons[field])],
        ),
    )


def omissions(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Return field and reason of all that was left out.

    A field that its record does not set is younger than the bundle: nobody decided to leave it out.  Files of a known
    source have nothing to tell: no study of them is missing.  Scores that are not kept were studied all the same.
    """
    found = bundle.findings
    inner = (found.dataset, present(found.calibration), present(found.projection))
    for record in (bundle, found, *filter(None, inner)):
        yield from _omitted(record)


def _omitted(record: Record) -> Iterator[tuple[str, str]]:
    for field in type(record).model_fields:
        value = getattr(record, field)
        left_out = isinstance(value, Omitted) and value != KNOWN_FILES and field != "validation"
        if left_out and field in record.model_fields_set:
            yield field, value.reason
