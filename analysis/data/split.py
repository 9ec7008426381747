"""The validation split: taken from the training images, stratified by class."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import train_test_split

from analysis.data.images import ImageSet

VALIDATION_IMAGES = 5_000
LARGEST_SHARE = 0.1


def split(training: ImageSet, seed: int, size: int | None = None) -> tuple[ImageSet, ImageSet]:
    """Return what remains for training, and `size` images for validation; both in the given order.

    Without a size: 5,000 images, or a tenth where that is less, and at least one per class.
    """
    fewest = len(training.classes.names)
    size = size or min(VALIDATION_IMAGES, max(fewest, int(LARGEST_SHARE * len(training))))
    rows = np.arange(len(training))
    rest, validation = train_test_split(rows, test_size=size, stratify=training.labels, random_state=seed)
    return training[np.sort(rest)], training[np.sort(validation)]
