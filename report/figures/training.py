"""How the network learned: one point per epoch, on logarithmic scales."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.training import BroughtHistory, Epoch, TrainingFindings
from report.figures import artists, ticks
from report.figures.canvas import Canvas
from report.images.theme import INK, INK2, INK3

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DASHED = (0, (4, 2.5))  # augmented images, which are harder: not comparable
NONE = 1e-5  # stands for 0, which a logarithmic scale has no place for, and is called so


class _History(NamedTuple):
    """One measure in training and in validation, and how it is said."""

    training: NDArray[np.float64]
    validation: NDArray[np.float64]
    tick: Callable[[float], str]
    end: str


def training_error(canvas: Canvas, found: TrainingFindings | BroughtHistory) -> None:
    """Draw the error rate after each epoch, in training and in validation."""
    training = np.array([epoch.training_error_rate for epoch in found.epochs])
    validation = np.array([epoch.validation_error_rate for epoch in found.epochs])
    _curves(canvas, found.epochs, _History(training, validation, ticks.percent, ".2%"))
    canvas.title_y(canvas.figure.axes[0], "Error rate")


def training_loss(canvas: Canvas, found: TrainingFindings | BroughtHistory) -> None:
    """Draw the loss after each epoch, in training and in validation."""
    training = np.array([epoch.training_loss for epoch in found.epochs])
    validation = np.array([epoch.validation_loss for epoch in found.epochs])
    _curves(canvas, found.epochs, _History(training, validation, ticks.plain, ".3g"))
    canvas.title_y(canvas.figure.axes[0], "Loss (cross-entropy)")


def _curves(canvas: Canvas, epochs: tuple[Epoch, ...], history: _History) -> None:
    axes = canvas.axes(left=46, top=34, right=86, bottom=46)
    number = np.array([epoch.number for epoch in epochs])
    training, validation = (np.maximum(values, NONE) for values in history[:2])
    axes.set_yscale("log")
    _training_curve(axes, number, training, np.array([bool(epoch.augmented) for epoch in epochs]))
    axes.plot(number, validation, color=INK)
    artists.dots(axes, number[-1:], training[-1:], INK3, ms=4.5)
    artists.dots(axes, number[-1:], validation[-1:], ms=5.5)
    _scale(axes, number, np.concatenate([training, validation]), history.tick)
    canvas.title_x(axes, "Epoch")
    ends = [
        (float(training[-1]), f"Training\n{history.training[-1]:{history.end}}", INK2),
        (float(validation[-1]), f"Validation\n{history.validation[-1]:{history.end}}", INK),
    ]
    artists.name_ends(canvas, axes, ends)


def _scale(
    axes: Axes, number: NDArray[np.int64], values: NDArray[np.float64], say: Callable[[float], str]
) -> None:
    low, high = values.min() / 1.25, values.max() * 1.25
    axes.set_ylim(low, high)
    ticks.put(axes.yaxis, ticks.logarithmic(low, high), lambda tick: say(tick if tick > NONE else 0))
    axes.set_xlim(min(1, number[-1] - 1), number[-1])
    ticks.put(axes.xaxis, ticks.counting(int(number[-1]), 8), ticks.count)


def _training_curve(
    axes: Axes, number: NDArray[np.int64], values: NDArray[np.float64], augmented: NDArray[np.bool_]
) -> None:
    """Draw dashes up to the last augmented epoch, and a line from there on."""
    end = int(np.flatnonzero(augmented)[-1]) + 1 if augmented.any() else 0
    axes.plot(number[:end], values[:end], color=INK3, lw=1.3, ls=DASHED)
    start = max(0, end - 1)
    axes.plot(number[start:], values[start:], color=INK3, lw=1.3)
