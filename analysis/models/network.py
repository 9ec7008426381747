"""The network, layer by layer."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from analysis.models.backend import keras

if TYPE_CHECKING:
    from collections.abc import Sequence


def build(
    channels: Sequence[int], dropout: float, precision: str = "float32", seed: int = 0
) -> keras.Sequential:
    """Map images (n, 28, 28, 1) to ten logits, through convolutions of so many channels, five or more of them.

    The seed decides with which weights it begins, and what dropout leaves out.  Left to itself, Keras draws both
    from Python's global generator, which the threads of a cluster's worker draw from, too.

    One learns strokes, two learn parts of digits, the others shapes; after each of the three a 2×2 pooling.

    There is no normalisation: Keras' own costs half as much again on a CPU, and He's initialisation suffices at
    this depth (He et al. 2015, section 2.2).  Nor does the first convolution pad the image, whose margin is empty:
    every later one then has a quarter less to do.
    """
    layers = keras.layers
    strokes, parts, more_parts, *shapes, last = channels
    draw = partial(Random(seed).randint, 1, 10**9)  # noqa: S311  # no secret
    pooling = partial(layers.MaxPooling2D, 2, dtype=precision)

    def convolution(width: int, size: int, **more: str) -> keras.Layer:
        begin = keras.initializers.HeNormal(draw())
        return layers.Conv2D(
            width, size, activation="relu", kernel_initializer=begin, dtype=precision, **more
        )

    return keras.Sequential(
        [
            layers.Input((28, 28, 1), name="image"),
            convolution(strokes, 5, name="strokes"),
            pooling(name="pooled_strokes"),
            convolution(parts, 3, padding="same", name="parts_1"),
            convolution(more_parts, 3, padding="same", name="parts_2"),
            pooling(name="pooled_parts"),
            *(
                convolution(width, 3, padding="same", name=f"shapes_{number}")
                for number, width in enumerate(shapes, 1)
            ),
            convolution(last, 3, name=f"shapes_{len(shapes) + 1}"),
            pooling(name="pooled_shapes"),
            layers.Flatten(name="features", dtype=precision),
            layers.Dropout(dropout, seed=draw(), name="dropout", dtype=precision),
            layers.Dense(
                10,
                kernel_initializer=keras.initializers.GlorotUniform(draw()),
                name="logits",
                dtype="float32",
            ),
        ],
        name="digits",
    )
