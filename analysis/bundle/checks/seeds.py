"""Several trainings of one recipe: their sums and means, and that the reported one is among them."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, stdev

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import SHARE, Between, Near, agree, demand
from analysis.bundle.checks.table import Table
from analysis.bundle.record import present
from analysis.bundle.seeds import SeedFindings

FIELD = "findings.seeds"
MAX_RUNS = 1_000


def check(bundle: Bundle, table: Table) -> None:
    """Compute anew all but the limits of the means."""
    found = present(bundle.findings.seeds)
    if found is None:
        return
    _check_runs(found, table)
    _check_means(found)
    _check_pairs(bundle, found, table)
    _check_reported(bundle, found, table)


def _check_runs(found: SeedFindings, table: Table) -> None:
    runs = found.runs
    demand(f"{FIELD}.runs", 2 <= len(runs) <= MAX_RUNS, f"2 to {MAX_RUNS:,} runs")
    demand(f"{FIELD}.runs", len({run.seed for run in runs}) == len(runs), "each seed once")
    for place, run in enumerate(runs):
        agree(f"{FIELD}.runs.{place}", run, {
            "accuracy": {"total": table.n},
            "errors": table.n - run.accuracy.count,
            "log_loss": Between(0),
            "scaled_log_loss": Between(0),
        })  # fmt: skip
    agree(FIELD, found, {"run_count": len(runs), "errors_total": sum(run.errors for run in runs)})


def _check_means(found: SeedFindings) -> None:
    shares, losses = [run.accuracy.value for run in found.runs], [run.log_loss for run in found.runs]
    mean = {"value": fmean(shares), "low": SHARE, "high": SHARE}
    agree(FIELD, found, {
        "accuracy": mean,
        "accuracy_sd": Near(stdev(shares), 2e-6),
        "new_images": mean,
        "log_loss": {"value": fmean(losses), "low": Between(0)},
        "log_loss_sd": Near(stdev(losses), 2e-5 * fmean(losses)),
    })  # fmt: skip


def _check_pairs(bundle: Bundle, found: SeedFindings, table: Table) -> None:
    field, count = f"{FIELD}.pairs", found.run_count
    confusion = bundle.findings.confusion
    named = {pair.classes for pair in confusion.pairs if pair.named}
    # Earlier sweeps knew the digits that are usually called look-alikes, and no other names.
    usual = confusion.named_by == "usage"
    order = [(-pair.errors, pair.classes) for pair in found.pairs]
    demand(field, all(one < other for one, other in pairwise(order)), "the pair with most errors first")
    demand(
        field,
        {pair.classes for pair in found.pairs} <= set(table.pairs)
        and min(10, len(table.pairs)) <= len(found.pairs),
        "pairs of classes, ten or all of them",
    )
    demand(
        field,
        sum(pair.errors for pair in found.pairs) <= found.errors_total,
        "no more errors than all runs have",
    )
    for place, pair in enumerate(found.pairs):
        agree(f"{field}.{place}", pair, {
            "errors": Between(pair.runs_with_errors, found.errors_total),
            "runs_with_errors": Between(min(1, pair.errors), min(count, pair.errors)),
            "runs_significant": Between(0, pair.runs_with_errors),
            "named": pair.classes in named and (usual or pair.named),
        })  # fmt: skip


def _check_reported(bundle: Bundle, found: SeedFindings, table: Table) -> None:
    training, scores = present(bundle.findings.training), present(bundle.findings.scores)
    if training is None:
        return
    agree(f"{FIELD}.preset", found.preset, training.preset)
    ours = next(((place, run) for place, run in enumerate(found.runs) if run.seed == training.seed), None)
    demand(f"{FIELD}.runs", ours is not None, f"a run with the reported seed, {training.seed}")
    assert ours is not None  # noqa: S101  # demanded above
    _check_share_of_pairs(found, table)
    place, run = ours
    agree(f"{FIELD}.runs.{place}.errors", run.errors, table.wrong)
    if scores:
        agree(
            f"{FIELD}.runs.{place}.log_loss",
            run.log_loss,
            Near(scores.log_loss.value, 1e-4 * scores.log_loss.value),
        )


def _check_share_of_pairs(found: SeedFindings, table: Table) -> None:
    """Hold the sums over the runs to what the reported run alone has; pairs that are left out had fewer."""
    field, listed = f"{FIELD}.pairs", {pair.classes for pair in found.pairs}
    for place, pair in enumerate(found.pairs):
        errors = table.confused[pair.classes]
        others = pair.runs_with_errors - (errors > 0)
        demand(
            f"{field}.{place}.errors",
            pair.errors >= errors + others >= errors,
            "those of the reported run, too",
        )
    most = max((errors for pair, errors in table.confused.items() if pair not in listed), default=0)
    least = min(pair.errors for pair in found.pairs[:10])
    demand(field, most <= least, "every pair with as many errors in the reported run")
