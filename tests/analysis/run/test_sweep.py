"""A sweep trains what is missing, keeps what is finished, and belongs to the networks that it tested."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle.seeds import SeedFindings
from analysis.data.images import Dataset
from analysis.run import runs, sweep
from analysis.run.runs import Run, TrainedRun
from analysis.run.workers import Failure
from analysis.statistics.probabilities import Probabilities
from analysis.studies.seeds import Replicate, with_named
from analysis.system.errors import TrainingError
from analysis.system.progress import NullProgress

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def _random_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let random logits stand for what a stored network says."""

    def replicate(data: Dataset, run: Run) -> Replicate:
        logits = np.random.default_rng(run.record.training.seed).normal(size=(len(data.test), 10))
        found = Probabilities(data.test.labels, logits)
        return Replicate(run.record.training.seed, found, found)

    monkeypatch.setattr(sweep, "_replicate", replicate)


def seeded(trained: TrainedRun, seed: int) -> TrainedRun:
    """Return the training as of another seed."""
    model = f"network {seed}".encode()
    training = trained.record.training.model_copy(update={"preset": "quick", "seed": seed})
    record = trained.record.model_copy(update={"training": training, "model_sha256": runs.checksum(model)})
    return TrainedRun(model, record)


def run(
    data: Dataset, trained: TrainedRun, seeds: Sequence[int], failing: int | None = None
) -> tuple[SeedFindings, list[int]]:
    """Sweep in this process; return what was found, and the seeds that were trained."""
    seeds_trained = []

    def in_this_process(
        work: Callable[..., TrainedRun], given: object, missing: Sequence[int]
    ) -> Generator[tuple[int, TrainedRun | Failure]]:
        del work, given
        for seed in missing:
            seeds_trained.append(seed)
            yield seed, Failure("no room") if seed == failing else seeded(trained, seed)

    return sweep.sweep(data, "quick", seeds, NullProgress(), in_this_process), seeds_trained


def test_finished_seeds_are_not_trained_again(data: Dataset, trained: TrainedRun) -> None:
    """A longer sweep trains only the seeds that it adds, and summarises all."""
    first, seeds = run(data, trained, range(2))
    assert seeds == [0, 1]

    longer, seeds = run(data, trained, range(4))
    assert seeds == [2, 3]
    assert [seed.seed for seed in longer.runs] == [0, 1, 2, 3]
    assert longer.runs[:2] == first.runs


def test_a_failure_costs_one_seed(data: Dataset, trained: TrainedRun) -> None:
    """The seeds beside a failed one are kept; the failed one is named, and trained by the next attempt."""
    with pytest.raises(TrainingError, match=r"found 1 failed \(seed 1: no room\)"):
        run(data, trained, range(3), failing=1)

    assert run(data, trained, range(3))[1] == [1]


def test_the_report_finds_the_sweep_of_its_run(data: Dataset, trained: TrainedRun) -> None:
    """A run of the sweep finds it; other data, another seed, or the same seed trained otherwise do not."""
    found, _ = run(data, trained, range(2))
    mine = runs.find(runs.run_key(data, "quick", 1))
    assert mine

    named = ((0, 1), (4, 7))
    assert sweep.find(data, mine, named) == with_named(found, named)
    assert sweep.find(replace(data, sha256={"test-images": "2"}), mine) is None
    assert sweep.find(data, runs.keep("other", seeded(trained, 2))) is None
    otherwise = mine.record.training.model_copy(update={"precision": "another"})
    assert (
        sweep.find(data, replace(mine, record=mine.record.model_copy(update={"training": otherwise}))) is None
    )


def test_a_sweep_of_an_older_record_is_no_sweep(data: Dataset, trained: TrainedRun) -> None:
    """A stored summary without a field of today's record is not taken."""
    run(data, trained, range(2))
    path = next(runs.STORE.glob("sweep-*.json"))
    stored = json.loads(path.read_text(encoding="utf-8"))
    del stored["findings"]["labels"]
    path.write_text(json.dumps(stored), encoding="utf-8")
    mine = runs.find(runs.run_key(data, "quick", 0))

    assert mine
    assert sweep.find(data, mine) is None


def test_a_damaged_sweep_is_no_sweep(data: Dataset, trained: TrainedRun) -> None:
    """What cannot be read is left out of the report, like a sweep that never was."""
    run(data, trained, range(2))
    mine = runs.find(runs.run_key(data, "quick", 0))
    next(runs.STORE.glob("sweep-*.json")).write_text("{")

    assert mine
    assert sweep.find(data, mine) is None
