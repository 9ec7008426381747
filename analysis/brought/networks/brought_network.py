"""What is asked of a given network, whatever its format; and a Keras network that answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from analysis.brought.networks.normalisation import Normalisation
from analysis.bundle.training import Network
from analysis.models import description, inference, keras_file
from analysis.models.backend import keras

Batch = NDArray[np.generic]

# Between a softmax in float32 and the same one in float64.
SLIP = 1e-4


@dataclass(frozen=True)
class Form:
    """Shapes without the batch axis, and what follows from them."""

    input_shape: tuple[int | None, ...]
    dtype: str
    outputs: int
    batch: int
    """Images at a time; for a network of a fixed batch, exactly so many."""
    fixed: bool = False


class BroughtNetwork(Protocol):
    """A network of somebody else's."""

    @property
    def file(self) -> Literal["Keras", "HDF5", "ONNX"]:
        """Format of its file."""

    @property
    def form(self) -> Form:
        """Shapes, and what follows from them."""

    @property
    def softmax_removed(self) -> bool:
        """Whether a final softmax was taken off."""

    def of_input(self, shape: tuple[int, ...]) -> BroughtNetwork:
        """Return the network with an input of exactly this shape."""

    def scores(self) -> Callable[[Batch], NDArray[np.floating]]:
        """Return what computes the scores of one batch, (m, K)."""

    def features(self) -> Callable[[Batch], NDArray[np.floating]]:
        """Return what computes the input of the last layer with weights for one batch, (m, d)."""

    def normalisation(self) -> Normalisation | None:
        """Return the first batch normalisation; None where there is none."""

    def describe(self) -> Network:
        """List the layers."""


@dataclass(frozen=True)
class KerasNetwork:
    """A Keras model, its final softmax taken off where that can be done exactly."""

    model: keras.Model
    file: Literal["Keras", "HDF5"]
    softmax_removed: bool

    @classmethod
    def of(cls, model: keras.Model, file: Literal["Keras", "HDF5"]) -> KerasNetwork:
        """Take the softmax off, unless the rest then says something else: a layer may be used twice."""
        example = np.random.default_rng(0).random(_example_shape(model))
        before = _say(model, example)
        original = keras.models.clone_model(model)
        original.set_weights(model.get_weights())
        bare = keras_file.without_softmax(model)
        after = _say(bare, example)
        if np.array_equal(before, after, equal_nan=True):
            return cls(bare, file, softmax_removed=False)
        same = np.allclose(softmax(after.astype(np.float64), axis=-1), before, rtol=0, atol=SLIP)
        return cls(bare if same else original, file, softmax_removed=same)

    @property
    def form(self) -> Form:
        """Shapes as Keras tells them."""
        batch, *shape = self.model.input_shape
        outputs = int(np.prod([side or 1 for side in self.model.output_shape[1:]]))
        size = batch or inference.batch_size(self.model)
        dtype = str(self.model.inputs[0].dtype)
        return Form(tuple(shape), "float32" if dtype == "bfloat16" else dtype, outputs, size, bool(batch))

    def of_input(self, shape: tuple[int, ...]) -> KerasNetwork:
        """Rebuild a network of any size for one size, so that its layers have shapes that can be told."""
        if None not in self.model.input_shape[1:]:
            return self
        image = keras.Input(shape, dtype=self.form.dtype)
        model = keras.models.clone_model(self.model, input_tensors=image)
        model.set_weights(self.model.get_weights())
        return replace(self, model=model)

    def scores(self) -> Callable[[Batch], NDArray[np.floating]]:
        """Trace the network once."""
        return inference.compiled_batches(self.model)

    def features(self) -> Callable[[Batch], NDArray[np.floating]]:
        """Trace the network up to its last layer with weights once."""
        before = keras.Model(self.model.inputs, inference.last_weights(self.model)[1])
        return inference.compiled_batches(before)

    def normalisation(self) -> Normalisation | None:
        """Return the first of the network's own layers that is one; those of networks within it are not looked for."""
        for layer in self.model.layers:
            if isinstance(layer, keras.layers.BatchNormalization) and layer.axis in {
                -1,
                len(layer.input.shape) - 1,
            }:
                inputs = inference.compiled_batches(keras.Model(self.model.inputs, layer.input))
                mean, variance = (
                    keras.ops.convert_to_numpy(each).astype(np.float64)
                    for each in (layer.moving_mean, layer.moving_variance)
                )
                return Normalisation(inputs, mean, variance, channels_first=False)
        return None

    def describe(self) -> Network:
        """List the layers."""
        return description.describe(self.model)


def _example_shape(model: keras.Model) -> tuple[int, ...]:
    """Return the shape of a batch of eight; where a side may be anything, of 32."""
    batch, *shape = model.input_shape
    return (batch or 8, *(side or 32 for side in shape))


def _say(model: keras.Model, example: NDArray[np.float64]) -> NDArray[np.floating]:
    return np.asarray(model(example.astype(model.inputs[0].dtype), training=False), np.float32)
