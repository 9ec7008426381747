"""One training from start to finish, without any file: it may run here, in a process of its own, or in a cluster."""

from __future__ import annotations

import tempfile
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from analysis import provenance
from analysis.bundle.training import TrainingFindings
from analysis.data.split import split
from analysis.models.recipes import OPTIMIZER, PRESETS
from analysis.predictions import Predictions
from analysis.runs import RunRecord, Trial, checksum
from analysis.statistics.intervals import proportion

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.bundle.record import Proportion
    from analysis.bundle.training import Epoch
    from analysis.data.images import Dataset, DigitSet
    from analysis.models.training import Trained
    from analysis.progress import Advance, Progress


# Keras' random state belongs to the process, and a worker of a cluster may have several threads.
_ONE_AT_A_TIME = Lock()


def train(data: Dataset, preset: str, seed: int, progress: Progress) -> Trial:
    """Train one network.  The test set is not looked at."""
    with _ONE_AT_A_TIME:
        return _train(data, preset, seed, progress)


def _train(data: Dataset, preset: str, seed: int, progress: Progress) -> Trial:
    from analysis.models import backend, training

    recipe = PRESETS[preset]
    rest, validation = split(data.training, seed)
    watch = provenance.Stopwatch(progress)
    with watch.stage("training"), progress.bar("Epochs", recipe.epochs) as advance:
        trained = training.train(rest, validation, recipe, seed, _tell(progress, advance, recipe.epochs))
    model = _keras_file(trained)
    record = RunRecord(
        training=_findings(trained, preset, seed, rest, validation),
        data_sha256=data.sha256,
        model_sha256=checksum(model),
        versions=provenance.versions(),
        machine=provenance.machine(backend.accelerator()),
        stage=watch.stages[0],
    )
    return Trial(model, record)


def _tell(progress: Progress, advance: Advance, epochs: int) -> Callable[[Epoch], None]:
    def tell(epoch: Epoch) -> None:
        advance(1)
        progress.note(
            f"epoch {epoch.number} of {epochs}: {epoch.validation_accuracy:.2%} right on the validation images"
        )

    return tell


def _findings(
    trained: Trained, preset: str, seed: int, rest: DigitSet, validation: DigitSet
) -> TrainingFindings:
    recipe = PRESETS[preset]
    rows = np.random.default_rng(seed).permutation(len(rest))[: len(validation)]
    return TrainingFindings(
        preset=preset,
        seed=seed,
        batch_size=recipe.batch_size,
        optimizer=OPTIMIZER,
        peak_learning_rate=recipe.peak_learning_rate,
        weight_decay=recipe.weight_decay,
        dropout=recipe.dropout,
        averaging=trained.averaging,
        label_smoothing=0,
        precision=trained.precision,
        epochs=trained.epochs,
        validation=_right(trained, validation),
        training_sample=_right(trained, rest[rows]),
    )


def _right(trained: Trained, digits: DigitSet) -> Proportion:
    from analysis.models import inference

    seen = Predictions(digits.labels, inference.logits(trained.model, digits.images))
    return proportion(seen.correct.sum(), len(seen))


def _keras_file(trained: Trained) -> bytes:
    from analysis.models import keras_file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        keras_file.save(trained.model, path)
        return path.read_bytes()
