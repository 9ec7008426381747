"""What the chapter on reproducibility says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.text.formats import duration

if TYPE_CHECKING:
    from analysis.bundle.provenance import Provenance
    from analysis.bundle.training import SweepFindings, TrainingFindings


def commands(
    training: TrainingFindings, data: str, sweep: SweepFindings | None, made: Provenance
) -> list[str]:
    """Return the commands that make this very report again, as far as a commit tells with which code."""
    recipe = f"--dataset {data if data in {'mnist', 'digits'} else 'PATH'} --preset {training.preset}"
    lines = [f"git checkout {made.git_commit[:12]}"] if made.git_commit and not changed(made) else []
    lines.append("make setup")
    if sweep:
        first, many = min(run.seed for run in sweep.runs), len(sweep.runs)
        lines.append(f"digits-report sweep {recipe} --seeds {many}" + (f" --seed {first}" if first else ""))
    return [*lines, f"digits-report build {recipe} --seed {training.seed}"]


def changed(made: Provenance) -> bool:
    """Say whether the program had changes that its commit does not hold."""
    return bool(made.git_commit and made.git_commit.endswith("+"))


def usual_place(data: str) -> str:
    """Return the folder into which a build writes."""
    return "site-sample" if data == "digits" else "site"


def longest(found: Provenance) -> str:
    """Caption of the stages: which of them took longest."""
    if not found.stages:
        return "No stage was timed."
    stage = max(found.stages, key=lambda each: each.wall_seconds)
    return f"Most time went into “{stage.name}”: {duration(stage.wall_seconds)}."
