"""One training from digits to record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import trial
from analysis.classifier import inference, model_file
from analysis.datasets.split import split
from analysis.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.datasets.digits import Dataset


def test_memory_is_measured_on_training_images(data: Dataset, tmp_path: Path) -> None:
    """As many images as are held out, none of them held out, read by the network that is kept."""
    made = trial.train(data, "quick", 3, Silent())
    (tmp_path / "model.keras").write_bytes(made.model)
    network = model_file.load(tmp_path / "model.keras")
    rest, validation = split(data.training, 3)
    wrong_of_all = sum(inference.logits(network, rest.images).argmax(axis=1) != rest.labels)
    known, unknown = made.record.training.training_sample, made.record.training.validation

    assert known.total == unknown.total == len(validation)
    assert unknown.count == sum(
        inference.logits(network, validation.images).argmax(axis=1) == validation.labels
    )
    assert 0 <= known.total - known.count <= wrong_of_all
