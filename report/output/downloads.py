"""The files that a reader may take along."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.bundle.gallery import PredictionTable

HEADER = ("index", "label", "prediction", "confidence", "second_choice")


def predictions_csv(table: PredictionTable) -> str:
    """Write every test image as a line: its index from 0, its label, and what the network made of it."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(HEADER)
    columns = (table.labels, table.predicted, table.confidence, table.second)
    lines.writerows((index, *row) for index, row in enumerate(zip(*columns, strict=True)))
    return text.getvalue()
