"""The mosaic of the cover: one image per expected error, in rows, the error last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.gallery import Gallery
from report.images.png import opaque

# Letters that stand beside the last image on paper, or below it where that is late in its row.
LONGEST = 45

# An image that is dark up to its edge would run into the next; MNIST's have an empty margin, but for one in a hundred.
DARK, FEW = 128, 0.05


def tiles(gallery: Gallery, *, photographs: bool) -> NDArray[np.uint8]:
    """Return the images of the mosaic, (n, h, w) or (n, h, w, channels), with a margin where they have none of their own.

    Photographs become opaque, so that the ground shows beside them.
    """
    kept = gallery.images()
    images = np.stack([kept[index] for index in gallery.mosaic])
    if photographs:
        return with_margin(opaque(images))
    edges = (images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1])
    touching = np.max([edge.max(axis=1) for edge in edges], axis=0) >= DARK
    return with_margin(images) if touching.mean() > FEW else images


def with_margin(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Leave empty pixels around each image: one of 28, as far as that goes."""
    width = max(1, round(min(images.shape[1:3]) / 28))
    beside = ((0, 0), (width, width), (width, width), *(((0, 0),) if images.ndim == 4 else ()))
    return np.pad(images, beside)


@dataclass(frozen=True)
class Mosaic:
    """So many images in so many columns, row by row."""

    images: int
    columns: int

    @property
    def last(self) -> int:
        """Column of the last image, from 0."""
        return (self.images - 1) % self.columns

    def fits_on_paper(self, words: str) -> bool:
        """Say whether words fit beside the last image of the cover, or right below it."""
        return len(words) <= LONGEST
