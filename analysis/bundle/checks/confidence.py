"""The distributions of the confidence, from the table, within its rounding."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import TABLE, Between, Near, agree, demand
from analysis.bundle.checks.formulas import counted, smallest
from analysis.bundle.checks.limits import rising
from analysis.bundle.checks.shown import check_images
from analysis.bundle.checks.table import Table
from analysis.bundle.confidence import ConfidenceFindings, ConfidenceSummary
from analysis.bundle.record import present

FIELD = "findings.confidence"
EXAMPLES, FEW, MAX_BINS = 12, 5, 100


def check(bundle: Bundle, table: Table) -> None:
    """Compute anew histograms, quantiles, counts, and the images at both ends."""
    found, confidence = present(bundle.findings.confidence), table.confidence
    if found is None or confidence is None:
        return
    right, wrong = confidence[table.correct], confidence[~table.correct]
    _check_summary(f"{FIELD}.all", found.all, confidence)
    _check_summary(f"{FIELD}.correct", found.correct, right)
    _check_summary(f"{FIELD}.incorrect", found.incorrect, wrong)
    _check_histograms(found, right, wrong)
    _check_classes(found, table, confidence)
    _check_words(found, table)
    _check_ends(bundle, found, table, confidence)


def _check_summary(field: str, found: ConfidenceSummary, confidence: NDArray[np.float64]) -> None:
    n = len(confidence)
    quantiles = np.quantile(confidence, (0.05, 0.5, 0.95)).tolist() if n else ()
    low, middle, high = (Near(value, TABLE) for value in quantiles) if n else (None, None, None)
    agree(field, found, {
        "count": n,
        "median": middle,
        "low_tail": low,
        "high_tail": high,
        "below_90": _below(confidence, 0.9),
        "at_least_90": n - found.below_90,
        "above_99": _above(confidence, 0.99),
    })  # fmt: skip


def _below(confidence: NDArray[np.float64], bound: float) -> Between:
    """Bound the count below: rounding moves a confidence by no more than TABLE."""
    return Between(int((confidence < bound - TABLE).sum()), int((confidence < bound + TABLE).sum()))


def _above(confidence: NDArray[np.float64], bound: float) -> Between:
    return Between(int((confidence > bound + TABLE).sum()), int((confidence > bound - TABLE).sum()))


def _check_histograms(
    found: ConfidenceFindings, right: NDArray[np.float64], wrong: NDArray[np.float64]
) -> None:
    edges = found.edges
    demand(
        f"{FIELD}.edges",
        2 <= len(edges) <= MAX_BINS and edges[0] == 0 and edges[-1] == 1,
        "edges from 0 to 1",
    )
    rising(f"{FIELD}.edges", edges)
    for name, counts, values in (
        ("correct", found.correct_histogram, right),
        ("incorrect", found.incorrect_histogram, wrong),
    ):
        field = f"{FIELD}.{name}_histogram"
        demand(
            field,
            len(counts) == len(edges) - 1 and min(counts) >= 0 and sum(counts) == len(values),
            f"{len(edges) - 1} counts that add up to {len(values):,}",
        )
        for end, passed in zip(edges[1:-1], np.cumsum(counts).tolist(), strict=False):
            agree(field, passed, _below(values, end))


def _check_classes(found: ConfidenceFindings, table: Table, confidence: NDArray[np.float64]) -> None:
    demand(f"{FIELD}.classes", len(found.classes) == table.k, f"{table.k} entries")
    for label, each in enumerate(found.classes):
        field, ours = f"{FIELD}.classes.{label}", table.labels == label
        agree(
            field,
            each,
            {
                "label": label,
                "images": table.support[label],
                "below_90": each.correct.below_90 + each.incorrect.below_90,
            },
        )
        _check_summary(f"{field}.correct", each.correct, confidence[ours & table.correct])
        _check_summary(f"{field}.incorrect", each.incorrect, confidence[ours & ~table.correct])


def _check_words(found: ConfidenceFindings, table: Table) -> None:
    below = [each.below_90 for each in found.classes]
    tails = [each.correct.low_tail if each.correct.low_tail is not None else 2.0 for each in found.classes]
    agree(FIELD, found, {
        "errors_below_90": counted(found.incorrect.below_90, table.wrong),
        "error_confidence": _error_confidence(found),
        "lowest_class": smallest(tails, TABLE) if table.right else None,
        "most_below_90": below.index(max(below)),
        "fewest_below_90": below.index(min(below)),
    })  # fmt: skip


def _error_confidence(found: ConfidenceFindings) -> str:
    low = found.errors_below_90
    if low is None:
        return "no errors"
    if low.total < FEW:
        return "too few"
    return "mostly low" if low.low > 0.5 else "mostly high" if low.high < 0.5 else "mixed"


def _check_ends(
    bundle: Bundle, found: ConfidenceFindings, table: Table, confidence: NDArray[np.float64]
) -> None:
    errors, hits = np.sort(confidence[~table.correct])[::-1], np.sort(confidence[table.correct])
    ends: tuple[tuple[str, Any, bool], ...] = (
        ("most_confident_errors", errors, False),
        ("least_confident_correct", hits, True),
    )
    for name, wanted, correct in ends:
        field, images = f"{FIELD}.{name}", getattr(found, name)
        check_images(field, images, bundle, table)
        demand(
            field,
            all((each.label == each.predicted) == correct for each in images),
            f"{'correct' if correct else 'wrong'} predictions",
        )
        agree(
            field,
            [each.confidence for each in images],
            [Near(value, TABLE) for value in wanted[:EXAMPLES].tolist()],
        )
