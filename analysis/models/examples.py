"""What preprocessing and augmentation do, shown on training images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import dataset
from analysis.bundle.record import Packed
from analysis.data.images import ImageSet
from analysis.models.preprocessing import to_network
from analysis.models.recipes import Augmentation

# The pairs that the report is asked about, 3/5 and 8/9, and one that has a direction.
SHOWN_DIGITS = (2, 3, 5, 8, 9)
COPIES = 6


def preprocessing(training: ImageSet) -> dataset.Preprocessing:
    """Show the first training image before and after, its middle row in figures, or the fullest if that is empty."""
    before = training.images[0]
    after = to_network(training.images[:1])[0, :, :, 0]
    middle = len(before) // 2
    row = middle if before[middle].any() else int(before.sum(axis=1).argmax())
    columns = _inked(before[row])
    return dataset.Preprocessing(
        index=0,
        image=Packed.of(before),
        row=row,
        columns=tuple(range(columns.start, columns.stop)),
        before=tuple(before[row, columns].tolist()),
        after=tuple(after[row, columns].tolist()),
    )


def _inked(row: NDArray[np.uint8]) -> slice:
    """Return the columns from the first to the last inked pixel, and one more on either side; all of an empty row."""
    inked = np.flatnonzero(row)
    if not len(inked):
        return slice(0, len(row))
    return slice(max(int(inked[0]) - 1, 0), min(int(inked[-1]) + 2, len(row)))


def augmentation(training: ImageSet, augmentation: Augmentation, seed: int) -> dataset.Augmentation:
    """Show the first image of five classes after six random augmentations."""
    from analysis.models.augmentation import examples  # noqa: PLC0415 – here TensorFlow starts

    are_digits = training.classes.are_digits
    shown = SHOWN_DIGITS if are_digits else range(min(len(SHOWN_DIGITS), len(training.classes.names)))
    firsts = [int(np.flatnonzero(training.labels == label)[0]) for label in shown]
    originals = training.images[firsts]
    return dataset.Augmentation(
        rotation_degrees=augmentation.rotation_degrees,
        scale=augmentation.scale,
        shear=augmentation.shear,
        shift_pixels=augmentation.shift_pixels,
        elastic_pixels=augmentation.elastic_pixels,
        originals=Packed.of(originals),
        augmented=Packed.of(examples(originals, augmentation, COPIES, seed)),
    )
