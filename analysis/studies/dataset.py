"""What the report says of the data themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.dataset import (
    KNOWN_FILES,
    Augmentation,
    Balance,
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
BALANCED = 3 / 4


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
        images=len(training) + len(validation) + len(data.test),
        training=part(training.per_class()),
        validation=part(validation.per_class()),
        test=part(data.test.per_class()),
        balance=balance(training.per_class()),
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


def part(per_class: tuple[int, ...]) -> Part:
    """Count the images of a part."""
    return Part(images=sum(per_class), per_class=per_class)


def balance(per_class: tuple[int, ...]) -> Balance:
    """Compare the least with the most frequent class; the smaller label where several are."""
    fewest, most = min(per_class), max(per_class)
    ratio = fewest / most
    return Balance(
        least=per_class.index(fewest),
        most=per_class.index(most),
        ratio=ratio,
        level="equal" if fewest == most else "balanced" if ratio >= BALANCED else "uneven",
    )


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
