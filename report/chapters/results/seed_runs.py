"""Runs of the same recipe with different random seeds."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.record import present
from analysis.bundle.seeds import SeedFindings, SeedRun
from report.chapters.model import Column, Drawing, Figure, NumberedTable, Table
from report.chapters.phrases import accuracy_over_seeds, new_images_interval
from report.figures import accuracy as figures
from report.figures.canvas import NARROW, PAPER_WIDTHS, WIDTHS
from report.text.formats import between, count, fixed, percent, points
from report.text.grammar import number


def sentences(bundle: Bundle) -> dict[str, Any]:
    """Return what the template prints about the runs, by name."""
    found = present(bundle.findings.seeds)
    shown = shown_seed(bundle)
    return {
        "runs": number(found.run_count) if found else "",
        "this_run": "" if shown is None else f"This report is about the run with seed {shown}.",
    }


def shown_seed(bundle: Bundle) -> int | None:
    """Return the seed of the run that this report is about; None where it is not one of these runs."""
    found, training = present(bundle.findings.seeds), present(bundle.findings.training)
    if found is None or training is None or training.preset != found.preset:
        return None
    return training.seed if training.seed in {run.seed for run in found.runs} else None


def figure(bundle: Bundle) -> Figure | None:
    """Plot the accuracy of each run and their mean; None where there is one run only."""
    found, shown = present(bundle.findings.seeds), shown_seed(bundle)
    if found is None:
        return None
    return Figure(
        claim=accuracy_over_seeds(found),
        measure="Accuracy of each run on the test set, all with the same test images; their mean, and its 95% interval for "
        "these images (Student’s t) and for new ones (random effects)",
        drawings=[
            Drawing(
                name="seeds",
                alt=f"Strip plot of {number(found.run_count)} accuracies. {accuracy_over_seeds(found)}",
                draw=partial(figures.seeds, found=found, shown_seed=shown),
                height=figures.seeds_height(found, WIDTHS["text"]),
                narrow=figures.seeds_height(found, NARROW),
                paper=figures.seeds_height(found, PAPER_WIDTHS["text"]),
            )
        ],
        numbers=[_runs(found, shown)],
    )


def _runs(found: SeedFindings, shown: int | None) -> Table[SeedRun]:
    return Table(
        found.runs,
        [
            Column("Seed", lambda run: str(run.seed)),
            Column("Errors", lambda run: count(run.errors), "number"),
            Column("Accuracy", lambda run: percent(run.accuracy), "number"),
            Column("95% interval", lambda run: between(run.accuracy), "number"),
            Column("Log loss", lambda run: fixed(run.log_loss, 4), "number"),
            Column("After temperature scaling", lambda run: fixed(run.scaled_log_loss, 4), "number"),
        ],
        strong=lambda run: run.seed == shown,
        caption="Each run; the run of this report is bold",
    )


class _Spread(NamedTuple):
    """A score over the runs."""

    score: str
    mean: str
    deviation: str
    these_images: str
    new_images: str


def summary(bundle: Bundle) -> NumberedTable | None:
    """Tabulate mean, standard deviation and intervals over the runs; None where there is one run only."""
    found = present(bundle.findings.seeds)
    if found is None:
        return None
    accuracy, new = (between(each, 2, 100, "%") for each in (found.accuracy, found.new_images))
    loss, loss_sd = fixed(found.log_loss.value, 4), fixed(found.log_loss_sd, 4)
    return NumberedTable(
        claim=f"For new images and other seeds, the 95% interval of the mean accuracy is {new_images_interval(found)}.",
        measure=f"Mean over {number(found.run_count)} runs and standard deviation between them, on the test set",
        table=Table(
            [
                _Spread(
                    "Accuracy", percent(found.accuracy.value, 2), points(found.accuracy_sd), accuracy, new
                ),
                _Spread("Log loss", loss, loss_sd, these_images=between(found.log_loss, 4), new_images="–"),
            ],
            [
                Column("Score", lambda one: one.score),
                Column("Mean", lambda one: one.mean, "number"),
                Column("Standard deviation", lambda one: one.deviation, "number"),
                Column("95% interval, these images", lambda one: one.these_images, "number"),
                Column("95% interval, new images", lambda one: one.new_images, "number"),
            ],
        ),
    )
