"""The files that a reader may take along."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from analysis.bundle import Bundle
from analysis.bundle.classes import Classes
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.record import present
from analysis.statistics.probabilities import Probabilities
from report.text.escaped import csv_cell


def predictions_csv(table: PredictionTable, classes: Classes) -> str:
    """Write every test image as a line: its index from 0, its label and its prediction, by name.

    The probability of each class follows, to six digits, where the bundle has the scores; else confidence and second
    choice, where it has those.
    """
    columns: dict[str, Iterable[object]] = {
        "index": range(len(table.labels)),
        "label": _names(table.labels, classes),
        "predicted": _names(table.predicted, classes),
    }
    view = table.view(len(classes.names))
    if isinstance(view, Probabilities):
        shares = view.probabilities.T
        columns |= {
            name: [f"{share:.6g}" for share in column.tolist()]
            for name, column in zip(map(csv_cell, classes.names), shares, strict=True)
        }
    elif table.confidence is not None and table.second is not None:
        columns |= {"confidence": table.confidence, "second": _names(table.second, classes)}
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


def _names(labels: Iterable[int], classes: Classes) -> list[str]:
    names = [csv_cell(name) for name in classes.names]
    return [names[label] for label in labels]


def settings_of(bundle: Bundle) -> str:
    """Write the settings that a bundle shows as digits-report.toml; the data are named where any machine finds them."""
    training, data = present(bundle.findings.training), bundle.findings.dataset.name
    chosen = bundle.cover.model_dump(mode="json", exclude_none=True)
    if data in {"mnist", "digits"}:
        chosen["dataset"] = data
    if training:
        chosen |= {"preset": training.preset, "seed": training.seed}
    head = "# Settings of this report, as far as its results hold them: for `digits-report build`.\n"
    lines = (
        f"{name} = {value if name == 'date' else json.dumps(value, ensure_ascii=False)}\n"
        for name, value in chosen.items()
    )
    return head + "".join(lines)
