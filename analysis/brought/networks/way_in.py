"""From the images of a data set to what a given network wants to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analysis.brought.networks.layouts import Layout
from analysis.brought.networks.model_input_syntax import VALUES, WayIn
from analysis.bundle.record import Packed
from analysis.system.model_input_words import IN_COLOUR, Size, Values

Images = NDArray[np.uint8]
Moments = tuple[NDArray[np.float64], NDArray[np.float64]]

PART = 2_000
# ITU-R BT.601, as Pillow's mode L.
LUMINANCE = np.array([299, 587, 114])
# Mean and standard deviation of ImageNet's colours, red first, as `preprocess_input` of Keras' applications has them in its
# mode `torch`; and the mean of its mode `caffe`, blue first.
IMAGENET = np.array([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]], np.float32)
IMAGENET_BGR = np.array([103.939, 116.779, 123.68], np.float32)
# Axes of (n, h, w, c) along which the squares of the values sum to 1: of `columns`, as of keras.utils.normalize(x, axis=1).
OF_IMAGE = (1, 2, 3)
UNIT = {"columns of unit length": (1,), "rows of unit length": (2,), "images of unit length": OF_IMAGE}


@dataclass(frozen=True)
class Preparation:
    """Images uint8 (n, h, w) or (n, h, w, 3) → the input of a network."""

    layout: Layout
    way: WayIn
    dtype: str = "float32"
    moments: Moments | None = None
    """Mean and standard deviation of the training images, each (h, w, c) as the network sees them, not inverted."""

    def __call__(self, images: Images) -> NDArray[np.generic]:
        """Return them as the network wants them: (n, …)."""
        pixels = sized(with_channels(images, self.layout.channels), self.layout, self.way)
        if self.way.inverted:
            pixels = 255 - pixels
        values = pixels if np.dtype(self.dtype).kind in "iu" else self._scaled(pixels)
        return self.layout.arranged(values).astype(self.dtype, copy=False)

    def _scaled(self, pixels: Images) -> NDArray[np.float32]:
        found = pixels.astype(np.float32)
        match self.way.values:
            case "0-255":
                pass
            case "0-1":
                found = found / np.float32(255)
            case "-1-1":
                found = found / np.float32(127.5) - np.float32(1)
            case "-0.5-0.5":
                found = found / np.float32(255) - np.float32(0.5)
            case "standardised" | "standardised by pixel" as named:
                found = self._standardised(found, by_pixel=named == "standardised by pixel")
            case "standardised by image":
                found -= found.mean(axis=OF_IMAGE, keepdims=True)
                found = _divided(found, found.std(axis=OF_IMAGE, keepdims=True))
            case "imagenet":
                found = (found / np.float32(255) - IMAGENET[0]) / IMAGENET[1]
            case "imagenet bgr":
                found = found[..., ::-1] - IMAGENET_BGR
            case "columns of unit length" | "rows of unit length" | "images of unit length" as named:
                found = _divided(found, np.sqrt((found**2).sum(axis=UNIT[named], keepdims=True)))
        return found

    def _standardised(self, found: NDArray[np.float32], *, by_pixel: bool) -> NDArray[np.float32]:
        """Subtract the mean and divide by the standard deviation; a pixel that never changes is 0."""
        assert self.moments is not None  # noqa: S101  # whoever asks for it gives them
        mean, sd = self.moments if by_pixel else overall(*self.moments)
        if self.way.inverted:
            mean = 255 - mean
        return _divided(found - mean, sd)


def _divided(values: NDArray[np.floating], by: NDArray[np.floating]) -> NDArray[np.float32]:
    """Divide, but what is divided by 0 stays."""
    return np.asarray(values / np.where(by > 0, by, 1)).astype(np.float32, copy=False)


@dataclass(frozen=True)
class Affine:
    """Images uint8 (n, h, w) or (n, h, w, 3) → the arrays of a notebook, in which two values stand for 0 and for 255."""

    layout: Layout
    zero: tuple[float, ...]
    """Of all channels, or of each."""
    full: tuple[float, ...]
    dtype: str = "float32"

    def __call__(self, images: Images) -> NDArray[np.generic]:
        """Return them as the network wants them: (n, …)."""
        pixels = with_channels(images, self.layout.channels).astype(np.float32)
        zero, full = np.asarray(self.zero), np.asarray(self.full)
        values = zero.astype(np.float32) + pixels * ((full - zero) / 255).astype(np.float32)
        if np.dtype(self.dtype).kind in "iu":
            values = values.round()
        return self.layout.arranged(values).astype(self.dtype, copy=False)


def packed(prepare: Preparation) -> Packed | None:
    """Return the moments that it uses, float32 (2, h, w, c), or those of all pixels, (2, 1, 1, c); None without any."""
    if prepare.moments is None:
        return None
    mean, sd = prepare.moments
    if prepare.way.values == "standardised":
        mean, sd = (each.reshape(1, 1, -1) for each in overall(mean, sd))
    return Packed.of(np.stack([mean, sd]).astype(np.float32))


def overall(mean: NDArray[np.float64], sd: NDArray[np.float64]) -> Moments:
    """Pool the moments of the pixels, each channel on its own: (h, w, c) → (c,)."""
    pooled = mean.mean(axis=(0, 1))
    variance = (sd**2 + (mean - pooled) ** 2).mean(axis=(0, 1))
    return pooled, np.sqrt(variance)


def moments(images: Images, layout: Layout, way: WayIn) -> Moments:
    """Return mean and standard deviation of each pixel, (h, w, c) each, as the network sees them, not inverted."""
    total = squares = np.zeros((layout.height, layout.width, layout.channels))
    for start in range(0, len(images), PART):
        part = with_channels(images[start : start + PART], layout.channels)
        pixels = sized(part, layout, way).astype(np.float64)
        total = total + pixels.sum(axis=0)
        squares = squares + (pixels**2).sum(axis=0)
    mean = total / len(images)
    return mean, np.sqrt(np.maximum(squares / len(images) - mean**2, 0))


def with_channels(images: Images, channels: int) -> Images:
    """(n, h, w) or (n, h, w, 3) → (n, h, w, channels): colours become grey, grey is repeated."""
    if images.ndim == 4 and channels == 1:
        return grey(images)[..., np.newaxis]
    if images.ndim == 3:
        images = images[..., np.newaxis]
    return np.broadcast_to(images, (*images.shape[:3], channels))


def grey(images: Images) -> Images:
    """Return the luminance of colours, (n, h, w, 3) → (n, h, w); grey images as they are."""
    if images.ndim == 3:
        return images
    return np.asarray((images @ LUMINANCE + 500) // 1000).astype(np.uint8)


def sized(images: Images, layout: Layout, way: WayIn) -> Images:
    """Transpose, then pad, crop or resize to the size of the layout: (n, ·, ·, c) → (n, h, w, c)."""
    if way.transposed:
        images = images.swapaxes(1, 2)
    if images.shape[1:3] == (layout.height, layout.width):
        return images
    if way.size == "resized":
        return _resized(images, layout)
    return _centred(_centred(images, layout.height, 1), layout.width, 2)


def _centred(images: Images, side: int, axis: int) -> Images:
    """Pad with paper, or crop, about the middle."""
    spare = side - images.shape[axis]
    if spare < 0:
        return images.take(range(-spare // 2, -spare // 2 + side), axis)
    margins = [(0, 0)] * images.ndim
    margins[axis] = (spare // 2, spare - spare // 2)
    return np.pad(images, margins)


def _resized(images: Images, layout: Layout) -> Images:
    """Resize bilinearly, to a smaller size without aliasing: along each axis, what Pillow makes of single pixels."""
    down, across = _weights(images.shape[1], layout.height), _weights(images.shape[2], layout.width)
    scaled = np.einsum("yh,nhwc,xw->nyxc", down, images.astype(np.float32), across, optimize=True)
    return np.asarray(scaled.round().clip(0, 255).astype(np.uint8))


def _weights(before: int, after: int) -> NDArray[np.float32]:
    """Return how much each of the pixels before counts for each of those after: (after, before)."""
    single = Image.fromarray(np.eye(before, dtype=np.float32))
    return np.asarray(single.resize((before, after), Image.Resampling.BILINEAR), np.float32)


def sizes(layout: Layout, size: tuple[int, int], *, transposed: bool = False) -> tuple[Size, ...]:
    """Return in which ways an image of that size may be brought to that of the layout; the plainest first."""
    height, width = size[::-1] if transposed else size
    if (layout.height, layout.width) == (height, width):
        return ("unchanged",)
    if layout.height >= height and layout.width >= width:
        return ("padded", "resized")
    if layout.height <= height and layout.width <= width:
        return ("resized", "cropped")
    return ("resized",)


def values_for(layout: Layout, dtype: str) -> tuple[Values, ...]:
    """Return the values that a network may want, the plainest first; whole numbers are never scaled."""
    if np.dtype(dtype).kind in "iu":
        return ("0-255",)
    return tuple(one for one in VALUES if layout.channels == 3 or one not in IN_COLOUR)


def candidates(layout: Layout, size: tuple[int, int], dtype: str = "float32") -> list[WayIn]:
    """Return the ways that are tried, the plainest first."""
    return list(_candidates(layout, size, dtype))


def _candidates(layout: Layout, size: tuple[int, int], dtype: str) -> Iterator[WayIn]:
    values = values_for(layout, dtype)
    for transposed in (False, True):
        if transposed and size[0] != size[1] and size != (layout.width, layout.height):
            continue
        for inverted in (False, True):
            for treatment in sizes(layout, size, transposed=transposed):
                for one in values:
                    yield WayIn(one, inverted, transposed, treatment)
