"""Images made worse in steps: shifted, turned, noisy, blurred, with thicker strokes (as in Hendrycks & Dietterich 2019).

Chance decides once for each image and family, in which direction, to which side, with which noise; severity scales
what it decided, so that accuracies of neighbouring severities differ by little chance.  It depends on the place of
an image alone: the first images are made worse alike, however many follow.
"""

from __future__ import annotations

from math import radians
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from analysis.statistics.severities import Family, amount

Images = NDArray[np.uint8]
Beyond = Literal["grid-constant", "nearest"]

AT_A_TIME = 2_000_000
"""Pixels whose places are computed at a time: 48 MB."""


def corrupted(images: Images, family: Family, severity: int, *, photographs: bool = False) -> Images:
    """Make images, uint8 (n, h, w) or (n, h, w, 3), worse: same shape and type; severity 0 changes nothing.

    Beyond its edges a photograph goes on as at them; ink has 0 there, paper.  Thickness is for ink only.
    """
    if severity == 0:
        return images
    much = amount(family, severity, min(images.shape[1:3]))
    rng = np.random.default_rng(crc32(family.encode()))
    beyond: Beyond = "nearest" if photographs else "grid-constant"
    match family:
        case "shift":
            angle = rng.uniform(0, 2 * np.pi, len(images))
            return _moved(
                images, np.zeros(len(images)), much * np.stack([np.sin(angle), np.cos(angle)]), beyond
            )
        case "rotation":
            side = rng.choice([-1.0, 1.0], len(images))
            return _moved(images, radians(much) * side, np.zeros((2, len(images))), beyond)
        case "noise":
            return _pixels(images + np.float32(255 * much) * rng.standard_normal(images.shape, np.float32))
        case "blur":
            return _pixels(ndimage.gaussian_filter(images.astype(np.float32), much, axes=(1, 2), mode=beyond))
        case "thickness":
            return _thickened(images, much / 2)


def _moved(
    images: Images, angles: NDArray[np.float64], shifts: NDArray[np.float64], beyond: Beyond
) -> Images:
    """Turn each image about its middle by an angle, (n,), and shift it down and to the right, (2, n): bilinear."""
    _, height, width, *colours = images.shape
    planes = np.moveaxis(images, 3, 1).reshape(-1, height, width) if colours else images
    angles, shifts = (np.repeat(each, len(planes) // len(images), axis=-1) for each in (angles, shifts))
    step = max(1, AT_A_TIME // (height * width))
    parts = [
        _resampled(planes[some], angles[some], shifts[:, some], beyond)
        for some in (slice(start, start + step) for start in range(0, len(planes), step))
    ]
    moved = np.concatenate(parts)
    return np.moveaxis(moved.reshape(-1, *colours, height, width), 1, 3) if colours else moved


def _resampled(
    planes: Images, angles: NDArray[np.float64], shifts: NDArray[np.float64], beyond: Beyond
) -> Images:
    n, height, width = planes.shape
    middle = (height - 1) / 2, (width - 1) / 2
    cosine, sine = np.cos(angles)[:, None, None], np.sin(angles)[:, None, None]
    down = np.arange(height)[:, None] - middle[0] - shifts[0][:, None, None]
    right = np.arange(width) - middle[1] - shifts[1][:, None, None]
    which = np.broadcast_to(np.arange(n)[:, None, None], planes.shape)
    places = which, cosine * down - sine * right + middle[0], sine * down + cosine * right + middle[1]
    return _pixels(ndimage.map_coordinates(planes, places, np.float32, order=1, mode=beyond))


def _thickened(images: Images, radius: float) -> Images:
    """Let strokes grow by whole pixels in the four directions, and by a part of the next one."""
    for _ in range(int(radius)):
        images = _grown(images)
    part = radius - int(radius)
    return _pixels((1 - part) * images + part * _grown(images)) if part else images


def _grown(images: Images) -> Images:
    upright, across = (ndimage.maximum_filter1d(images, 3, axis) for axis in (1, 2))
    return np.asarray(np.maximum(upright, across))


def _pixels(values: NDArray[np.floating]) -> Images:
    return np.asarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))
