"""The pairs of classes over all runs with different random seeds."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.record import present
from analysis.bundle.seeds import PairOverRuns
from report.chapters.model import Column, NumberedTable, Table
from report.chapters.phrases import MORE_ERRORS
from report.text.formats import count
from report.text.grammar import opening, plural, things
from report.text.naming import Naming


def over_runs(bundle: Bundle, naming: Naming) -> NumberedTable | None:
    """Tabulate the pairs over all runs with different seeds; None where there is one run only."""
    seeds = present(bundle.findings.seeds)
    if seeds is None or not seeds.errors_total:
        return None
    runs = things(seeds.run_count, "run")
    return NumberedTable(
        claim=_over_runs_claim(seeds.pairs, seeds.run_count),
        measure=f"Errors of the pairs, added over {runs} with different random seeds: the ten pairs with most errors, and "
        "the prespecified pairs; all runs predict the same test images",
        table=Table(
            seeds.pairs,
            [
                Column("Pair", lambda pair: naming.pair(pair.classes), footer="All pairs"),
                Column("Errors", lambda pair: count(pair.errors), "number", footer=count(seeds.errors_total)),
                Column("Runs with errors", lambda pair: count(pair.runs_with_errors), "number"),
                Column("Runs with more than expected", lambda pair: count(pair.runs_significant), "number"),
            ],
            strong=lambda pair: pair.runs_significant == seeds.run_count,
        ),
    )


def _over_runs_claim(pairs: tuple[PairOverRuns, ...], runs: int) -> str:
    always = [pair.classes for pair in pairs if pair.runs_significant == runs]
    if not always:
        return f"No pair has {MORE_ERRORS} in every run."
    have = plural(len(always), "has", "have")
    return (
        f"{opening(len(always))} {plural(len(always), 'pair')} {have} {MORE_ERRORS} in every run; the runs share their test "
        "images, so they are no independent replications."
    )
