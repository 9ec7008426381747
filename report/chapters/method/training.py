"""How the network was trained: settings, curves, and the generalisation gap."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from analysis.bundle.dataset import DatasetFindings
from analysis.bundle.training import BroughtHistory, Epoch, TrainingFindings
from report.chapters.model import AnyTable, Column, Drawing, Figure, NumberedTable, Table
from report.chapters.phrases import points_with_interval
from report.figures import training as figures
from report.text.formats import count, fixed, percent


def sentences(found: TrainingFindings) -> dict[str, Any]:
    """Return what the template prints about the training, by name."""
    return {
        "loss": found.loss,
        "initialisation": found.initialisation,
        "optimizer": found.optimizer,
        "schedule": found.schedule,
        "muon": "Muon" in found.optimizer,
        "adamw": "AdamW" in found.optimizer,
        "he": "He" in found.initialisation,
        "averages": found.averaging is not None,
        "mixed": found.precision != "float32",
        "augments": any(epoch.augmented for epoch in found.epochs),
        "gap": gap(found),
    }


def settings(found: TrainingFindings, data: DatasetFindings) -> NumberedTable:
    """Tabulate the recipe."""
    values = recipe(found, data)
    return NumberedTable(
        claim="The settings were fixed before this network was evaluated on the test images.",
        measure=f"Settings of the preset “{found.preset}”",
        table=Table[str](
            values,
            [Column("Setting", str), Column("Value", lambda setting: values[setting])],
        ),
    )


def recipe(found: TrainingFindings, data: DatasetFindings) -> dict[str, str]:
    """Return the recipe: what, and how much."""
    steps = found.averaging_steps
    return {
        **({"Training images": count(data.training.images)} if data.training else {}),
        "Epochs": count(found.epoch_count),
        "Of these without augmentation": count(found.unaugmented_epochs),
        "Batch size": f"{count(found.batch_size)} images",
        "Peak learning rate": f"{found.peak_learning_rate:g}",
        "Increase of the learning rate": f"over the first {percent(found.warm_up)} of the steps",
        "Weight decay": f"{found.weight_decay:g}",
        "Dropout rate": percent(found.dropout),
        "Moving average of the weights": f"over about {count(steps)} steps" if steps else "none",
        "Arithmetic": found.precision,
        "Random seed": str(found.seed),
    }


def curves(found: TrainingFindings) -> Figure:
    """Return the training curves: error rate and loss after each epoch."""
    return _curves(found, learned(found), history(found))


def brought_curves(found: BroughtHistory) -> Figure:
    """Return the curves of a training that was not ours."""
    first, last = found.epochs[0], found.epochs[-1]
    claim = (
        f"The validation error rate is {percent(first.validation_error_rate, 1)} after the first epoch and "
        f"{percent(last.validation_error_rate, 1)} after the last."
    )
    return _curves(found, claim, brought_history(found))


def _curves(found: TrainingFindings | BroughtHistory, claim: str, numbers: AnyTable) -> Figure:
    first, last = found.epochs[0], found.epochs[-1]
    loss = (
        f"The validation loss is {fixed(first.validation_loss, 3)} after the first epoch and "
        f"{fixed(last.validation_loss, 3)} after the last."
    )
    return Figure(
        claim=claim,
        measure="Error rate and loss after each epoch, on training and validation images; logarithmic scales",
        drawings=[
            _drawing("training-error", "Error rate", claim, partial(figures.training_error, found=found)),
            _drawing("training-loss", "Loss", loss, partial(figures.training_loss, found=found)),
        ],
        numbers=[numbers],
        wide=True,
    )


def _drawing(name: str, title: str, finding: str, draw: partial[None]) -> Drawing:
    return Drawing(
        name=name,
        alt=f"Line chart over the epochs. {finding}",
        draw=draw,
        height=300,
        narrow=280,
        paper=220,
        place="half",
        title=title,
    )


def learned(found: TrainingFindings) -> str:
    """Give the validation error rate after the first epoch and of the final model."""
    errors = found.validation_errors
    return (
        f"The validation error rate is {percent(found.epochs[0].validation_error_rate, 1)} after the first epoch and "
        f"{percent(errors, 2)} for the final model ({count(errors.count)} of {count(errors.total)} images)."
    )


def history(found: TrainingFindings) -> Table[Epoch]:
    """Tabulate all epochs."""
    return Table(
        found.epochs,
        [
            *MEASURED,
            Column("Learning rate", lambda epoch: fixed(epoch.learning_rate or 0, 5), "number"),
            Column("Training images", lambda epoch: "augmented" if epoch.augmented else "original"),
        ],
        caption="Error rate, loss and learning rate at the end of each epoch",
    )


def brought_history(found: BroughtHistory) -> Table[Epoch]:
    """Tabulate all epochs, of which less is known."""
    return Table(found.epochs, MEASURED, caption="Error rate and loss at the end of each epoch")


MEASURED: Sequence[Column[Epoch]] = (
    Column("Epoch", lambda epoch: str(epoch.number)),
    Column("Training error", lambda epoch: percent(epoch.training_error_rate, 2), "number"),
    Column("Validation error", lambda epoch: percent(epoch.validation_error_rate, 2), "number"),
    Column("Training loss", lambda epoch: fixed(epoch.training_loss, 4), "number"),
    Column("Validation loss", lambda epoch: fixed(epoch.validation_loss, 4), "number"),
)


def gap(found: TrainingFindings) -> str:
    """Compare training and validation accuracy of the finished network by their difference and its interval."""
    known, new, difference = found.training_sample, found.validation, found.generalisation_gap
    both = (
        f"The final model is correct on {percent(known)} of {count(known.total)} training images, drawn at random "
        f"and not augmented, and on {percent(new)} of the {count(new.total)} validation images. The difference, the "
        f"generalisation gap, is {points_with_interval(difference)}."
    )
    return f"{both} {VERDICTS[found.overfitting]}"


VERDICTS = {
    "detected": "The interval is above 0: overfitting is detected, so the accuracy on training images does not hold "
    "for new images.",
    "not detected": "The interval contains 0: no overfitting is detected, but a gap inside the interval cannot be "
    "excluded.",
    "reversed": "The interval is below 0: the accuracy is higher on the validation images, so no overfitting is "
    "detected.",
}
