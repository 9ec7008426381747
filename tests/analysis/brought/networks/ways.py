"""One network of two layers, written in the ways in which people write networks; each says the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import expit, softmax

from analysis.data.images import ImageSet
from analysis.models.backend import keras

layers = keras.layers
SIDE = 28


@dataclass(frozen=True)
class Maker:
    """Weights for values from 0 to 1 in the order of the rows, and the images with which they were found."""

    kernel: np.ndarray
    """(28, 28, hidden)."""
    bias: np.ndarray
    last: np.ndarray
    last_bias: np.ndarray
    training: ImageSet
    test: ImageSet

    def logits(self) -> np.ndarray:
        """Return what the maker computes for the test images, (n, 10)."""
        pixels = self.test.images.reshape(len(self.test), -1) / 255
        hidden = np.maximum(pixels @ self.kernel.reshape(SIDE * SIDE, -1) + self.bias, 0)
        return np.asarray(hidden @ self.last + self.last_bias)

    def of_values(self, scale: np.ndarray | float, shift: np.ndarray | float) -> Maker:
        """Expect x · scale + shift in place of x; both may be images."""
        scale, shift = (np.broadcast_to(one, (SIDE, SIDE))[..., np.newaxis] for one in (scale, shift))
        moved = (self.kernel * shift / scale).sum(axis=(0, 1))
        return replace(self, kernel=self.kernel / scale, bias=self.bias - moved)

    def transposed(self) -> Maker:
        """Expect images whose rows and columns are interchanged."""
        return replace(self, kernel=self.kernel.swapaxes(0, 1))

    def build(self, shape: tuple[int, ...], *before: keras.Layer, last: Any = None) -> keras.Model:  # noqa: ANN401
        """Write it down for an input of that shape; a third of each weight for each of three colours."""
        kernel = self.kernel.reshape(SIDE * SIDE, -1)
        if shape[-1:] == (3,):
            kernel = np.repeat(kernel / 3, 3, axis=0)
        dense = layers.Dense(kernel.shape[1], activation="relu")
        ends = [layers.Flatten(), dense, layers.Dense(self.last.shape[1], activation=last)]
        model = keras.Sequential([layers.Input(shape), *before, *ends])
        dense.set_weights([kernel, self.bias])
        ends[-1].set_weights([self.last, self.last_bias])
        return model


def standardised(maker: Maker) -> Maker:
    """Expect (x − mean) / standard deviation of all pixels of the training images."""
    pixels = maker.training.images / 255
    return maker.of_values(1 / pixels.std(), -pixels.mean() / pixels.std())


def standardised_by_pixel(maker: Maker) -> Maker:
    """Expect the same with a mean and a standard deviation of each pixel, as StandardScaler gives."""
    pixels = maker.training.images / 255
    mean, spread = pixels.mean(axis=0), pixels.std(axis=0)
    spread[spread == 0] = 1
    return maker.of_values(1 / spread, -mean / spread)


def padded(maker: Maker) -> keras.Model:
    """Expect images of 32 × 32 with an empty margin."""
    return maker.build((32, 32, 1), layers.Cropping2D(2))


def ensemble(maker: Maker) -> keras.Model:
    """Average a softmax with itself: it is no layer's last activation, and cannot be taken off."""
    image = layers.Input((SIDE, SIDE, 1))
    inner = maker.build((SIDE, SIDE, 1), last="softmax")
    return keras.Model(image, layers.Average()([inner(image), inner(image)]))


def shared_softmax(maker: Maker) -> keras.Model:
    """Use the last layer twice, so that its softmax cannot be taken off without another change."""
    model = maker.build((SIDE, SIDE, 1), last="softmax")
    last, hidden = model.layers[-1], model.layers[-2].output
    first = layers.Dense(hidden.shape[1], kernel_initializer=keras.initializers.Constant(0.2))(last(hidden))
    return keras.Model(model.inputs, last(layers.Add()([hidden, first])))


PLAIN = (SIDE, SIDE, 1)
# How it is written, and what is expected to be found: `--model-input`, and what the scores are.
WAYS: dict[str, tuple[Callable[[Maker], keras.Model], str, str]] = {
    "softmax": (lambda m: m.build(PLAIN, last="softmax"), "0-1", "logits"),
    "0 to 255, flat, softmax": (
        lambda m: m.of_values(255, 0).build((784,), last="softmax"),
        "0-255",
        "logits",
    ),
    "Rescaling": (lambda m: m.build(PLAIN, layers.Rescaling(1 / 255)), "0-255", "logits"),
    "-1 to 1": (lambda m: m.of_values(2, -1).build(PLAIN), "-1-1", "logits"),
    "standardised": (lambda m: standardised(m).build(PLAIN), "standardised", "logits"),
    "StandardScaler": (lambda m: standardised_by_pixel(m).build((784,)), "standardised by pixel", "logits"),
    "inverted rows": (lambda m: m.of_values(-1, 1).build((SIDE, SIDE)), "0-1, inverted", "logits"),
    "transposed": (lambda m: m.transposed().build(PLAIN), "0-1, transposed", "logits"),
    "three colours": (lambda m: m.build((SIDE, SIDE, 3)), "0-1", "logits"),
    "channels first": (lambda m: m.build((1, SIDE, SIDE), layers.Permute((2, 3, 1))), "0-1", "logits"),
    "32 by 32": (padded, "0-1, padded", "logits"),
    "sigmoids": (lambda m: m.build(PLAIN, last="sigmoid"), "0-1", "sigmoids"),
    "log-softmax": (lambda m: m.build(PLAIN, last="log_softmax"), "0-1", "log-probabilities"),
    "an average of softmaxes": (ensemble, "0-1", "probabilities"),
    "softmax used twice": (shared_softmax, "0-1", "probabilities"),
    "whole numbers": (
        lambda m: keras.Sequential(
            [layers.Input(PLAIN, dtype="uint8"), layers.Rescaling(1 / 255), *m.build(PLAIN).layers]
        ),
        "0-255",
        "logits",
    ),
}


def probabilities(logits: np.ndarray, outputs: str) -> np.ndarray:
    """Return what the maker takes for probabilities."""
    if outputs != "sigmoids":
        return np.asarray(softmax(logits, axis=1))
    found = expit(logits)
    return np.asarray(found / found.sum(axis=1, keepdims=True))
