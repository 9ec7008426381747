"""One training from start to finish, without any file: it may run here, in a process of its own, or in a cluster."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.record import Proportion
from analysis.bundle.training import Epoch, TrainingFindings
from analysis.data.images import Dataset, ImageSet
from analysis.data.split import split
from analysis.models.recipes import INITIALISATION, LOSS, OPTIMIZER, SCHEDULE, recipe_for
from analysis.run import provenance
from analysis.run.runs import RunRecord, TrainedRun, checksum
from analysis.statistics.probabilities import Probabilities
from analysis.system.errors import OutputError
from analysis.system.interrupts import held
from analysis.system.progress import Advance, Progress

if TYPE_CHECKING:
    from analysis.models.training import Trained


# Keras' random state belongs to the process, and a worker of a cluster may have several threads.
_ONE_AT_A_TIME = Lock()


def train(data: Dataset, preset: str, seed: int, progress: Progress) -> TrainedRun:
    """Train one network.  The test set is not looked at."""
    with _ONE_AT_A_TIME:
        return _train(data, preset, seed, progress)


def _train(data: Dataset, preset: str, seed: int, progress: Progress) -> TrainedRun:
    from analysis.models import backend, training

    recipe = recipe_for(preset, data.training)
    rest, validation = split(data.training.grey(), seed)
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
    return TrainedRun(model, record)


def _tell(progress: Progress, advance: Advance, epochs: int) -> Callable[[Epoch], None]:
    def tell(epoch: Epoch) -> None:
        advance(1)
        progress.note(
            f"epoch {epoch.number} of {epochs}: validation accuracy {epoch.validation_accuracy:.2%}"
        )

    return tell


def _findings(
    trained: Trained, preset: str, seed: int, rest: ImageSet, validation: ImageSet
) -> TrainingFindings:
    recipe = recipe_for(preset, rest)
    rows = np.random.default_rng(seed).permutation(len(rest))[: len(validation)]
    held_out, known = _accuracy(trained, validation), _accuracy(trained, rest[rows])
    return TrainingFindings(
        preset=preset,
        seed=seed,
        batch_size=recipe.batch_size,
        loss=LOSS,
        initialisation=INITIALISATION,
        optimizer=OPTIMIZER,
        schedule=SCHEDULE,
        peak_learning_rate=recipe.peak_learning_rate,
        warm_up=recipe.warm_up,
        weight_decay=recipe.weight_decay,
        dropout=recipe.dropout,
        averaging=trained.averaging,
        precision=trained.precision,
        epochs=trained.epochs,
        validation=held_out,
        training_sample=known,
    )


def _accuracy(trained: Trained, images: ImageSet) -> Proportion:
    from analysis.models import inference

    found = Probabilities(images.labels, inference.logits(trained.model, images.images))
    return Proportion.of(found.correct.sum(), len(found))


def _keras_file(trained: Trained) -> bytes:
    """Write the network among temporary files, or where these find no room, here, where the store will be."""
    try:
        return _written(trained, tempfile.gettempdir())
    except (OSError, OutputError):
        return _written(trained, ".")


def _written(trained: Trained, place: str) -> bytes:
    from analysis.models import keras_file

    with held():  # its name must be known before a signal can end the command
        made = tempfile.TemporaryDirectory(prefix=".digits-report-", dir=place)
    with _temporary_files_in(place), made as folder:
        path = Path(folder) / "model.keras"
        keras_file.save(trained.model, path)
        return path.read_bytes()


@contextmanager
def _temporary_files_in(place: str) -> Iterator[None]:
    """Lead Keras there, which makes temporary folders of its own."""
    before, tempfile.tempdir = tempfile.tempdir, place
    try:
        yield
    finally:
        tempfile.tempdir = before
