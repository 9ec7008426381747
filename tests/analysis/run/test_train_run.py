"""One training from images to record."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from analysis.bundle.record import Estimate, Proportion, rounded
from analysis.bundle.training import TrainingFindings
from analysis.data.images import Dataset, ImageSet
from analysis.data.split import split
from analysis.models import inference, keras_file
from analysis.models.backend import keras
from analysis.models.recipes import PRESETS
from analysis.models.training import Trained
from analysis.run import train_run
from analysis.statistics.intervals import newcombe
from analysis.system.progress import NullProgress
from tests.pretended import pretended


def test_a_record_says_what_the_network_does(
    data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Validation accuracy and training accuracy are those of the network that is kept, on equally many images.

    The training images are different ones, none of the validation split; the other findings follow.
    """
    evaluated: list[ImageSet] = []
    original = train_run._accuracy  # noqa: SLF001 – what it is given is the question

    def spy(trained: Trained, images: ImageSet) -> Proportion:
        evaluated.append(images)
        return original(trained, images)

    monkeypatch.setattr(train_run, "_accuracy", spy)
    made = train_run.train(data, "quick", 3, NullProgress())
    (tmp_path / "model.keras").write_bytes(made.model)
    network = keras_file.load(tmp_path / "model.keras", data.test.shape, 10)
    rest, validation = split(data.training, 3)
    held_out, known = evaluated
    found, recipe = made.record.training, PRESETS["quick"]

    assert pixels(held_out) == pixels(validation)
    assert len(known) == len(pixels(known)) == len(validation)
    assert pixels(known) <= pixels(rest) - pixels(validation)
    for images, share in zip(evaluated, (found.validation, found.training_sample), strict=True):
        correct = inference.logits(network, images.images).argmax(axis=1) == images.labels
        assert share == Proportion.of(correct.sum(), len(images))
    assert found.validation_errors.count + found.validation.count == len(validation)
    gap = newcombe(found.training_sample.count, len(known), found.validation.count, len(held_out))
    assert found.generalisation_gap == rounded(Estimate.of(gap))
    assert found.epoch_count == len(found.epochs) == recipe.epochs
    assert found.unaugmented_epochs == recipe.unaugmented_epochs
    assert (found.warm_up, found.dropout) == (recipe.warm_up, recipe.dropout)
    assert found.averaging is not None
    assert found.averaging_steps == pytest.approx(1 / (1 - found.averaging), abs=0.5)


def test_no_room_for_temporary_files_costs_no_network(
    data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be written among temporary files, the network is written where its run will be stored."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    made = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])
    monkeypatch.setattr(tempfile, "tempdir", "/proc/nowhere")
    content = train_run._keras_file(Trained(made, (), "float32", 0.9))  # noqa: SLF001 – minutes come before it

    assert not list(Path().iterdir())
    (tmp_path / "model.keras").write_bytes(content)
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert keras_file.load(tmp_path / "model.keras", data.test.shape, 10).count_params() == 7850


@pytest.mark.parametrize(
    ("low", "high", "decision"),
    [
        (0.01, 0.03, "detected"),
        (-0.01, 0.03, "not detected"),
        (0, 0, "not detected"),
        (-0.03, -0.01, "reversed"),
    ],
)
def test_overfitting_is_decided_by_the_interval(low: float, high: float, decision: str) -> None:
    """It is detected where the whole interval of the gap is above 0, and reversed where it is below."""
    gap = Estimate(value=(low + high) / 2, low=low, high=high)
    assert pretended(TrainingFindings, generalisation_gap=gap).overfitting == decision


def pixels(images: ImageSet) -> set[bytes]:
    """Return the images as what can be compared."""
    return {image.tobytes() for image in images.images}
