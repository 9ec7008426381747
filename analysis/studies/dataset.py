"""What the report says of the data themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.dataset import (
    KNOWN_FILES,
    Augmentation,
    DatasetFindings,
    Duplicates,
    Part,
    PixelStatistics,
    Preprocessing,
)
from analysis.bundle.record import Omitted
from analysis.data.duplicates import duplicates
from analysis.data.images import Dataset, ImageSet

CHUNKS = 50  # in which the pixels are counted: `bincount` widens what it counts to 64 bits


def describe(
    data: Dataset,
    training: ImageSet,
    validation: ImageSet,
    preprocessing: Preprocessing | Omitted,
    augmentation: Augmentation | Omitted,
) -> DatasetFindings:
    """Describe the three parts, and how ink is spread over the training images."""
    return DatasetFindings(
        name=data.name,
        title=data.title,
        published=data.published,
        source=data.source,
        fallback=data.fallback,
        tried=data.tried,
        sha256=data.sha256,
        training=Part(per_class=training.per_class()),
        validation=Part(per_class=validation.per_class()),
        test=Part(per_class=data.test.per_class()),
        pixels=pixel_statistics(training.images),
        preprocessing=preprocessing,
        augmentation=augmentation,
        reading=data.reading or KNOWN_FILES,
        duplicates=in_both_parts(data),
    )


def in_both_parts(data: Dataset) -> Duplicates:
    """Count the test images that are among the training images."""
    images, other_label = duplicates(data.training, data.test)
    return Duplicates(images=images, other_label=other_label)


def pixel_statistics(images: NDArray[np.uint8]) -> PixelStatistics:
    """Compute mean and standard deviation of the pixels of uint8 (n, h, w), and the share that is not 0.

    From counts of the 256 grey values: exact, and without a wider copy of all pixels.
    """
    chunks = np.array_split(images.reshape(-1), CHUNKS)
    counts = np.sum([np.bincount(chunk, minlength=256) for chunk in chunks], axis=0)
    shares, values = counts / counts.sum(), np.arange(256) / 255
    mean = float(shares @ values)
    return PixelStatistics(
        mean=mean,
        standard_deviation=float(shares @ (values - mean) ** 2) ** 0.5,
        ink_share=float(1 - shares[0]),
    )
