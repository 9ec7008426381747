"""Every test image, in sixteen greys and without its margin: what the page of all images shows."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from analysis.bundle.record import Packed, Record

STEP = 17
"""Between two of the sixteen greys: 0, 17, …, 255."""
NIBBLE = 16


class AllImages(Record):
    """The test images, in order; where they are too many, an even share of them and all errors."""

    each: int = Field(ge=1)
    """1 where all are kept; else every so-many-th, from the first on, and each error."""
    boxes: Packed
    """uint8 (n, 4): top, left, height and width of the part outside of which an image is 0."""
    greys: Packed
    """uint8 (m,): two greys of a part in each byte, row by row, the first in the upper half; each image begins a byte."""

    @classmethod
    def of(cls, images: NDArray[np.uint8], each: int) -> Self:
        """Pack the kept images, uint8 (n, h, w): the nearest of sixteen greys, halves up."""
        greys = in_sixteen(images)
        boxes = np.array([_box(one) for one in greys], np.uint8).reshape(-1, 4)
        parts = [_packed(one[t : t + h, k : k + w]) for one, (t, k, h, w) in zip(greys, boxes, strict=True)]
        return cls(
            each=each,
            boxes=Packed.of(boxes),
            greys=Packed.of(np.concatenate(parts) if parts else np.zeros(0, np.uint8)),
        )

    @model_validator(mode="after")
    def _holds_what_it_says(self) -> Self:
        boxes = self.boxes
        if boxes.dtype != "uint8" or len(boxes.shape) != 2 or boxes.shape[1] != 4:
            msg = f"boxes of type {boxes.dtype} and shape {boxes.shape}"
            raise ValueError(msg)
        if self.greys.dtype != "uint8" or self.greys.shape != (int(self._sizes.sum()),):
            msg = f"{int(self._sizes.sum()):,} bytes of greys, found {self.greys.shape}"
            raise ValueError(msg)
        return self

    @property
    def _sizes(self) -> NDArray[np.intp]:
        """Bytes of each image, (n,)."""
        _, _, height, width = self.boxes.array().astype(np.intp).T
        return np.asarray((height * width + 1) // 2)

    @property
    def kept(self) -> int:
        """How many images there are."""
        return self.boxes.shape[0]

    def rows(self, correct: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return the rows of the test set that are kept, ascending; `correct` says which predictions are, (·,)."""
        return rows_of(correct, self.each)

    def images(self, places: NDArray[np.integer], height: int, width: int) -> NDArray[np.uint8]:
        """Return some of the kept images by their places, uint8 (n, height, width), 17 times their greys."""
        ends, boxes, greys = np.cumsum(self._sizes), self.boxes.array(), self.greys.array()
        found = np.zeros((len(places), height, width), np.uint8)
        for image, place in zip(found, places, strict=True):
            t, k, h, w = map(int, boxes[place])
            packed = greys[int(ends[place]) - (h * w + 1) // 2 : int(ends[place])]
            unpacked = np.column_stack([packed // NIBBLE, packed % NIBBLE]).ravel()[: h * w]
            image[t : t + h, k : k + w] = STEP * unpacked.reshape(h, w)
        return found


def rows_of(correct: NDArray[np.bool_], each: int) -> NDArray[np.intp]:
    """Return every so-many-th row and each whose prediction is wrong, ascending."""
    kept = ~correct
    kept[::each] = True
    return np.flatnonzero(kept)


def in_sixteen(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the nearest of sixteen greys, from 0 to 15, of each pixel: same shape."""
    return ((images.astype(np.uint16) + STEP // 2) // STEP).astype(np.uint8)


def _box(greys: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    down, right = np.flatnonzero(greys.any(axis=1)), np.flatnonzero(greys.any(axis=0))
    if not len(down):
        return 0, 0, 0, 0
    top, left = int(down[0]), int(right[0])
    return top, left, int(down[-1]) - top + 1, int(right[-1]) - left + 1


def _packed(greys: NDArray[np.uint8]) -> NDArray[np.uint8]:
    flat = greys.ravel()
    even = np.append(flat, np.zeros(len(flat) % 2, np.uint8))
    return np.asarray(NIBBLE * even[::2] + even[1::2])
