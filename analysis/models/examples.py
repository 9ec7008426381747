"""What preprocessing and augmentation do, shown on training images."""

from __future__ import annotations

import numpy as np

from analysis.bundle import dataset
from analysis.bundle.record import Packed
from analysis.data.images import ImageSet
from analysis.models.recipes import Augmentation

# The pairs that the report is asked about, 3/5 and 8/9, and one that has a direction.
SHOWN_DIGITS = (2, 3, 5, 8, 9)
COPIES = 6


def preprocessing(training: ImageSet) -> dataset.Preprocessing:
    """Show the first training image before and after."""
    return dataset.Preprocessing(index=0, image=Packed.of(training.images[0]))


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
