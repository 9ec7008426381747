"""The test images that the report shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.record import Packed, Record


class Gallery(Record):
    """Which images appear where, and their pixels."""

    typical: tuple[int, ...]
    """One typical test image per class."""
    mosaic: tuple[int, ...]
    """One image per expected error: as many correct ones as come before an error, then an error.

    No more than 400: a network that makes fewer errors has 400 correct images here, and no error.
    """
    mosaic_size: int
    mosaic_ends_in_error: bool
    rows: tuple[tuple[int, ...], ...]
    """Twelve correctly classified images of each class (fewer where fewer were)."""
    indices: tuple[int, ...]
    """The test images whose pixels are kept, ascending."""
    pixels: Packed
    """uint8 (len(indices), h, w) or (len(indices), h, w, 3)."""

    def images(self) -> dict[int, NDArray[np.uint8]]:
        """Return the kept images by index, each uint8 (h, w) or (h, w, 3)."""
        return dict(zip(self.indices, self.pixels.array().astype(np.uint8), strict=True))
