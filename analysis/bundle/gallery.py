"""The test images that the report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.record import Packed, Record

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Gallery(Record):
    """Which images appear where, and their pixels."""

    numerals: tuple[int, ...]
    """Ten typical test images, one per digit, that number the chapters; the 4 is a misread one where there is one."""
    crowd: tuple[int, ...]
    """One image per expected mistake: as many correctly read ones as come before a mistake, then a mistake.

    No more than 400: a network that makes fewer mistakes has 400 correctly read images here, and no mistake.
    """
    rows: tuple[tuple[int, ...], ...]
    """Twelve correctly read images of each digit (fewer where fewer were read)."""
    indices: tuple[int, ...]
    """The test images whose pixels are kept, ascending."""
    pixels: Packed
    """uint8 (len(indices), 28, 28)."""

    def images(self) -> dict[int, NDArray[np.uint8]]:
        """Return the kept images by index, each uint8 (28, 28), 255 = ink."""
        return dict(zip(self.indices, self.pixels.array().astype(np.uint8), strict=True))


class PredictionTable(Record):
    """Every test image: one character or number each, in the order of the test set."""

    labels: str
    """Digits 0–9, one per image."""
    predicted: str
    second: str
    """The second most probable digit."""
    confidence: tuple[float, ...]
    """In the predicted digit, rounded to 6 decimals."""
