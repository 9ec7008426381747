"""Test images that are shown with label and prediction."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import TABLE, Between, Near, agree, demand
from analysis.bundle.checks.table import Table
from analysis.bundle.confusion import PredictedImage
from analysis.bundle.record import present


def check_images(field: str, found: tuple[PredictedImage, ...], bundle: Bundle, table: Table) -> None:
    """Compare images with their rows of the table."""
    demand(field, len({each.index for each in found}) == len(found), "each image once")
    listed = present(bundle.findings.disputed_labels)
    for place, each in enumerate(found):
        here = f"{field}.{place}"
        agree(f"{here}.index", each.index, Between(0, table.n - 1))
        _check_row(here, each, table)
        if listed is None or each.label != each.predicted:
            agree(f"{here}.disputed", each.disputed, listed is not None and each.index in listed.among_errors)


def _check_row(field: str, each: PredictedImage, table: Table) -> None:
    row = each.index
    agree(f"{field}.label", each.label, int(table.labels[row]))
    agree(f"{field}.predicted", each.predicted, int(table.predicted[row]))
    if table.second is None or table.confidence is None:
        agree(field, each, {"second": None, "confidence": None, "label_probability": None})
        return
    confidence = float(table.confidence[row])
    agree(f"{field}.second", each.second, int(table.second[row]))
    agree(f"{field}.confidence", each.confidence, Near(confidence, TABLE))
    _check_label_probability(field, each, confidence, table.k)


def _check_label_probability(field: str, each: PredictedImage, confidence: float, k: int) -> None:
    """Bound it: that of the prediction where this is the label, else what is left can hold."""
    rest = 1 - confidence
    if each.label == each.predicted:
        expected: Near | Between = Near(confidence, TABLE)
    elif each.label == each.second:
        expected = Between(rest / (k - 1) - TABLE, min(confidence, rest) + TABLE)
    else:
        expected = Between(0, rest / 2 + TABLE)
    agree(f"{field}.label_probability", each.label_probability, expected)
