"""What the chapter on the method says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from report.text.formats import between, count, listed, percent, sentence, words
from report.text.grammar import things

if TYPE_CHECKING:
    from analysis.bundle.dataset import DatasetFindings, Preprocessing
    from analysis.bundle.training import Network, TrainingFindings


class Pixel(NamedTuple):
    """One pixel of the row that is written out, counted from 0."""

    column: int
    before: int
    after: float


def title(found: Network) -> str:
    """Say what stands between image and answer."""
    convolutions = sum(layer.kind.startswith("Convolution") for layer in found.layers)
    parameters = f"{count(found.parameters)} parameters"
    if not convolutions:
        return f"{parameters} between an image and its digit"
    return f"{sentence(things(convolutions, 'convolution'))}, {parameters}"


def inked(found: Preprocessing) -> list[Pixel]:
    """Return the pixels of the row from the first inked one to the last, and one empty one on either side."""
    ink = [column for column, value in enumerate(found.before) if value] or [len(found.before) // 2]
    shown = range(max(0, ink[0] - 1), min(len(found.before), ink[-1] + 2))
    return [Pixel(column, found.before[column], found.after[column]) for column in shown]


def heaviest(found: Network) -> str:
    """Caption of the layers: where most of the parameters are; layers of equal weight are named together."""
    most = max(layer.parameters for layer in found.layers)
    names = [layer.name for layer in found.layers if layer.parameters == most]
    share = percent(Decimal(most * len(names)) / found.parameters)
    layers, hold = things(len(names), "layer"), "holds" if len(names) == 1 else "hold"
    return f"{sentence(layers)}, {listed(names)}, {hold} {share} of all {count(found.parameters)} parameters."


def learned(found: TrainingFindings) -> str:
    """Caption of the training curves: from the first epoch to the finished network, on the validation part."""
    first = percent(Decimal(1) - Decimal(str(found.epochs[0].validation_accuracy)), 1)
    wrong = found.validation.total - found.validation.count
    rest = percent(Decimal(wrong) / found.validation.total, 2)
    return (
        f"One epoch leaves {first} of the validation images misread; the finished network leaves {rest}, "
        f"{count(wrong)} of {count(found.validation.total)}."
    )


def settings(found: TrainingFindings, data: DatasetFindings) -> list[tuple[str, str]]:
    """Return the recipe as rows: what, and how much."""
    steps = round(1 / (1 - found.averaging)) if found.averaging else None
    return [
        ("Training images", count(data.training.images)),
        ("Epochs", str(len(found.epochs))),
        ("Batch", f"{found.batch_size} images"),
        ("Optimizer", found.optimizer),
        ("Highest learning rate", f"{found.peak_learning_rate:g}"),
        ("Weight decay", f"{found.weight_decay:g}"),
        ("Dropout", percent(found.dropout)),
        ("Moving average of the weights", f"over about {count(steps)} steps" if steps else "none"),
        ("Label smoothing", f"{found.label_smoothing:g}" if found.label_smoothing else "none"),
        ("Arithmetic", found.precision),
        ("Seed", str(found.seed)),
    ]


def distorted_epochs(found: TrainingFindings | None) -> str:
    """Say in which epochs training images are distorted: all of them, or all but the last."""
    clean = sum(not epoch.distorted for epoch in found.epochs) if found else 0
    but = "" if not clean else " but the last" if clean == 1 else f" but the last {words(clean)}"
    return f"in each epoch{but}"


def memory(found: TrainingFindings) -> str:
    """Compare the finished network on images that it learned from with those held out."""
    known, unknown = found.training_sample, found.validation
    both = (
        f"The finished network is right on {percent(known)} of {count(known.total)} training images, drawn at "
        f"random and left as they are (95% interval {between(known)}), and on {percent(unknown)} of those held out "
        f"({between(unknown)})."
    )
    if known.low > unknown.high:
        return f"{both} Some of what it learned it has learned by heart, so only images that it has never seen can judge it."
    if known.high < unknown.low:
        return (
            f"{both} Images that it has never seen are read better, so nothing speaks for learning by heart."
        )
    return (
        f"{both} The intervals overlap: no advantage on images that it learned from is shown, though a small one would "
        "not be seen."
    )
