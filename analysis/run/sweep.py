"""The same recipe with several seeds; what is finished is kept, what is kept is not trained again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from pydantic import ValidationError

from analysis.bundle.record import Record
from analysis.bundle.seeds import SeedFindings
from analysis.bundle.training import TrainingFindings
from analysis.data.images import Dataset
from analysis.data.split import split
from analysis.run import runs, train_run
from analysis.run.runs import Run, TrainedRun
from analysis.run.workers import Failure
from analysis.statistics.probabilities import Probabilities
from analysis.studies.seeds import Replicate, summarise, with_named
from analysis.system.errors import TrainingError
from analysis.system.files import write_file
from analysis.system.progress import NullProgress, Progress

Given = tuple[Dataset, str]
Outcomes = Generator[tuple[int, TrainedRun | Failure]]
MapSeeds = Callable[[Callable[[Given, int], TrainedRun], Given, Sequence[int]], Outcomes]


class Sweep(Record):
    """A finished sweep, as it is stored beside its runs."""

    trainings: tuple[TrainingFindings, ...]
    """Of each seed, with their histories, so that a network trained otherwise is not taken for one of the sweep."""
    findings: SeedFindings
    """Without named pairs: which are named beforehand is for the report to say."""


def find(data: Dataset, run: Run, named: Sequence[tuple[int, int]] = ()) -> SeedFindings | None:
    """Return the sweep that this run is part of, with the ten pairs with most errors and the named ones.

    None where there is none, or only one of an older version.
    """
    training = run.record.training
    try:
        content = _path(data, training.preset).read_bytes()
        stored = Sweep.model_validate_json(content, extra="ignore")  # what is derived is computed anew
    except (OSError, ValidationError):
        return None
    return with_named(stored.findings, named) if training in stored.trainings else None


def sweep(
    data: Dataset, preset: str, seeds: Sequence[int], progress: Progress, map_seeds: MapSeeds
) -> SeedFindings:
    """Train the seeds that have no finished run, in processes or on a cluster; test all; store the summary.

    Raises TrainingError where a seed failed; the others are stored by then.
    """
    runs.make_store()
    finished = _finished(data, preset, seeds, progress, map_seeds)
    with progress.stage("testing the networks"):
        replicates = [_replicate(data, finished[seed]) for seed in seeds]
        findings = summarise(preset, replicates)
    trainings = tuple(finished[seed].record.training for seed in seeds)
    keep(data, preset, Sweep(trainings=trainings, findings=findings))
    return findings


def keep(data: Dataset, preset: str, made: Sweep) -> None:
    """Store a sweep beside its runs, in place of an earlier one of the same recipe.  Raises OutputError."""
    write_file(_path(data, preset), made.model_dump_json(indent=2).encode())


def _finished(
    data: Dataset, preset: str, seeds: Sequence[int], progress: Progress, map_seeds: MapSeeds
) -> dict[int, Run]:
    """Return a finished run of each seed; those that are missing are trained."""
    keys = {seed: runs.run_key(data, preset, seed) for seed in seeds}
    finished = {seed: run for seed, key in keys.items() if (run := runs.find(key))}
    missing = [seed for seed in seeds if seed not in finished]
    with (
        progress.stage("training the seeds"),
        progress.bar("Seeds", len(seeds)) as advance,
        closing(map_seeds(_train, (data, preset), missing)) as made,
    ):
        advance(len(finished))
        for run in _kept(made, keys):
            training = run.record.training
            finished[training.seed] = run
            advance(1)
            progress.note(f"seed {training.seed}: validation accuracy {training.validation.value:.2%}")
    return finished


def _path(data: Dataset, preset: str) -> Path:
    return runs.STORE / f"sweep-{runs.recipe_key(data, preset)}.json"


def _train(given: Given, seed: int) -> TrainedRun:
    data, preset = given
    return train_run.train(data, preset, seed, NullProgress())


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

    seed = run.record.training.seed
    model = keras_file.load(run.model, data.test.shape, len(data.classes.names))
    _, validation = split(data.training, seed)
    held_out, test = (
        Probabilities(part.labels, inference.logits(model, part.images)) for part in (validation, data.test)
    )
    return Replicate(seed, held_out, test)
