"""A sweep trains what is missing, keeps what is finished, and belongs to the networks that it tested."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis import runs, sweep
from analysis.errors import TrainingError
from analysis.predictions import Predictions
from analysis.progress import Silent
from analysis.runs import Trial
from analysis.studies.seeds import Replicate
from analysis.workers import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from analysis.bundle.training import SweepFindings
    from analysis.data.images import Dataset
    from analysis.runs import Run

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def _chance_for_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let random logits stand for what a stored network says."""

    def replicate(data: Dataset, run: Run) -> Replicate:
        logits = np.random.default_rng(run.record.training.seed).normal(size=(len(data.test), 10))
        read = Predictions(data.test.labels, logits)
        return Replicate(run.record.training.seed, read, read)

    monkeypatch.setattr(sweep, "_replicate", replicate)


def seeded(trial: Trial, seed: int) -> Trial:
    """Return the training as of another seed."""
    model = f"network {seed}".encode()
    training = trial.record.training.model_copy(update={"preset": "quick", "seed": seed})
    record = trial.record.model_copy(update={"training": training, "model_sha256": runs.checksum(model)})
    return Trial(model, record)


def run(
    data: Dataset, trial: Trial, seeds: Sequence[int], failing: int | None = None
) -> tuple[SweepFindings, list[int]]:
    """Sweep in this process; return what was found, and the seeds that were trained."""
    trained = []

    def spread(
        work: Callable[..., Trial], given: object, missing: Sequence[int]
    ) -> Iterator[tuple[int, Trial | Failure]]:
        del work, given
        for seed in missing:
            trained.append(seed)
            yield seed, Failure("no room") if seed == failing else seeded(trial, seed)

    return sweep.sweep(data, "quick", seeds, Silent(), spread), trained


def test_finished_seeds_are_not_trained_again(data: Dataset, trial: Trial) -> None:
    """A longer sweep trains only the seeds that it adds, and summarises all."""
    first, trained = run(data, trial, range(2))
    assert trained == [0, 1]

    longer, trained = run(data, trial, range(4))
    assert trained == [2, 3]
    assert [seed.seed for seed in longer.runs] == [0, 1, 2, 3]
    assert longer.runs[:2] == first.runs


def test_a_failure_costs_one_seed(data: Dataset, trial: Trial) -> None:
    """The seeds beside a failed one are kept; the failed one is named, and trained by the next attempt."""
    with pytest.raises(TrainingError, match=r"found 1 failed \(seed 1: no room\)"):
        run(data, trial, range(3), failing=1)

    assert run(data, trial, range(3))[1] == [1]


def test_the_report_finds_the_sweep_of_its_run(data: Dataset, trial: Trial) -> None:
    """A run of the sweep finds it; other data, another seed, or the same seed trained otherwise do not."""
    found, _ = run(data, trial, range(2))
    mine = runs.find(runs.run_key(data, "quick", 1))
    assert mine

    assert sweep.find(data, mine) == found
    assert sweep.find(replace(data, sha256={"test-images": "2"}), mine) is None
    assert sweep.find(data, runs.keep("other", seeded(trial, 2))) is None
    otherwise = mine.record.training.model_copy(update={"precision": "another"})
    assert (
        sweep.find(data, replace(mine, record=mine.record.model_copy(update={"training": otherwise}))) is None
    )


def test_a_damaged_sweep_is_no_sweep(data: Dataset, trial: Trial) -> None:
    """What cannot be read is left out of the report, like a sweep that never was."""
    run(data, trial, range(2))
    mine = runs.find(runs.run_key(data, "quick", 0))
    next(runs.STORE.glob("sweep-*.json")).write_text("{")

    assert mine
    assert sweep.find(data, mine) is None
