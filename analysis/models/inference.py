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
    """Return one score per digit for each image of (n, 28, 28): (n, 10)."""
    return compiled(model)(images).astype(np.float64)


class Features:
    """What the last layer with weights receives for each image of (n, 28, 28): rows of h, float32.

    Computed when rows are asked for: those of a million images may fill 8 GB.
    """

    def __init__(self, model: keras.Model, images: Images) -> None:
        """Compute nothing yet."""
        self._applied = compiled(keras.Model(model.inputs, last_weights(model).input))
        self._images = images

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self._images)

    def __getitem__(self, rows: slice) -> NDArray[np.float32]:
        """Compute those of some images: (·, h)."""
        images = self._images[rows]
        return self._applied(images).reshape(len(images), -1)


def features(model: keras.Model, images: Images) -> NDArray[np.float32]:
    """Return the features of all images, (n, h)."""
    return Features(model, images)[:]


def last_weights(model: keras.Model) -> keras.Layer:
    """Return the last layer that has weights."""
    return next(layer for layer in reversed(model.layers) if layer.weights)


def compiled(model: keras.Model) -> Callable[[Images], NDArray[np.float32]]:
    """Return a function that applies the model to any number of images, traced once."""

    @tf.function(input_signature=[tf.TensorSpec((None, 28, 28, 1))])  # type: ignore[untyped-decorator]  # it ships no types
    def apply(batch: tf.Tensor) -> tf.Tensor:
        return model(batch, training=False)

    def applied(images: Images) -> NDArray[np.float32]:
        starts = range(0, max(len(images), 1), BATCH)
        batches = (to_network(images[start : start + BATCH]) for start in starts)
        return np.concatenate([apply(tf.constant(batch)).numpy() for batch in batches])

    return applied
