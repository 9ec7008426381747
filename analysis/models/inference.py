"""What a network says of images; in batches, so that a million images need no more memory than a thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.models.backend import keras, tf
from analysis.models.preprocessing import to_network

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Images = NDArray[np.uint8]

BATCH = 500


def logits(model: keras.Model, images: Images) -> NDArray[np.float64]:
    """Return one logit per class for each image of (n, h, w): (n, K)."""
    return compiled(model)(images).astype(np.float64)


class FeatureVectors:
    """The input of the last layer with weights for each image of (n, h, w): float32 (n, d); a `VectorSource`.

    Computed when rows are asked for: those of a million images may fill 8 GB.
    """

    def __init__(self, model: keras.Model, images: Images) -> None:
        """Compute nothing yet."""
        self._applied = compiled(keras.Model(model.inputs, last_weights(model).input))
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


def last_weights(model: keras.Model) -> keras.Layer:
    """Return the last layer that has weights."""
    return next(layer for layer in reversed(model.layers) if layer.weights)


def compiled(model: keras.Model) -> Callable[[Images], NDArray[np.float32]]:
    """Return a function that applies the model to any number of images, traced once."""

    @tf.function(input_signature=[tf.TensorSpec(model.input_shape)])  # type: ignore[untyped-decorator]  # it ships no types
    def apply(batch: tf.Tensor) -> tf.Tensor:
        return model(batch, training=False)

    def applied(images: Images) -> NDArray[np.float32]:
        starts = range(0, max(len(images), 1), BATCH)
        batches = (to_network(images[start : start + BATCH]) for start in starts)
        return np.concatenate([apply(tf.constant(batch)).numpy() for batch in batches])

    return applied
