"""The confusion matrix, and what follows from it for pairs, cells and shown errors."""

from __future__ import annotations

from itertools import pairwise
from math import exp, fsum, lgamma, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import P_VALUE, SIMULATED_P, TABLE, Between, agree, demand
from analysis.bundle.checks.formulas import at_least, below, counted, share_axis, verdict
from analysis.bundle.checks.shown import check_images
from analysis.bundle.checks.table import Table
from analysis.bundle.confusion import ConfusionFindings, NamedPairs, Pair

FIELD = "findings.confusion"
SHOWN_ERRORS = 300
PAIRS_SHOWN, PAIRS_AT_MOST = 12, 16


def check(bundle: Bundle, table: Table) -> None:
    """Compute anew all but p values and ranks, which have bounds."""
    found = bundle.findings.confusion
    agree(f"{FIELD}.counts", found.counts, table.confusion.tolist())
    agree(
        f"{FIELD}.row_shares",
        found.row_shares,
        (table.confusion / table.confusion.sum(axis=1, keepdims=True)).tolist(),
    )
    errors = (np.array(table.support) - table.confusion.diagonal()).tolist()
    agree(
        f"{FIELD}.row_error_rates",
        found.row_error_rates,
        [counted(*each) for each in zip(errors, table.support, strict=True)],
    )
    _check_pairs(found, table)
    _check_totals(found, table)
    _check_cells(found, table)
    _check_named(found, table)
    _check_shown(bundle, table)


def _check_pairs(found: ConfusionFindings, table: Table) -> None:
    order = sorted(
        table.pairs,
        key=lambda pair: (-table.confused[pair], -table.confused[pair] / table.images[pair], pair),
    )
    demand(f"{FIELD}.pairs", len(found.pairs) == len(order), f"{len(order)} entries")
    rate = table.wrong / sum(table.images.values())
    for place, (each, pair) in enumerate(zip(found.pairs, order, strict=True)):
        agree(f"{FIELD}.pairs.{place}.classes", each.classes, pair)
        agree(f"{FIELD}.pairs.{place}", each, _pair(each, place, table, rate))
    named = found.named_pairs.pairs if found.named_pairs else ()
    if found.named_pairs:
        demand(
            f"{FIELD}.pairs",
            {each.classes for each in found.pairs if each.named} == set(named),
            "the named pairs to be named",
        )


def _pair(each: Pair, place: int, table: Table, rate: float) -> dict[str, Any]:
    a, b = each.classes
    errors, images, m = table.confused[each.classes], table.images[each.classes], len(table.pairs)
    return {
        "errors": errors,
        "first_as_second": int(table.confusion[a, b]),
        "second_as_first": int(table.confusion[b, a]),
        "rate": counted(errors, images),
        "share": counted(errors, table.wrong),
        "adjusted_p": SIMULATED_P if table.wrong else None,
        "significant": each.adjusted_p is not None and below(each.adjusted_p, 0.05),
        "verdict": verdict(each.significant, errors / images > rate),
        "rank_low": Between(1, min(each.rank_high, place + 1)),
        "rank_high": Between(max(each.rank_low, place + 1), m),
        "any_rank": (each.rank_low, each.rank_high) == (1, m),
    }


def _check_totals(found: ConfusionFindings, table: Table) -> None:
    m, errors = len(table.pairs), sorted(table.confused.values(), reverse=True)
    agree(FIELD, found, {
        "pair_count": m,
        "cell_count": 2 * m,
        "comparison_count": m * (m - 1) // 2,
        "pairs_shown": _pairs_shown(errors),
        "uniformity_p": SIMULATED_P if table.wrong else None,
        "uniform": found.uniformity_p is None or at_least(found.uniformity_p, 0.05),
        "significant_count": sum(pair.significant for pair in found.pairs),
        "verified_ranks": _verified(errors),
        "tied_with_first": errors.count(errors[0]) - 1,
        "errors_shown": len(found.errors),
        "errors_total": table.wrong,
    })  # fmt: skip


def _pairs_shown(falling: list[int]) -> int:
    """Twelve, or as many as cut no tie: sixteen at most."""
    if len(falling) <= PAIRS_SHOWN:
        return len(falling)
    ends = [
        k for k, (one, next_) in enumerate(zip(falling, [*falling[1:], -1], strict=True), 1) if one > next_
    ]
    return max((end for end in ends if end <= PAIRS_AT_MOST), default=PAIRS_SHOWN)


def _verified(falling: list[int]) -> int:
    """Count the neighbours, from the first on, that differ by a two-sided binomial test at 0.05."""
    return next(
        (place for place, (one, other) in enumerate(pairwise(falling)) if not _differ(one, other)),
        len(falling) - 1,
    )


def _differ(more: int, fewer: int) -> bool:
    """Whether 2·P(X ≤ fewer) ≤ 0.05 for X binomial of both counts and one half."""
    n, farthest = more + fewer, max(0, fewer - 10_000)
    terms = (
        lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) - n * log(2) for i in range(farthest, fewer + 1)
    )
    return 2 * fsum(map(exp, terms)) <= 0.05


def _check_cells(found: ConfusionFindings, table: Table) -> None:
    cells = _off_diagonal(table)
    agree(f"{FIELD}.cells", found.cells, int((cells > 0).sum()))
    agree(f"{FIELD}.largest_cell", found.largest_cell, _largest_cell(cells))
    step = 1
    while cells.max() >= 50 * step:
        step *= 10
    shades = ((1, 2 * step - 1), (2 * step, 3 * step - 1), (3 * step, 5 * step - 1), (5 * step, None))
    agree(f"{FIELD}.shades", found.shades, [{"low": low, "high": high} for low, high in shades])


def _largest_cell(cells: NDArray[np.intp]) -> dict[str, Any] | None:
    most = int(cells.max())
    if not most:
        return None
    label, predicted = np.argwhere(cells == most)[0].tolist()
    return {
        "label": label,
        "predicted": predicted,
        "count": most,
        "reverse": int(cells[predicted, label]),
        "unique": int((cells == most).sum()) == 1,
    }


def _off_diagonal(table: Table) -> NDArray[np.intp]:
    return table.confusion * ~np.eye(table.k, dtype=bool)


def _check_named(found: ConfusionFindings, table: Table) -> None:
    field, named = f"{FIELD}.named_pairs", found.named_pairs
    if named is None:
        demand(field, not table.wrong or not any(pair.named for pair in found.pairs), "a value")
        return
    demand(
        f"{field}.pairs",
        set(named.pairs) <= set(table.pairs) and len(set(named.pairs)) == len(named.pairs) > 0,
        "pairs of classes, each once",
    )
    agree(field, named, _named(named, table))


def _named(named: NamedPairs, table: Table) -> dict[str, Any]:
    total = sum(table.images.values())
    return {
        "share": counted(sum(table.confused[pair] for pair in named.pairs), table.wrong),
        "share_axis": share_axis(named.share.low),
        "uniform_share": sum(table.images[pair] for pair in named.pairs) / total,
        "uniform_p": P_VALUE,
        "above_uniform": below(named.uniform_p, 0.05),
        "quasi_independence_share": Between(0, 1),
        "quasi_independence_p": P_VALUE,
        "above_quasi_independence": below(named.quasi_independence_p, 0.05),
        "majority": named.share.low > 0.5,
        "minority": named.share.high < 0.5,
    }


def _check_shown(bundle: Bundle, table: Table) -> None:
    """Errors are shown largest cell first, as many of each as fit, the most confident first."""
    field, found, cells = f"{FIELD}.errors", bundle.findings.confusion.errors, _off_diagonal(table)
    kept = max(k for k in range(SHOWN_ERRORS + 1) if np.minimum(cells, k).sum() <= SHOWN_ERRORS) or 1
    order = sorted(np.argwhere(cells).tolist(), key=lambda cell: (-cells[tuple(cell)], cell))[:SHOWN_ERRORS]
    wanted = [tuple(cell) for cell in order for _ in range(min(kept, cells[tuple(cell)]))]
    demand(
        field,
        [(each.label, each.predicted) for each in found] == wanted,
        f"{len(wanted)} errors, largest cell first",
    )
    check_images(field, found, bundle, table)
    for one, other in pairwise(found):
        same = (one.label, one.predicted) == (other.label, other.predicted)
        falls = (
            one.confidence is None or other.confidence is None or one.confidence >= other.confidence - TABLE
        )
        demand(field, falls or not same, "the most confident error of a cell first")
