"""Images and labels as they lie in a notebook: arrays, lists, tensors, or a dataset of batches."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.system.errors import DatasetError

Array = NDArray[np.generic]

REMEDY = "give an array of images, or a dataset of batches (images, labels)"


def images_and_labels(images: object, labels: object, what: str) -> tuple[Array | None, Array | None]:
    """Return both as arrays; a dataset of batches brings its labels.  Raises DatasetError.

    Of images alone, None stands for the labels, and the other way round.
    """
    if hasattr(images, "as_numpy_iterator"):
        if labels is not None:
            raise DatasetError(
                f"Expected the labels of {what} in its dataset or beside it, found both: leave out y_{what[2:]}."
            )
        return _from_batches(images, what)
    return (
        None if images is None else array(images, what),
        None if labels is None else array(labels, f"y_{what[2:]}"),
    )


def array(values: Any, what: str) -> Array:  # noqa: ANN401  # whatever NumPy can make an array of
    """Return an array of numbers or texts.  Raises DatasetError."""
    try:
        found = np.asarray(values)
    except Exception as error:  # tensors on other devices, lists of unequal rows
        raise DatasetError(
            f"Expected {what} as an array, found {type(values).__name__} (“{str(error)[:100]}”): convert it with numpy.array."
        ) from error
    if found.ndim == 0:
        raise DatasetError(f"Expected {what} as an array, found {type(values).__name__}: {REMEDY}.")
    return found


def _from_batches(dataset: Any, what: str) -> tuple[Array, Array]:  # noqa: ANN401  # TensorFlow ships no types
    """Gather a dataset that ends, in the order of one pass over it."""
    if int(dataset.cardinality()) == -1:  # tf.data.INFINITE_CARDINALITY
        raise DatasetError(
            f"Expected {what} as a dataset with an end, found one that repeats: leave out repeat()."
        )
    batches = list(dataset.as_numpy_iterator())
    if not batches or not all(isinstance(batch, tuple) and len(batch) == 2 for batch in batches):
        raise DatasetError(
            f"Expected {what} to give batches (images, labels), found others, or none: {REMEDY}."
        )
    images, labels = zip(*batches, strict=True)
    if np.ndim(labels[0]) == 0:
        raise DatasetError(f"Expected {what} in batches, found single images: add batch(100) to the dataset.")
    return np.concatenate(images), np.concatenate(labels)
