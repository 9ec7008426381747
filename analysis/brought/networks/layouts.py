"""In which order a network wants the pixels of an image: found from the shape of its input alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt, prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.system.errors import ModelError

Order = Literal["rows", "flat", "channels last", "channels first"]
WAYS_OUT = "give a network of such images, or bring its predictions with --predictions"


@dataclass(frozen=True)
class Layout:
    """Height, width and channels of the image that the network sees, and the order of its axes."""

    order: Order
    height: int
    width: int
    channels: int

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one input, without the batch axis."""
        size = self.height, self.width
        return {
            "rows": size,
            "flat": (prod(size) * self.channels,),
            "channels last": (*size, self.channels),
            "channels first": (self.channels, *size),
        }[self.order]

    def arranged(self, images: NDArray[np.generic]) -> NDArray[np.generic]:
        """(n, h, w, c) → (n, …) in the order of the network."""
        if self.order == "channels first":
            images = images.transpose(0, 3, 1, 2)
        return images.reshape(len(images), *self.shape)


def fit(shape: Sequence[int | None], size: tuple[int, int], channels: int) -> Layout:
    """Lay images of `size` and 1 or 3 channels out for an input of `shape`, without the batch axis.

    A side of None may be anything, and takes that of the images.  Raises ModelError.
    """
    match tuple(shape):
        case (numbers,):
            found = _flat(numbers, size, channels)
        case (height, width):
            found = Layout("rows", height or size[0], width or size[1], 1)
        case (first, height, width) if first in {1, 3} and (
            width not in {1, 3, None} or (height, width) == size
        ):
            found = Layout("channels first", height or size[0], width or size[1], first or 1)
        case (height, width, last) if last in {1, 3, None}:
            found = Layout("channels last", height or size[0], width or size[1], last or channels)
        case _:
            found = None
    if found is None:
        wanted = " × ".join(map(str, size))
        raise ModelError(
            f"Expected a network whose input is an image of one or three channels, such as {wanted}, "
            f"found one of shape {str(tuple(shape))[:100]}: {WAYS_OUT}."
        )
    return found


def _flat(numbers: int | None, size: tuple[int, int], channels: int) -> Layout | None:
    """Lay an image out in one row; of another size where the number is that of a square."""
    pixels = prod(size)
    if numbers in {None, pixels}:
        return Layout("flat", *size, 1)
    for many in dict.fromkeys((channels, 1, 3)):
        side = isqrt(numbers // many)
        if numbers == pixels * many:
            return Layout("flat", *size, many)
        if numbers == side * side * many and side > 1:
            return Layout("flat", side, side, many)
    return None
