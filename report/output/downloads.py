"""The files that a reader may take along."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.bundle.classes import Classes
    from analysis.bundle.predictions import PredictionTable


def predictions_csv(table: PredictionTable, classes: Classes) -> str:
    """Write every test image as a line: its index from 0, its label and its prediction, by name.

    Confidence and second choice follow where the bundle has them.
    """
    columns: dict[str, Iterable[object]] = {
        "index": range(len(table.labels)),
        "label": _names(table.labels, classes),
        "predicted": _names(table.predicted, classes),
    }
    if table.confidence is not None and table.second is not None:
        columns |= {"confidence": table.confidence, "second": _names(table.second, classes)}
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


def _names(labels: Iterable[int], classes: Classes) -> list[str]:
    return [classes.names[label] for label in labels]
