"""Scores of the probabilities: top-2 accuracy from the table, bounds for the rest."""

from __future__ import annotations

from math import log

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import Between, agree, demand
from analysis.bundle.checks.formulas import counted, normal
from analysis.bundle.checks.table import Table
from analysis.bundle.record import present

FIELD = "findings.scores"
PROBABILISTIC = ("scores", "confidence", "calibration", "selective_prediction")


def check(bundle: Bundle, table: Table) -> None:
    """Compare with the second choices; no log loss is negative, no Brier score above 2."""
    for name in PROBABILISTIC:
        demand(
            f"findings.{name}",
            table.second is not None or present(getattr(bundle.findings, name)) is None,
            "it omitted: the predictions hold no confidence",
        )
    found = present(bundle.findings.scores)
    if found is None or table.second is None:
        return
    in_two = int((table.correct | (table.second == table.labels)).sum())
    agree(FIELD, found, {
        "top_2": counted(in_two, table.n),
        "top_2_errors": table.n - in_two,
        "log_loss": {**normal(found.log_loss, 0), "value": Between(0)},
        "log_loss_uniform": log(table.k),
        "brier": {**normal(found.brier, 0), "value": Between(0, 2)},
        "brier_uniform": 1 - 1 / table.k,
    })  # fmt: skip
