"""What a network says of images; in batches, so that a million images need no more memory than a thousand."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

import numpy as np
from numpy.typing import NDArray

from analysis.models.backend import keras, tf
from analysis.models.preprocessing import to_network

Images = NDArray[np.uint8]

BATCH = 500
# Numbers that a layer may give for one batch, 1 GB; a hundred times what our own network gives.
MOST_AT_ONCE = 2**28


def logits(model: keras.Model, images: Images) -> NDArray[np.float64]:
    """Return one logit per class for each image of (n, h, w): (n, K)."""
    return compiled(model)(images).astype(np.float64)


class FeatureVectors:
    """The input of the last layer with weights for each image of (n, h, w): float32 (n, d); a `VectorSource`.

    Computed when rows are asked for: those of a million images may fill 8 GB.
    """

    def __init__(self, model: keras.Model, images: Images) -> None:
        """Compute nothing yet."""
        self._applied = compiled(keras.Model(model.inputs, last_weights(model)[1]))
        self._images = images

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self._images)

    def __getitem__(self, rows: slice, /) -> NDArray[np.float32]:
        """Compute those of some images: (·, d)."""
        images = self._images[rows]
        return self._applied(images).reshape(len(images), -1)


def features(model: keras.Model, images: Images) -> NDArray[np.float32]:
    """Return the features of all images, (n, d)."""
    return FeatureVectors(model, images)[:]


def last_weights(model: keras.Model) -> tuple[keras.Layer, keras.KerasTensor]:
    """Return the last layer with weights on the way to the scores, and what it is given: (n, …).

    Where a way begins that has several inputs, the first is followed; a network within the network counts as a layer.
    """
    tensor = model.outputs[0]
    while True:
        layer, inputs = origin(tensor)
        if getattr(layer, "weights", None) or not inputs:
            return layer, inputs[0] if inputs else tensor
        tensor = inputs[0]


def origin(tensor: keras.KerasTensor) -> tuple[keras.Operation, list[keras.KerasTensor]]:
    """Return the layer that gives a tensor, and what it is given for it; a layer may be shared."""
    layer, node, _ = tensor._keras_history  # noqa: SLF001  # Keras has no other way to ask
    return layer, layer._inbound_nodes[node].input_tensors  # noqa: SLF001


def output_shape(layer: keras.Operation) -> tuple[int, ...]:
    """Return the shape of what a layer gives for one image: of several outputs or calls, the first."""
    tensors = keras.tree.flatten(layer._inbound_nodes[0].output_tensors)  # noqa: SLF001  # see `origin`
    return tuple(side or 1 for side in tensors[0].shape[1:])


def widest(model: keras.Model) -> int:
    """Return how many numbers the layer with most outputs gives for one image."""
    called = [layer for layer in model.layers if layer._inbound_nodes]  # noqa: SLF001  # see `origin`
    inner = (widest(layer) for layer in called if isinstance(layer, keras.Model))
    return max([*(prod(output_shape(layer)) for layer in called), *inner], default=1)


def compiled(model: keras.Model) -> Callable[[Images], NDArray[np.float32]]:
    """Return a function that applies the model to any number of images, traced once."""
    apply = compiled_batches(model)
    size = batch_size(model)

    def applied(images: Images) -> NDArray[np.float32]:
        starts = range(0, max(len(images), 1), size)
        return np.concatenate([apply(to_network(images[start : start + size])) for start in starts])

    return applied


def batch_size(model: keras.Model) -> int:
    """Return how many images at a time need no more than the memory that is allowed."""
    return max(1, min(BATCH, MOST_AT_ONCE // widest(model)))


def compiled_batches(model: keras.Model) -> Callable[[NDArray[np.generic]], NDArray[np.float32]]:
    """Return a function that applies the model to one batch in the form of its input, traced once."""
    signature = tf.TensorSpec(model.input_shape, model.inputs[0].dtype)

    @tf.function(input_signature=[signature])  # type: ignore[untyped-decorator]  # it ships no types
    def apply(batch: tf.Tensor) -> tf.Tensor:
        return model(batch, training=False)

    return lambda batch: apply(tf.constant(batch)).numpy()
