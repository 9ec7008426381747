"""Confidence against accuracy, from the table; after temperature scaling, within bounds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.calibration import Calibration, CalibrationFindings, ReliabilityBin, TemperatureScaling
from analysis.bundle.checks.agreement import SHARE, SIMULATED_P, TABLE, Between, Either, Near, agree, demand
from analysis.bundle.checks.formulas import below, counted, normal, round_end, side
from analysis.bundle.checks.table import Table
from analysis.bundle.record import present

FIELD = "findings.calibration"
BINS = 15
SIDES = ("over-confident", "under-confident")
NEITHER = "not distinguishable"


def check(bundle: Bundle, table: Table) -> None:
    """Compute anew the gap, the bins and the equal-width error; p values and the scaled ones have bounds."""
    found, confidence = present(bundle.findings.calibration), table.confidence
    if found is None or confidence is None:
        return
    _check_calibration(f"{FIELD}.unscaled", found.unscaled)
    _check_gap(found, table, confidence)
    _check_bins(found, table, confidence)
    _check_low(found, table, confidence)
    scores = present(bundle.findings.scores)
    if scores:
        agree(f"{FIELD}.unscaled.log_loss", found.unscaled.log_loss, scores.log_loss.model_dump())
    if scaling := present(found.temperature):
        _check_temperature(bundle, scaling, found.unscaled)


def _check_calibration(field: str, found: Calibration) -> None:
    gap, width = Between(-1, 1), ("equal width", "equal mass")
    agree(field, found, {
        "gap": {**normal(found.gap), "value": gap},
        "gap_size": abs(found.gap.value),
        "direction": side(found.gap, 0, SIDES, NEITHER),
        "log_loss": {**normal(found.log_loss, 0), "value": Between(0)},
        "errors": [{"binning": name, "bins": Between(1, BINS), "value": SHARE, "null_mean": SHARE, "null_high": SHARE, "p": SIMULATED_P} for name in width],
    })  # fmt: skip
    for place, error in enumerate(found.errors):
        agree(f"{field}.errors.{place}.significant", error.significant, below(error.p, 0.05))
    agree(f"{field}.errors.0.bins", found.errors[0].bins, BINS)


def _check_gap(found: CalibrationFindings, table: Table, confidence: NDArray[np.float64]) -> None:
    gaps, gap = confidence - table.correct, found.unscaled.gap
    middle, reach = float(gaps.mean()), 1.96 * float(gaps.std(ddof=1)) / table.n**0.5 if table.n > 1 else 0.0
    ends = {"value": middle, "low": middle - reach, "high": middle + reach}
    agree(f"{FIELD}.unscaled.gap", gap, {name: Near(value, TABLE) for name, value in ends.items()})
    end = round_end(100 * max(abs(gap.low), abs(gap.high)))
    agree(
        f"{FIELD}.gap_axis", found.gap_axis, {"start": Either([-value for value in end.values]), "end": end}
    )
    _check_equal_width(found, table, confidence)


def _check_equal_width(found: CalibrationFindings, table: Table, confidence: NDArray[np.float64]) -> None:
    bins, unclear = _bins(confidence)
    sums = np.bincount(bins, table.correct - confidence, minlength=BINS)
    value = float(np.abs(sums).sum() / table.n)
    distance = TABLE + 2 * unclear / table.n
    agree(f"{FIELD}.unscaled.errors.0.value", found.unscaled.errors[0].value, Near(value, distance))


def _bins(confidence: NDArray[np.float64]) -> tuple[NDArray[np.intp], int]:
    """Return the bin of each prediction, (n,), and of how many rounding may have changed it."""
    edges = np.linspace(0, 1, BINS + 1)[1:-1]
    bins = np.searchsorted(edges, confidence)
    unclear = np.searchsorted(edges, confidence - TABLE) != np.searchsorted(edges, confidence + TABLE)
    return bins, int(unclear.sum())


def _check_bins(found: CalibrationFindings, table: Table, confidence: NDArray[np.float64]) -> None:
    bins, unclear = _bins(confidence)
    if not unclear:
        edges = np.linspace(0, 1, BINS + 1)
        wanted = [
            _bin(edges, b, table.correct[bins == b], confidence[bins == b]) for b in np.unique(bins).tolist()
        ]
        agree(f"{FIELD}.bins", found.bins, wanted)
    demand(
        f"{FIELD}.bins",
        sum(each.count for each in found.bins) == table.n,
        f"bins of {table.n:,} predictions together",
    )
    for place, each in enumerate(found.bins):
        _check_bin(f"{FIELD}.bins.{place}", each)
    significant = any(error.significant for error in found.unscaled.errors)
    agree(FIELD, found, {
        "bin_count": len(found.bins),
        "bins_on_diagonal": sum(each.on_diagonal for each in found.bins),
        "detected": found.unscaled.direction != NEITHER or significant,
    })  # fmt: skip


def _bin(
    edges: NDArray[np.float64], b: int, correct: NDArray[np.bool_], confidence: NDArray[np.float64]
) -> dict[str, Any]:
    return {
        "low": float(edges[b]),
        "high": float(edges[b + 1]),
        "count": len(correct),
        "confidence": Near(float(confidence.mean()), TABLE),
        "accuracy": counted(int(correct.sum()), len(correct)),
    }


def _check_bin(field: str, each: ReliabilityBin) -> None:
    demand(f"{field}.accuracy", each.accuracy.total == each.count, f"a total of {each.count:,}")
    agree(
        field, each, {"low": SHARE, "high": SHARE, "confidence": Between(each.low - TABLE, each.high + TABLE)}
    )
    low, high, mean = each.accuracy.low, each.accuracy.high, each.confidence
    if min(abs(mean - low), abs(mean - high)) > TABLE:
        agree(f"{field}.on_diagonal", each.on_diagonal, low <= mean <= high)


def _check_low(found: CalibrationFindings, table: Table, confidence: NDArray[np.float64]) -> None:
    low, each = confidence < 0.9, found.low_confidence
    if (np.abs(confidence - 0.9) <= TABLE).any():
        return  # rounding may have moved one over the bound
    count = int(low.sum())
    agree(f"{FIELD}.low_confidence", each, {
        "count": count,
        "confidence": Near(float(confidence[low].mean()), TABLE),
        "accuracy": counted(int(table.correct[low].sum()), count),
    } if count else None)  # fmt: skip


def _check_temperature(bundle: Bundle, found: TemperatureScaling, unscaled: Calibration) -> None:
    field, validation = f"{FIELD}.temperature", bundle.findings.dataset.validation
    _check_calibration(f"{field}.scaled", found.scaled)
    change = found.log_loss_change
    moved = found.scaled.log_loss.value - unscaled.log_loss.value
    reach = 2e-5 * (found.scaled.log_loss.value + unscaled.log_loss.value)
    agree(field, found, {
        "temperature": {"value": Between(1e-9), "low": Between(0)},
        "fitted_on": validation.images if validation else Between(1),
        "direction": side(found.temperature, 1, ("lowers confidence", "raises confidence"), NEITHER),
        "log_loss_change": {**normal(change), "value": Near(moved, reach)},
        "log_loss_improves": change.high < 0,
        "log_loss_worsens": change.low > 0,
    })  # fmt: skip
