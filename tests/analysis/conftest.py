"""A store of runs in an empty folder, and a training that might have been."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.bundle.provenance import Stage
from analysis.bundle.record import Proportion
from analysis.bundle.training import Epoch, TrainingFindings
from analysis.data import sample
from analysis.data.images import Dataset
from analysis.run import provenance, runs
from analysis.run.runs import RunRecord, TrainedRun


@pytest.fixture(scope="session")
def data() -> Dataset:
    """Return 600 training and 200 test images of scikit-learn's sample; the checksum is made up."""
    training, test = sample.read()
    return Dataset(
        "digits", "digits", "here", training[np.arange(600)], test[np.arange(200)], {"test-images": "1" * 64}
    )


@pytest.fixture
def training() -> TrainingFindings:
    """Return the findings of a training that might have been."""
    epoch = Epoch(
        number=1,
        training_loss=0.3,
        training_accuracy=0.9,
        training_error_rate=0.1,
        validation_loss=0.2,
        validation_accuracy=0.95,
        validation_error_rate=0.05,
        learning_rate=0,
        augmented=False,
    )
    return TrainingFindings(
        preset="quick",
        seed=0,
        batch_size=64,
        loss="cross-entropy",
        initialisation="He",
        optimizer="AdamW",
        schedule="linear",
        peak_learning_rate=0.002,
        warm_up=0.1,
        weight_decay=0.02,
        dropout=0.3,
        averaging=None,
        precision="float32",
        epochs=(epoch,),
        validation=Proportion.of(57, 60),
        training_sample=Proportion.of(58, 60),
    )


@pytest.fixture
def trained(training: TrainingFindings) -> TrainedRun:
    """Return a training that might have been."""
    record = RunRecord(
        training=training,
        data_sha256={"test-images": "1" * 64},
        model_sha256=runs.checksum(b"network"),
        versions={"python": "3.11"},
        machine=provenance.machine(None),
        stage=Stage(name="training", wall_seconds=1, cpu_seconds=2),
    )
    return TrainedRun(b"network", record)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder; return where its runs go."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "runs"
