"""Settings and history of the training."""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import ROUNDING, SHARE, Between, Near, agree, demand
from analysis.bundle.checks.formulas import newcombe, side
from analysis.bundle.checks.table import Table
from analysis.bundle.dataset import Part
from analysis.bundle.record import present
from analysis.bundle.training import BroughtHistory, Epoch, TrainingFindings

FIELD = "findings.training"
POSITIVE = Between(0)
MAX_EPOCHS = 5_000


def check(bundle: Bundle, _table: Table) -> None:
    """Hold the epochs to their number, the shares to the parts of the data set, the verdict to its interval."""
    found = present(bundle.findings.training)
    if past := bundle.findings.history:
        _check_history(past)
    if found is None:
        return
    agree(FIELD, found, {
        "seed": Between(-(2**63), 2**64),
        "batch_size": Between(1, 1e9),
        "peak_learning_rate": POSITIVE,
        "warm_up": SHARE,
        "weight_decay": POSITIVE,
        "dropout": SHARE,
        "averaging": None if found.averaging is None else SHARE,
        "averaging_steps": None if found.averaging is None else _steps(found.averaging),
    })  # fmt: skip
    _check_epochs(found)
    _check_shares(found, bundle.findings.dataset.validation)


def _steps(averaging: float) -> Between:
    """Bound 1/(1 − averaging), a whole number, by the rounding of the average's decay."""
    least, most = (1 / max(1e-12, 1 - averaging + slip) for slip in (1e-6, -1e-6))
    return Between(least - 1, most + 1)


def _check_epochs(found: TrainingFindings) -> None:
    demand(f"{FIELD}.epochs", 1 <= len(found.epochs) <= MAX_EPOCHS, f"1 to {MAX_EPOCHS:,} epochs")
    for place, epoch in enumerate(found.epochs):
        _check_epoch(f"{FIELD}.epochs.{place}", epoch, place + 1, found.peak_learning_rate)
    as_they_are = [not epoch.augmented for epoch in found.epochs]
    last = next((place for place, plain in enumerate(reversed(as_they_are)) if not plain), len(as_they_are))
    agree(FIELD, found, {"epoch_count": len(found.epochs), "unaugmented_epochs": last})


def _check_history(found: BroughtHistory) -> None:
    field = "findings.history"
    demand(f"{field}.epochs", 1 <= len(found.epochs) <= MAX_EPOCHS, f"1 to {MAX_EPOCHS:,} epochs")
    for place, epoch in enumerate(found.epochs):
        _check_epoch(f"{field}.epochs.{place}", epoch, place + 1, None)
    agree(field, found, {"epoch_count": len(found.epochs)})


def _check_epoch(field: str, epoch: Epoch, number: int, peak: float | None) -> None:
    """Without a peak, neither learning rate nor augmentation is known."""
    demand(
        f"{field}.augmented",
        (epoch.augmented is None) == (peak is None),
        "true or false where the training is ours",
    )
    agree(field, epoch, {
        "number": number,
        "training_loss": POSITIVE,
        "training_accuracy": SHARE,
        "training_error_rate": Near(1 - epoch.training_accuracy, 1e-6),
        "validation_loss": POSITIVE,
        "validation_accuracy": SHARE,
        "validation_error_rate": Near(1 - epoch.validation_accuracy, 1e-6),
        "learning_rate": None if peak is None else Between(0, peak * (1 + ROUNDING)),
    })  # fmt: skip


def _check_shares(found: TrainingFindings, part: Part | None) -> None:
    total = part.images if part else found.validation.total
    names = ("detected", "reversed")
    agree(FIELD, found, {
        "validation": {"total": total},
        "validation_errors": {"count": total - found.validation.count, "total": total},
        "generalisation_gap": newcombe(found.training_sample, found.validation),
        "overfitting": side(found.generalisation_gap, 0, names, "not detected"),
    })  # fmt: skip
