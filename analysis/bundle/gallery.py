"""The test images that the report shows."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, NonNegativeInt, model_validator

from analysis.bundle.record import Packed, Record, derived

MAX_SHOWN = 3_000
"""Test images whose pixels are kept: 400 of the mosaic, 360 errors, and thirteen of each class."""
MOSAIC = 400
ROW = 12


class Gallery(Record):
    """Which images appear where, and their pixels."""

    typical: tuple[NonNegativeInt, ...]
    """One typical test image per class."""
    mosaic: tuple[NonNegativeInt, ...]
    """One image per expected error: as many correct ones as come before an error, then an error.

    No more than 400: a network that makes fewer errors has 400 correct images here, and no error.
    """
    mosaic_ends_in_error: bool
    rows: tuple[tuple[NonNegativeInt, ...], ...]
    """Twelve correctly classified images of each class (fewer where fewer were)."""
    indices: tuple[NonNegativeInt, ...] = Field(min_length=1, max_length=MAX_SHOWN)
    """The test images whose pixels are kept, ascending."""
    pixels: Packed
    """uint8 (len(indices), h, w) or (len(indices), h, w, 3)."""

    @model_validator(mode="after")
    def _holds_what_it_shows(self) -> Self:
        if any(first >= second for first, second in pairwise(self.indices)):
            msg = "rising rows of the test set"
            raise ValueError(msg)
        if self.pixels.dtype != "uint8" or self.pixels.shape[:1] != (len(self.indices),):
            msg = f"pixels of {len(self.indices):,} images"
            raise ValueError(msg)
        if not self.shown <= set(self.indices):
            msg = "pixels of each image that is shown"
            raise ValueError(msg)
        return self

    @property
    def shown(self) -> set[int]:
        """The images that are chosen here; others are errors or examples of confident predictions."""
        return {*self.typical, *self.mosaic, *chain(*self.rows)}

    @derived
    def mosaic_size(self) -> int:
        """Images of the mosaic."""
        return len(self.mosaic)

    def images(self) -> dict[int, NDArray[np.uint8]]:
        """Return the kept images by index, each uint8 (h, w) or (h, w, 3)."""
        return dict(zip(self.indices, self.pixels.array().astype(np.uint8), strict=True))


def mosaic_length(images: int, correct: int) -> tuple[int, bool]:
    """Return how many images the mosaic has, and whether the last of them is an error."""
    wrong = images - correct
    expected = round(images / wrong) if wrong else images
    ends = bool(wrong) and expected <= MOSAIC
    return (min(expected - 1, correct) + 1 if ends else min(MOSAIC, correct)), ends
