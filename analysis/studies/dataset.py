"""What the report says of the digits themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.dataset import DatasetFindings, Part

if TYPE_CHECKING:
    from analysis.bundle.dataset import Augmentation, Preprocessing
    from analysis.data.images import Dataset, DigitSet

PARTS = 50  # in which the pixels are counted: `bincount` widens what it counts to 64 bits


def describe(
    data: Dataset,
    training: DigitSet,
    validation: DigitSet,
    preprocessing: Preprocessing,
    augmentation: Augmentation | None,
) -> DatasetFindings:
    """Describe the three parts, and how ink is spread over the training images."""
    # From counts of the 256 grey values: exact, and without a wider copy of all pixels.
    parts = np.array_split(training.images.ravel(), PARTS)
    counts = np.sum([np.bincount(part, minlength=256) for part in parts], axis=0)
    shares, values = counts / counts.sum(), np.arange(256) / 255
    mean = float(shares @ values)
    return DatasetFindings(
        name=data.name,
        title=data.title,
        source=data.source,
        fallback=data.fallback,
        tried=data.tried,
        sha256=data.sha256,
        training=_part(training),
        validation=_part(validation),
        test=_part(data.test),
        pixel_mean=mean,
        pixel_sd=float(shares @ (values - mean) ** 2) ** 0.5,
        ink_share=float(1 - shares[0]),
        preprocessing=preprocessing,
        augmentation=augmentation,
    )


def _part(digits: DigitSet) -> Part:
    return Part(images=len(digits), per_digit=digits.per_digit())
