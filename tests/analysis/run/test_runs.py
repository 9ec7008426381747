"""The store of runs: the key follows from what decides the weights, and only finished runs are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.data.images import Dataset
from analysis.models.recipes import PRESETS
from analysis.run import runs
from analysis.run.runs import RunRecord, TrainedRun
from analysis.system.errors import OutputError

pytestmark = pytest.mark.usefixtures("store")


def test_the_key_follows_from_what_decides(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other data, another preset, seed or recipe: another key; the same again: the same key."""
    keys = [
        runs.run_key(data, "quick", 0),
        runs.run_key(data, "quick", 1),
        runs.run_key(data, "standard", 0),
        runs.run_key(replace(data, sha256={"test-images": "2"}), "quick", 0),
    ]
    again = runs.run_key(data, "quick", 0)
    monkeypatch.setitem(PRESETS, "quick", replace(PRESETS["quick"], dropout=0.123))
    keys.append(runs.run_key(data, "quick", 0))

    assert again == keys[0]
    assert len(set(keys)) == 5


def test_a_kept_run_is_found(trained: TrainedRun) -> None:
    """What was kept comes back, record and network."""
    kept = runs.keep("key", trained)

    assert runs.find("key") == kept
    assert kept.record == trained.record
    assert kept.model.read_bytes() == b"network"


def test_an_unfinished_run_is_not_found(trained: TrainedRun, store: Path) -> None:
    """A folder without record, without network, or with another network is no finished run."""
    assert runs.find("key") is None
    for file, content in (
        ("run.json", None),
        ("model.keras", None),
        ("model.keras", b"netw"),
        ("run.json", b"{"),
    ):
        runs.keep("key", trained)
        place = store / "key" / file
        place.unlink() if content is None else place.write_bytes(content)

        assert runs.find("key") is None


def test_a_failure_keeps_the_earlier_run(
    trained: TrainedRun, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a run is written leaves the one before, and nothing else."""
    runs.keep("key", trained)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(RunRecord, "model_dump_json", stop)
        with pytest.raises(KeyboardInterrupt):
            runs.keep("key", trained)
    assert runs.find("key")
    assert [path.name for path in store.iterdir()] == ["key"]


def test_no_store_can_be_made(store: Path) -> None:
    """A file where the store should be is named before anything is trained."""
    store.write_text("")

    with pytest.raises(OutputError, match="Cannot write runs"):
        runs.make_store()
