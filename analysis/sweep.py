"""The same recipe from several seeds; what is finished is kept, what is kept is not trained again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from analysis import runs
from analysis import train_run as trial
from analysis.bundle.record import Record
from analysis.bundle.training import SweepFindings, TrainingFindings
from analysis.data.split import split
from analysis.errors import TrainingError
from analysis.files import write_file
from analysis.predictions import Predictions
from analysis.progress import Silent
from analysis.studies.seeds import Replicate, summarise
from analysis.workers import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from analysis.data.images import Dataset
    from analysis.progress import Progress
    from analysis.runs import Run, Trial

    Given = tuple[Dataset, str]
    Outcomes = Iterator[tuple[int, Trial | Failure]]
    Spread = Callable[[Callable[[Given, int], Trial], Given, Sequence[int]], Outcomes]


class Sweep(Record):
    """A finished sweep, as it is stored beside its runs."""

    trainings: tuple[TrainingFindings, ...]
    """Of each seed, with their histories, so that a network trained otherwise is not taken for one of the sweep."""
    findings: SweepFindings


def find(data: Dataset, run: Run) -> SweepFindings | None:
    """Return the sweep that this run is part of; None where there is none."""
    training = run.record.training
    try:
        stored = Sweep.model_validate_json(_path(data, training.preset).read_bytes())
    except (OSError, ValidationError):
        return None
    return stored.findings if training in stored.trainings else None


def sweep(
    data: Dataset, preset: str, seeds: Sequence[int], progress: Progress, spread: Spread
) -> SweepFindings:
    """Train the seeds that have no finished run, spread over processes or a cluster; test all; store the summary.

    Raises TrainingError where a seed failed; the others are stored by then.
    """
    runs.make_store()
    path, keys = _path(data, preset), {seed: runs.run_key(data, preset, seed) for seed in seeds}
    finished = {seed: run for seed, key in keys.items() if (run := runs.find(key))}
    missing = [seed for seed in seeds if seed not in finished]
    with progress.stage("training the seeds"), progress.bar("Seeds", len(seeds)) as advance:
        advance(len(finished))
        for run in _kept(spread(_train, (data, preset), missing), keys):
            seed = run.record.training.seed
            finished[seed] = run
            advance(1)
            progress.note(f"seed {seed}: {run.record.training.validation.value:.2%} of the validation images")
    with progress.stage("testing the networks"):
        findings = summarise(preset, [_replicate(data, finished[seed]) for seed in seeds])
    trainings = tuple(finished[seed].record.training for seed in seeds)
    write_file(path, Sweep(trainings=trainings, findings=findings).model_dump_json(indent=2).encode())
    return findings


def _path(data: Dataset, preset: str) -> Path:
    return runs.STORE / f"sweep-{runs.recipe_key(data, preset)}.json"


def _train(given: Given, seed: int) -> Trial:
    data, preset = given
    return trial.train(data, preset, seed, Silent())


def _kept(made: Outcomes, keys: Mapping[int, str]) -> Iterator[Run]:
    """Store each training as soon as it is finished, so that an interruption costs only those that run."""
    failed = []
    for seed, outcome in made:
        if isinstance(outcome, Failure):
            failed.append(f"seed {seed}: {outcome.reason}")
            continue
        yield runs.keep(keys[seed], outcome)
    if failed:
        raise TrainingError(
            f"Expected every seed to finish, found {len(failed)} failed ({'; '.join(failed)}): "
            "the others are kept; run the same command again for the rest."
        )


def _replicate(data: Dataset, run: Run) -> Replicate:
    from analysis.models import inference, keras_file

    model, seed = keras_file.load(run.model), run.record.training.seed
    _, validation = split(data.training, seed)
    seen, read = (
        Predictions(part.labels, inference.logits(model, part.images)) for part in (validation, data.test)
    )
    return Replicate(seed, seen, read)
