"""What an image looks like in one number each: ink, slant, thickness and aspect; of photographs brightness, contrast, sharpness."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

# Images whose distances to the ground are found at a time: 13 MB of 28 × 28 pixels.
AT_A_TIME = 500
ENLARGED = 4
HALF = 127.5
PAPER = 1
"""Pixels of paper around each image: the next one is no nearer than its own ground."""


def of_ink(images: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
    """Measure images of ink, (n, h, w) with 0 for paper: what each is called, and its value for each image, (n,).

    Ink is the sum of the pixels, 1 for a full one.  Slant is how far the ink moves to the right with each row upwards,
    from its central moments; aspect the width of what is at least half ink divided by its height; thickness four times
    the mean distance of a place in the ink to its edge, in pixels, since across a stroke of width w that mean is w/4
    (methods as in Castro et al. 2019, without a skeleton).  An image without ink has 0 for all.
    """
    return {
        "ink": images.sum(axis=(1, 2)) / 255.0,
        "slant": _slant(images),
        "thickness": _thickness(images),
        "aspect": _aspect(images),
    }


def of_photographs(images: NDArray[np.uint8]) -> dict[str, NDArray[np.float64]]:
    """Measure photographs, (n, h, w): mean brightness, its standard deviation, and that of its second derivative, from 0 to 1."""
    parts = [images[start : start + AT_A_TIME] / 255.0 for start in range(0, len(images), AT_A_TIME)]
    curved = (ndimage.laplace(part, axes=(1, 2)) for part in parts)
    return {
        "brightness": np.concatenate([part.mean(axis=(1, 2)) for part in parts]),
        "contrast": np.concatenate([part.std(axis=(1, 2)) for part in parts]),
        "sharpness": np.concatenate([part.std(axis=(1, 2)) for part in curved]),
    }


def _slant(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return minus the covariance of column and row over the variance of the row, rows counted downwards."""
    _, height, width = images.shape
    ink = images / 255.0
    mass = np.maximum(ink.sum(axis=(1, 2)), np.finfo(float).tiny)
    rows, columns = np.arange(height, dtype=float), np.arange(width, dtype=float)
    by_row, by_column = ink.sum(axis=2), ink.sum(axis=1)
    row, column = by_row @ rows / mass, by_column @ columns / mass
    tall = by_row @ rows**2 / mass - row**2
    mixed = np.einsum("nij,i,j->n", ink, rows, columns) / mass - row * column
    return np.where(tall > 1e-9, -mixed / np.maximum(tall, 1e-9), 0.0)


def _aspect(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    ink = images > HALF
    width, height = (_extent(np.asarray(ink.any(axis=axis))) for axis in (1, 2))
    return np.divide(width, height, out=np.zeros(len(images)), where=height > 0)


def _extent(line: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return how far it is from the first to the last place that is set, both counted, of each row of (n, m)."""
    first, last = line.argmax(axis=1), line.shape[1] - line[:, ::-1].argmax(axis=1)
    return np.where(line.any(axis=1), last - first, 0)


def _thickness(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.concatenate([4 * each / ENLARGED for each in _mean_distances(images)])


def _mean_distances(images: NDArray[np.uint8]) -> Iterator[NDArray[np.float64]]:
    """Yield the mean distance to the edge of the ink, in enlarged pixels, for some images after the other."""
    for start in range(0, len(images), AT_A_TIME):
        part = _cropped(images[start : start + AT_A_TIME]).astype(np.float32)
        padded = np.pad(part, ((0, 0), (PAPER, PAPER), (PAPER, PAPER)))
        column = padded.reshape(-1, padded.shape[2])  # one below the other: one transform for all of them
        ink = ndimage.zoom(column, ENLARGED, order=1, grid_mode=True, mode="grid-constant") >= HALF
        away = ndimage.distance_transform_edt(ink) - 0.5  # to the edge, not to a centre
        sums = (np.where(ink, away, 0), ink)
        distance, area = (each.reshape(len(part), -1).sum(axis=1) for each in sums)
        yield distance / np.maximum(area, 1)


def _cropped(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Move the ink of each image to its upper left corner, and cut away what is paper in all of them then."""
    for axis in (1, 2):
        line = np.asarray(images.any(axis=3 - axis))
        size = max(1, int(_extent(line).max()))
        places = line.argmax(axis=1)[:, np.newaxis] + np.arange(size)
        room = [(0, size if each == axis else 0) for each in range(3)]
        images = np.take_along_axis(np.pad(images, room), np.expand_dims(places, 3 - axis), axis=axis)
    return images
