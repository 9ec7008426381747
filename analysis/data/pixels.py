"""Arrays of numbers as images: how they are laid out, and which number is full brightness."""

from __future__ import annotations

from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import content
from analysis.system.errors import DatasetError

CHUNK = 2_000
# Black and white, as images are stored: narrow scales first.
ENDS = ((0, 1), (0, 16), (0, 255), (-1, 1))


class Scale(NamedTuple):
    """Pixels are (number − low) ⋅ factor, from 0 to 255."""

    low: float = 0
    factor: float = 1
    note: str | None = None

    def of(self, numbers: NDArray[np.generic]) -> NDArray[np.uint8]:
        """Return the pixels, uint8, of the same shape."""
        if self.factor == 1 and numbers.dtype.kind in "iu":
            return numbers.astype(np.uint8, copy=False)
        scaled = (numbers.astype(np.float32) - np.float32(self.low)) * np.float32(self.factor)
        found: NDArray[np.uint8] = np.rint(scaled).astype(np.uint8)
        return found


def ends_of(low: float, high: float) -> tuple[float, float] | None:
    """Return black and white of the least of the usual scales that holds these numbers; None where none does."""
    return next((ends for ends in ENDS if ends[0] <= low and high <= ends[1]), None)


def scale_for(low: float, high: float, what: str) -> Scale:
    """Tell from the least and the largest number which one is white.  Raises DatasetError where that is not known."""
    match ends_of(low, high):
        case (0, 255):
            return Scale()
        case (0, 1):
            return Scale(0, 255, "Values from 0 to 1 were multiplied by 255.")
        case (black, white):
            said = f"{black:g}".replace("-", "−")
            return Scale(
                black, 255 / (white - black), f"Values from {said} to {white:g} were scaled to 0 to 255."
            )
    raise DatasetError(
        f"Expected pixels from 0 to 255, 0 to 1 or −1 to 1 in {what}, found {low:.6g} to {high:.6g}: scale them first."
    )


def arranged(images: NDArray[np.uint8], what: str) -> NDArray[np.uint8]:
    """Return (n, h, w) or (n, h, w, 3); rows (n, h·w) of squares, one channel, and channels first are rearranged.

    Raises DatasetError.
    """
    match images.shape:
        case (_, *sides) if 0 in sides:
            pass  # refused below
        case (_, _, _) | (_, _, _, 3):
            return images
        case (_, _, _, 1):
            return images[..., 0]
        case (_, 1, _, _):
            return images[:, 0]
        case (_, 3, _, _):
            return np.moveaxis(images, 1, -1)
        case (count, width) if (side := isqrt(width)) ** 2 == width:
            return images.reshape(count, side, side)
        case (count, width) if width % 3 == 0 and (side := isqrt(width // 3)) ** 2 == width // 3:
            return images.reshape(count, side, side, 3)
    raise DatasetError(
        f"Expected images (n, h, w), (n, h, w, 3) or rows of square images in {what}, found the shape "
        f"{content.shown(images.shape)}: reshape them."
    )


def luminance(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return uint8 (n, h, w) of uint8 (n, h, w, 3): the grey of equal brightness (ITU-R BT.601)."""
    if images.ndim == 3:
        return images
    grey = np.empty(images.shape[:3], np.uint8)
    for start in range(0, len(images), CHUNK):
        part = images[start : start + CHUNK].astype(np.uint32)
        # In whole numbers, so that grey pixels stay as they are.
        grey[start : start + CHUNK] = (part @ np.array([299, 587, 114], np.uint32) + 500) // 1000
    return grey


def uncoloured(*parts: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], ...]:
    """Return (n, h, w) in place of (n, h, w, 3) where no image of any part has colour; mixed parts become coloured."""
    if all(each.ndim == 3 or _is_grey(each) for each in parts):
        return tuple(each if each.ndim == 3 else np.ascontiguousarray(each[..., 0]) for each in parts)
    return tuple(each if each.ndim == 4 else np.repeat(each[..., None], 3, axis=-1) for each in parts)


def _is_grey(images: NDArray[np.uint8]) -> bool:
    return bool((images[..., :1] == images[..., 1:]).all())
