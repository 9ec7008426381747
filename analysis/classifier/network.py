"""The network, layer by layer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analysis.classifier.backend import keras

if TYPE_CHECKING:
    from collections.abc import Sequence


def build(channels: Sequence[int], dropout: float, precision: str = "float32") -> keras.Sequential:
    """Map images (n, 28, 28, 1) to ten logits, through five convolutions of so many channels.

    There is no normalisation: Keras' own costs half as much again on a CPU, and He's initialisation suffices at
    this depth (He et al. 2015, section 2.2).
    """
    layers = keras.layers
    strokes, parts, more_parts, shapes, more_shapes = channels
    convolution = partial(layers.Conv2D, activation="relu", kernel_initializer="he_normal", dtype=precision)
    pooling = partial(layers.MaxPooling2D, 2, dtype=precision)
    return keras.Sequential(
        [
            layers.Input((28, 28, 1), name="image"),
            convolution(strokes, 5, padding="same", name="strokes"),
            pooling(name="half"),
            convolution(parts, 3, padding="same", name="parts"),
            convolution(more_parts, 3, padding="same", name="more_parts"),
            pooling(name="quarter"),
            convolution(shapes, 3, padding="same", name="shapes"),
            convolution(more_shapes, 3, name="more_shapes"),
            layers.Flatten(name="features", dtype=precision),
            layers.Dropout(dropout, name="dropout", dtype=precision),
            layers.Dense(10, name="logits", dtype="float32"),
        ],
        name="digits",
    )
