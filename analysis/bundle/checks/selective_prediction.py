"""The risk–coverage curve: between those that the confidences of the table allow, equal ones in either order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import TABLE, Between, agree, demand
from analysis.bundle.checks.formulas import counted
from analysis.bundle.checks.table import Table
from analysis.bundle.record import present
from analysis.bundle.selective_prediction import CoveragePoint

FIELD = "findings.selective_prediction"
COVERAGES = (1.0, 0.99, 0.98, 0.95, 0.9)
CURVE = 101


def check(bundle: Bundle, table: Table) -> None:
    """Bound the curve, its area and its points."""
    found = present(bundle.findings.selective_prediction)
    if found is None or table.confidence is None:
        return
    low, high = _errors_kept(table, table.confidence)
    demand(f"{FIELD}.points", len(found.points) == len(COVERAGES), f"{len(COVERAGES)} entries")
    for place, (each, coverage) in enumerate(zip(found.points, COVERAGES, strict=True)):
        kept = max(1, round(coverage * table.n))
        agree(f"{FIELD}.points.{place}.coverage", each.coverage, coverage)
        _check_point(
            f"{FIELD}.points.{place}", each, kept, table, Between(int(low[kept - 1]), int(high[kept - 1]))
        )
    kept = np.maximum(1, np.rint(np.linspace(0, 1, CURVE) * table.n).astype(int))
    agree(f"{FIELD}.risk", found.risk, [_share(low[k - 1], high[k - 1], k) for k in kept.tolist()])
    counts = np.arange(1, table.n + 1)
    errors = np.maximum(0, counts - table.right)
    agree(FIELD, found, {
        "aurc": _share(float((low / counts).mean()), float((high / counts).mean()), 1),
        "aurc_perfect": float((errors / counts).mean()),
        "aurc_random": table.wrong / table.n,
    })  # fmt: skip


def _share(low: float, high: float, of: int) -> Between:
    return Between(float(low) / of * (1 - 1e-5) - 1e-12, float(high) / of * (1 + 1e-5) + 1e-12)


def _errors_kept(table: Table, confidence: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Bound the errors among the 1, 2, …, n most confident, (n,) each.

    Log-odds order the images; of two confidences within the rounding of the table, either may come first.
    """
    order = np.argsort(-confidence, kind="stable")
    falling, kept = -confidence[order], np.arange(1, table.n + 1)
    passed = np.concatenate([[0], np.cumsum(~table.correct[order])])
    certain = np.searchsorted(falling, falling - TABLE, side="left")
    possible = np.searchsorted(falling, falling + TABLE, side="right")
    # Of the images in doubt, kept − certain are kept: all the errors among them that fit, or all the correct ones.
    doubtful, chosen = passed[possible] - passed[certain], kept - certain
    correct = possible - certain - doubtful
    return passed[certain] + np.maximum(0, chosen - correct), passed[certain] + np.minimum(doubtful, chosen)


def _check_point(field: str, each: CoveragePoint, kept: int, table: Table, errors: Between) -> None:
    left = each.errors.count
    agree(field, each, {
        "withheld_share": round(1 - each.coverage, 2),
        "withheld": table.n - kept,
        "errors": {"count": errors, "total": kept},
        "errors_withheld": counted(table.wrong - left, table.wrong),
    })  # fmt: skip
