"""The network, layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from analysis.models.backend import keras

# Below so many pixels a side, convolutions without padding would leave nothing of the image.
SMALLEST_UNPADDED = 20


def build(  # noqa: PLR0913, PLR0917  # what a network is made of
    shape: tuple[int, int],
    classes: int,
    channels: Sequence[int],
    dropout: float,
    precision: str = "float32",
    seed: int = 0,
) -> keras.Sequential:
    """Map images (n, h, w, 1) to `classes` logits, through convolutions of so many channels, five or more of them.

    The seed decides the initial weights, and what dropout leaves out.  Left to itself, Keras draws both from
    Python's global generator, which the threads of a cluster's worker draw from, too.

    Three blocks of one, two, and all other convolutions, a 2×2 max pooling after each.  There is no normalisation:
    Keras' own costs half as much again on a CPU, and He's initialisation suffices at this depth (He et al. 2015,
    section 2.2).  The first and the last convolution do not pad: the margin of an image is usually empty, and
    every later layer then has a quarter less to compute.
    """
    layers = keras.layers
    draw = partial(Random(seed).randint, 1, 10**9)  # noqa: S311  # no secret
    return keras.Sequential(
        [
            layers.Input((*shape, 1), name="image"),
            *_blocks(channels, "valid" if min(shape) >= SMALLEST_UNPADDED else "same", precision, draw),
            layers.Flatten(name="features", dtype=precision),
            layers.Dropout(dropout, seed=draw(), name="dropout", dtype=precision),
            layers.Dense(
                classes,
                kernel_initializer=keras.initializers.GlorotUniform(draw()),
                name="logits",
                dtype="float32",
            ),
        ],
        name="cnn",
    )


def _blocks(channels: Sequence[int], edge: str, precision: str, draw: Callable[[], int]) -> list[keras.Layer]:
    """Return the convolutions and poolings; `edge` is the padding of the first and the last convolution."""
    convolution = partial(_convolution, precision=precision, draw=draw)
    pooling = partial(keras.layers.MaxPooling2D, 2, padding=edge, dtype=precision)
    first, second, third, *inner, last = channels
    return [
        convolution(first, 5, edge, "conv1"),
        pooling(name="pool1"),
        convolution(second, 3, "same", "conv2_1"),
        convolution(third, 3, "same", "conv2_2"),
        pooling(name="pool2"),
        *(convolution(width, 3, "same", f"conv3_{number}") for number, width in enumerate(inner, 1)),
        convolution(last, 3, edge, f"conv3_{len(inner) + 1}"),
        pooling(name="pool3"),
    ]


def _convolution(  # noqa: PLR0913  # what a convolution is made of
    width: int, size: int, padding: str, name: str, *, precision: str, draw: Callable[[], int]
) -> keras.Layer:
    begin = keras.initializers.HeNormal(draw())
    return keras.layers.Conv2D(
        width, size, padding=padding, activation="relu", kernel_initializer=begin, dtype=precision, name=name
    )
