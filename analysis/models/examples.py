"""What preprocessing and distortion do, shown on training images."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.dataset import Augmentation, Preprocessing
from analysis.bundle.record import Packed
from analysis.models.preprocessing import to_network

if TYPE_CHECKING:
    from analysis.data.images import DigitSet
    from analysis.models.recipes import Distortion

# The pairs that the report is asked about, 3/5 and 8/9, and one that has a direction.
SHOWN = (2, 3, 5, 8, 9)
COPIES = 6
MIDDLE_ROW = 14


def preprocessing(training: DigitSet) -> Preprocessing:
    """Show the first training image before and after, one row of it in figures."""
    before = training.images[0]
    after = to_network(training.images[:1])[0, :, :, 0]
    return Preprocessing(
        index=0,
        image=Packed.of(before),
        row=MIDDLE_ROW,
        before=tuple(before[MIDDLE_ROW].tolist()),
        after=tuple(after[MIDDLE_ROW].tolist()),
    )


def augmentation(training: DigitSet, distortion: Distortion | None, seed: int) -> Augmentation | None:
    """Show the first image of five digits after six random distortions; None where nothing is distorted."""
    if distortion is None:
        return None
    from analysis.models.augmentation import examples  # noqa: PLC0415 – here TensorFlow starts

    firsts = [int(np.flatnonzero(training.labels == digit)[0]) for digit in SHOWN]
    originals = training.images[firsts]
    return Augmentation(
        rotation_degrees=distortion.rotation_degrees,
        scale=distortion.scale,
        shear=distortion.shear,
        shift_pixels=distortion.shift_pixels,
        elastic_pixels=distortion.elastic_pixels,
        originals=Packed.of(originals),
        distorted=Packed.of(examples(originals, distortion, COPIES, seed)),
    )
