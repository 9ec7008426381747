"""One training from digits to record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import train_run as trial
from analysis.data.split import split
from analysis.models import inference, keras_file
from analysis.progress import Silent
from analysis.statistics.intervals import proportion

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from analysis.bundle.record import Proportion
    from analysis.data.images import Dataset, DigitSet
    from analysis.models.training import Trained


def test_memory_is_measured_on_training_images(
    data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many different images as are held out, none of them held out, and all read by the network that is kept."""
    read: list[DigitSet] = []
    original = trial._right  # noqa: SLF001 – what it is given is the question

    def spy(trained: Trained, digits: DigitSet) -> Proportion:
        read.append(digits)
        return original(trained, digits)

    monkeypatch.setattr(trial, "_right", spy)
    made = trial.train(data, "quick", 3, Silent())
    (tmp_path / "model.keras").write_bytes(made.model)
    network = keras_file.load(tmp_path / "model.keras")
    rest, validation = split(data.training, 3)
    held_out, known = read

    assert pictures(held_out) == pictures(validation)
    assert len(known) == len(pictures(known)) == len(validation)
    assert pictures(known) <= pictures(rest) - pictures(validation)
    for digits, share in zip(
        read, (made.record.training.validation, made.record.training.training_sample), strict=True
    ):
        right = inference.logits(network, digits.images).argmax(axis=1) == digits.labels
        assert share == proportion(right.sum(), len(digits))


def pictures(digits: DigitSet) -> set[bytes]:
    """Return the images as what can be compared."""
    return {image.tobytes() for image in digits.images}
