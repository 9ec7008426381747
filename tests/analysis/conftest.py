"""A store of runs in an empty folder, and a training that might have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis import runs
from analysis.bundle.provenance import Stage
from analysis.data.images import Dataset
from analysis.runs import RunRecord, Trial

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.bundle import Bundle
    from analysis.data.images import DigitSet


@pytest.fixture
def data(digits: DigitSet) -> Dataset:
    """Return a dataset of which only the checksums matter."""
    return Dataset("digits", "digits", "here", digits, digits, {"test-images": "1"})


@pytest.fixture
def trial(tiny_bundle: Bundle) -> Trial:
    """Return a training that might have been."""
    training = tiny_bundle.findings.training
    assert training
    record = RunRecord(
        training=training,
        data_sha256={"test-images": "1"},
        model_sha256=runs.checksum(b"network"),
        versions={"python": "3.11"},
        machine=tiny_bundle.provenance.machine,
        stage=Stage(name="training", wall_seconds=1, cpu_seconds=2),
    )
    return Trial(b"network", record)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder; return where its runs go."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "runs"
