"""Work spread over processes or a cluster: one seed's misfortune is its own."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from analysis.run import workers
from analysis.run.workers import Failure
from analysis.system.errors import SettingsError


def work(given: int, seed: int) -> tuple[int, int]:
    """Add; seed 1 raises, seed 2 dies as for want of memory, after the others have begun."""
    if seed == 1:
        raise ValueError("one")
    if seed == 2:
        time.sleep(0.1)
        os._exit(9)
    return given + seed, os.getpid()


def test_a_process_that_dies_takes_nobody_along() -> None:
    """Every seed comes out once: with its result, or with the reason of its failure."""
    made = dict(workers.on_this_machine(work, 10, range(4), jobs=4))

    assert made[1] == Failure("ValueError: one")
    assert made[2] == Failure("its process ended with code 9")
    assert sorted(result[0] for result in made.values() if not isinstance(result, Failure)) == [10, 13]


def test_every_seed_has_its_own_process() -> None:
    """Nothing that a seed leaves behind in its process meets another seed."""
    made = [result for _, result in workers.on_this_machine(work, 0, (0, 3), jobs=1)]
    pids = {result[1] for result in made if not isinstance(result, Failure)}

    assert len(pids | {os.getpid()}) == 3


def die_once(given: Path, seed: int) -> int:
    """Seed 2 takes its worker along, the first time."""
    flag = given / "dead"
    if seed == 2 and not flag.exists():
        flag.touch()
        os._exit(9)
    if seed == 1:
        raise ValueError("one")
    return seed


def test_a_cluster_does_the_same(tmp_path: Path) -> None:
    """On two workers every seed comes out once, that of a worker that died too: another one does it again."""
    from distributed import LocalCluster  # noqa: PLC0415 – the processes of the other tests need not import it

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        made = dict(workers.on_cluster(die_once, tmp_path, range(4), cluster.scheduler_address))

    assert made == {0: 0, 1: Failure("ValueError: one"), 2: 2, 3: 3}
    assert (tmp_path / "dead").exists()


def test_no_scheduler_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody listens is told in a sentence."""
    monkeypatch.setattr(workers, "TIMEOUT", 1)

    with pytest.raises(SettingsError, match="found none: start one with `dask scheduler`"):
        list(workers.on_cluster(die_once, Path(), [0], "tcp://127.0.0.1:9"))


def test_dask_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Dask is not installed, the sentence says how to install it."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(SettingsError, match="not installed: run `pip install distributed`"):
        list(workers.on_cluster(die_once, Path(), [0], "tcp://127.0.0.1:9"))
