"""From data to bundle, with a network that is given, and with predictions alone."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from analysis.bundle import Bundle, storage
from analysis.bundle.classes import DIGITS, Classes
from analysis.bundle.record import Omitted, rounded
from analysis.bundle.training import TrainingFindings
from analysis.data.images import Dataset
from analysis.models import inference, keras_file
from analysis.models.network import build
from analysis.models.recipes import PRESETS
from analysis.run import pipeline, provenance, runs
from analysis.run.brought_study import of_predictions
from analysis.run.pipeline import Network
from analysis.run.runs import TrainedRun
from analysis.run.settings import Settings
from analysis.system.progress import NullProgress
from tests.analysis.data.made_data import Listener

PARTS_THAT_NEED_MORE = (
    "network",
    "training",
    "seeds",
    "scores",
    "class_means",
    "confidence",
    "calibration",
    "selective_prediction",
    "projection",
    "writer_groups",
    "disputed_labels",
    "gallery",
)


def analyze(data: Dataset, chosen: Network, settings: Settings) -> Bundle:
    """Analyze without a word."""
    return pipeline.analyze(settings, data, chosen, provenance.Stopwatch(NullProgress()))


def untrained(path: Path, data: Dataset) -> Path:
    """Write a network as it is before any training."""
    keras_file.save(build(data.test.shape, 10, PRESETS["quick"].channels, dropout=0.1, seed=1), path)
    return path


def test_a_network_given_as_a_file(data: Dataset, tmp_path: Path) -> None:
    """Its predictions are studied; what only its training could tell is omitted, with the reason."""
    path = untrained(tmp_path / "model.keras", data)
    bundle = analyze(data, Network(path, "file"), Settings(seed=2))
    logits = inference.logits(keras_file.load(path, data.test.shape, 10), data.test.images)
    found = bundle.findings

    assert found.predictions.predicted == tuple(logits.argmax(axis=1).tolist())
    assert found.predictions.labels == tuple(data.test.labels.tolist())
    assert found.training == found.dataset.augmentation == pipeline.GIVEN_AS_FILE
    assert isinstance(found.seeds, Omitted)
    assert found.dataset.images == len(data.training) + len(data.test)
    assert (bundle.classes, bundle.images) == (DIGITS, data.test.format)
    assert (bundle.provenance.model_source, bundle.provenance.run_key) == ("file", None)
    assert bundle.provenance.model_sha256 == runs.checksum(path.read_bytes())
    assert bundle.provenance.longest_stage in rounded(bundle.provenance.stages)
    assert storage.parse(storage.dump(bundle), "results.json") == rounded(bundle)


def test_a_network_of_colours(tmp_path: Path) -> None:
    """A given network of three channels sees the colours, though the report and a network trained here see grey."""
    labels = np.arange(80) % 2
    images = np.zeros((80, 8, 8, 3), np.uint8)
    images[..., 0] = np.random.default_rng(0).integers(0, 100, (80, 8, 8))
    images[labels == 0, :, :, 0] += 100
    images[labels == 1, :, :, 2] = 255
    np.savez(tmp_path / "given.npz", x_train=images, y_train=labels, x_test=images[:20], y_test=labels[:20])
    model = keras.Sequential(
        [keras.Input((8, 8, 3)), keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(2)]
    )
    model.layers[-1].set_weights([np.array([[9, 0], [0, 0], [0, 9]], np.float32), np.zeros(2, np.float32)])
    model.save(tmp_path / "model.keras")
    settings = Settings(
        dataset=str(tmp_path / "given.npz"), model=tmp_path / "model.keras", model_input="0-1"
    )
    data = pipeline.read(settings, provenance.Stopwatch(NullProgress()))
    bundle = analyze(data, Network(tmp_path / "model.keras", "file"), settings)

    assert bundle.findings.accuracy.overall.value == 1
    assert bundle.images == data.grey.test.format
    assert (
        pipeline.read(Settings(dataset=settings.dataset), provenance.Stopwatch(NullProgress())).test.channels
        == 1
    )


@pytest.mark.usefixtures("store")
def test_a_network_of_a_run(
    data: Dataset, trained: TrainedRun, training: TrainingFindings, tmp_path: Path
) -> None:
    """A finished run brings its training along; a recipe with augmentation is shown, one without is not."""
    network = untrained(tmp_path / "model.keras", data).read_bytes()
    reasons = {}
    for preset in ("quick", "standard"):
        record = trained.record.model_copy(
            update={
                "training": training.model_copy(update={"preset": preset}),
                "model_sha256": runs.checksum(network),
            }
        )
        run = runs.keep(runs.run_key(data, preset, 0), runs.TrainedRun(network, record))
        settings, watch = Settings(preset=preset), provenance.Stopwatch(NullProgress())
        chosen = pipeline.network(settings, data, watch)
        assert chosen == Network(run.model, "earlier run", run)
        found = analyze(data, chosen, settings).findings
        assert found.training == record.training
        reasons[preset] = isinstance(found.dataset.augmentation, Omitted)

    assert reasons == {"quick": True, "standard": False}


@pytest.mark.parametrize(
    "classes", [DIGITS, Classes(names=("circle", "cross", "bar"), noun="shape", nouns="shapes")]
)
def test_predictions_alone(classes: Classes) -> None:
    """Labels and predicted classes make a bundle: what needs more is omitted, and it reads back equal."""
    count = len(classes.names)
    labels = np.arange(20 * count) % count
    predicted = np.where(np.arange(20 * count) % 7 == 0, (labels + 1) % count, labels)
    bundle = of_predictions(classes, labels, predicted, Settings())
    found = bundle.findings

    assert found.accuracy.overall.count == (labels == predicted).sum()
    assert all(isinstance(getattr(found, part), Omitted) for part in PARTS_THAT_NEED_MORE)
    assert isinstance(bundle.images, Omitted)
    assert (found.dataset.training, found.dataset.validation) == (None, None)
    assert found.dataset.test.per_class == (20,) * count
    assert (bundle.provenance.model_source, bundle.provenance.model_sha256) == ("none", None)
    assert storage.parse(storage.dump(bundle), "results.json") == rounded(bundle)


@pytest.mark.parametrize(("mebibytes", "warned"), [(100, 0), (101, 1)])
def test_a_file_that_github_refuses_is_warned_of(mebibytes: int, warned: int) -> None:
    """From 100 MB on, with the size and the way out."""
    listener = Listener()
    pipeline.mention_size(bytes(mebibytes * 2**20), listener)

    assert len(listener.warned) == warned
    assert all("has 101 MB" in said and "leave model.keras out" in said for said in listener.warned)
