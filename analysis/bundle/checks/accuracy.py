"""The accuracy and the scores of each class, from the confusion matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.bundle import Bundle
from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.checks.agreement import SHARE, SIMULATED_P, Between, agree, demand
from analysis.bundle.checks.formulas import (
    above,
    at_least,
    below,
    counted,
    f1,
    newcombe,
    round_end,
    share_axis,
    smallest,
)
from analysis.bundle.checks.table import Table
from analysis.bundle.dataset import Part

FIELD = "findings.accuracy"


def check(bundle: Bundle, table: Table) -> None:
    """Compute anew all but p values and bootstrap limits."""
    found, most = bundle.findings.accuracy, max(table.support)
    scores = [_scores(table, label) for label in range(table.k)]
    agree(FIELD, found, {
        "overall": counted(table.right, table.n),
        "overall_axis": share_axis(found.overall.low),
        "errors": counted(table.wrong, table.n),
        "errors_axis": {"start": 0.0, "end": round_end(found.errors.high * table.n)},
        "macro_f1": {"value": _macro_f1(table), "low": SHARE, "high": SHARE},
        "majority": counted(most, table.n),
        "majority_label": table.support.index(most),
        "near_chance": at_least(most / table.n, found.overall.low),
        "classes": scores,
        "recalls_equal_p": SIMULATED_P,
        "recalls_differ": below(found.recalls_equal_p, 0.05),
        "lowest_recall": _recalls(table).index(min(_recalls(table))),
        "never_predicted": [score["label"] for score in scores if not score["predicted"]],
    })  # fmt: skip
    _check_lowest(found, table)
    _check_gap(found, table)
    _check_other_order(found, table)
    _check_validation(found, bundle.findings.dataset.validation)


def _scores(table: Table, label: int) -> dict[str, Any]:
    hits, support = int(table.confusion[label, label]), table.support[label]
    predicted = int(table.confusion[:, label].sum())
    return {
        "label": label,
        "support": support,
        "predicted": predicted,
        "errors": support - hits,
        "precision": counted(hits, predicted),
        "recall": counted(hits, support),
        "f1": f1(hits, support + predicted - hits),
    }


def _macro_f1(table: Table) -> float:
    both = table.confusion.sum(axis=0) + table.confusion.sum(axis=1)
    return float((2 * table.confusion.diagonal() / both).mean())


def _recalls(table: Table) -> list[float]:
    found: list[float] = (table.confusion.diagonal() / table.support).tolist()
    return found


def _check_lowest(found: AccuracyFindings, table: Table) -> None:
    """Refuse a lowest recall that is lower than that of each other class where another shares it."""
    lowest, *rest = sorted(_recalls(table))
    if lowest == rest[0]:
        agree(f"{FIELD}.lowest_recall_significant", found.lowest_recall_significant, False)


def _check_gap(found: AccuracyFindings, table: Table) -> None:
    predicted = table.confusion.sum(axis=0)
    demand(
        f"{FIELD}.largest_gap",
        (found.largest_gap is None) == (not predicted.all()),
        "a gap where all are predicted",
    )
    if found.largest_gap is None:
        return
    gaps = np.abs(table.confusion.diagonal() * (1 / predicted - 1 / np.array(table.support))).tolist()
    label = found.largest_gap.label
    agree(f"{FIELD}.largest_gap.label", label, smallest([-gap for gap in gaps], 1e-12))
    agree(
        f"{FIELD}.largest_gap.value",
        found.largest_gap.value,
        Between(max(gaps) * (1 - 1e-5) - 1e-12, max(gaps) * (1 + 1e-5) + 1e-12),
    )


def _check_other_order(found: AccuracyFindings, table: Table) -> None:
    """Hold another order of the outputs to the matrix read so; that there is none better is not looked for."""
    field, other = f"{FIELD}.other_order", found.other_order
    if other is None:
        return
    demand(f"{field}.means", sorted(other.means) == list(range(table.k)), "each class once")
    right = sum(int(table.confusion[label, place]) for place, label in enumerate(other.means))
    demand(
        field, 2 * table.right < table.n and 5 * right > 4 * table.n, "null: no other order fits far better"
    )
    shifts = {(label - place) % table.k for place, label in enumerate(other.means)}
    shift = shifts.pop() if len(shifts) == 1 else None
    agree(field, other, {"shift": shift, "accuracy": counted(right, table.n)})


def _check_validation(found: AccuracyFindings, part: Part | None) -> None:
    field, beside = f"{FIELD}.validation_gap", found.validation_gap
    if beside is None:
        return
    agree(field, beside, {
        "validation": {"total": part.images if part else beside.validation.total},
        "gap": newcombe(beside.validation, found.overall),
        "large": above(beside.gap.low, 0.1),
    })  # fmt: skip
