"""A test part for data that have none: drawn at random, every class at the same share."""

from __future__ import annotations

import numpy as np

from analysis.data.found import Part
from analysis.system.errors import DatasetError

# One image of so many is for the test.
SHARE_OF = 6
FEWEST_OF_CLASS = 12


def part_off(images: Part, seed: int) -> tuple[Part, Part]:
    """Return training and test part, both in the given order: of each class, a sixth is for the test, rounded up.

    Raises DatasetError where a class has too few images for that.
    """
    values, counts = np.unique(images.labels, return_counts=True)
    if len(counts) and counts.min() < FEWEST_OF_CLASS:
        raise DatasetError(
            f"Expected at least {FEWEST_OF_CLASS} images of every class to split off a test part, found "
            f"{counts.min()} with the label {values[counts.argmin()]}: add images, or give a test part."
        )
    random = np.random.default_rng(seed)
    rows = (random.permutation(np.flatnonzero(images.labels == value)) for value in values)
    test = (
        np.concatenate([each[: -(-len(each) // SHARE_OF)] for each in rows]) if len(values) else np.arange(0)
    )
    rest = np.setdiff1d(np.arange(len(images.labels)), test)
    return images.rows(rest), images.rows(np.sort(test))
