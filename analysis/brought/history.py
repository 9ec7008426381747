"""The history of a training in Keras: a History, or the dictionary that it holds."""

from __future__ import annotations

import math

from analysis.bundle.training import BroughtHistory, Epoch
from analysis.system.errors import SettingsError

ACCURACIES = ("accuracy", "acc", "sparse_categorical_accuracy", "categorical_accuracy")
LACKING = "The history is left out: it needs finite losses and accuracies on training and validation images."


def history_of(history: object) -> BroughtHistory | None:
    """Return epochs with loss and accuracy on training and validation images; None where they are not all there.

    Raises SettingsError where it is no history.
    """
    found = getattr(history, "history", history)
    if not isinstance(found, dict) or not all(isinstance(values, list | tuple) for values in found.values()):
        raise SettingsError(
            f"Expected history to be what model.fit returns, or its dictionary, found {type(history).__name__}: give that, "
            "or leave it out."
        )
    name = next((each for each in ACCURACIES if each in found), "accuracy")
    columns = [found.get(key) for key in ("loss", name, "val_loss", f"val_{name}")]
    if not all(columns):
        return None
    try:
        rows = [[float(value) for value in row] for row in zip(*columns, strict=True)]
    except (TypeError, ValueError):
        rows = []
    if not rows or not all(math.isfinite(value) for row in rows for value in row):
        return None
    return BroughtHistory(epochs=tuple(map(_epoch, range(1, len(rows) + 1), rows)))


def _epoch(number: int, row: list[float]) -> Epoch:
    loss, accuracy, validation_loss, validation_accuracy = row
    return Epoch(
        number=number,
        training_loss=loss,
        training_accuracy=accuracy,
        training_error_rate=1 - accuracy,
        validation_loss=validation_loss,
        validation_accuracy=validation_accuracy,
        validation_error_rate=1 - validation_accuracy,
        learning_rate=None,
        augmented=None,
    )
