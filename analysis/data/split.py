"""The validation part: held out of the training set, stratified by digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.model_selection import train_test_split

if TYPE_CHECKING:
    from analysis.data.images import DigitSet

HELD_OUT = 5_000
LARGEST_SHARE = 0.1


def split(training: DigitSet, seed: int, held_out: int | None = None) -> tuple[DigitSet, DigitSet]:
    """Return what remains for training, and `held_out` images for validation; both in the given order.

    Without a number: 5,000 images, or a tenth where that is less.
    """
    size = held_out or min(HELD_OUT, max(10, int(LARGEST_SHARE * len(training))))
    rows = np.arange(len(training))
    rest, validation = train_test_split(rows, test_size=size, stratify=training.labels, random_state=seed)
    return training[np.sort(rest)], training[np.sort(validation)]
