"""Where one number stands in two records: the classes' scores, the confusion matrix and the predictions are of one table."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.checks.table import Table
from analysis.bundle.law import agree, demand


def check(bundle: Bundle, table: Table) -> None:
    """Hold scores and matrix to the predictions table.  Raises ContradictionError."""
    _check_classes(bundle, table)
    _check_other_order(bundle, table)
    _check_matrix(bundle, table)
    gap, part = bundle.findings.accuracy.validation, bundle.findings.dataset.validation
    if gap and part:
        agree("findings.accuracy.validation.total", gap.total, part.images)


def _check_classes(bundle: Bundle, table: Table) -> None:
    field, found, counts = "findings.accuracy.classes", bundle.findings.accuracy.classes, table.confusion
    demand(field, len(found) == table.k, f"{table.k} entries")
    for label, each in enumerate(found):
        here, hits = f"{field}.{label}", int(counts[label, label])
        agree(f"{here}.label", each.label, label)
        agree(f"{here}.support", each.support, table.support[label])
        agree(f"{here}.predicted", each.predicted, int(counts[:, label].sum()))
        agree(f"{here}.errors", each.errors, table.support[label] - hits)


def _check_other_order(bundle: Bundle, table: Table) -> None:
    """Hold another order of the outputs to the matrix read so; that there is none better is not looked for."""
    field, other = "findings.accuracy.other_order", bundle.findings.accuracy.other_order
    if other is None:
        return
    demand(f"{field}.means", sorted(other.means) == list(range(table.k)), "each class once")
    right = sum(int(table.confusion[label, place]) for place, label in enumerate(other.means))
    fits = 2 * table.right < table.n and 5 * right > 4 * table.n
    demand(field, fits, "null: no other order fits far better")
    agree(f"{field}.accuracy", (other.accuracy.count, other.accuracy.total), (right, table.n))


def _check_matrix(bundle: Bundle, table: Table) -> None:
    field, found = "findings.confusion", bundle.findings.confusion
    agree(f"{field}.counts", found.counts, tuple(map(tuple, table.confusion.tolist())))
    named = found.named
    demand(
        f"{field}.named",
        set(named) <= set(table.pairs) and len(set(named)) == len(named),
        "pairs of classes, each once",
    )
    demand(
        f"{field}.uniformity",
        (found.uniformity is None) == (not table.wrong),
        "a test where there are errors",
    )
    if found.uniformity:
        reached = found.uniformity.reached_by_pair
        demand(
            f"{field}.uniformity.reached_by_pair",
            len(reached) == len(table.pairs),
            f"{len(table.pairs)} entries",
        )
        demand(
            f"{field}.uniformity.reached_by_pair",
            0 <= min(reached) <= max(reached) <= found.uniformity.draws,
            "counts of draws",
        )
