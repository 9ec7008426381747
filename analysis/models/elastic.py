"""Elastic distortion: the image is bent as if drawn on rubber (Simard, Steinkraus and Platt 2003, section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.data.images import SIDE
from analysis.models.backend import tf

if TYPE_CHECKING:
    from numpy.typing import NDArray

# So many points each way are pulled; the pixels between them follow a cubic B-spline.
GRID = 6
ROWS, COLUMNS = np.divmod(np.arange(SIDE * SIDE, dtype=np.float32), SIDE)


def bend(images: tf.Tensor, maps: tf.Tensor, pixels: float, seed: tf.Tensor) -> tf.Tensor:
    """Send float32 images (n, 28, 28, 1) through affine maps (n, 8) and pull their grid points, in one step.

    Each point of the grid is pulled by normal random numbers with a standard deviation of `pixels`, across and
    down; `seed` is two integers.
    """
    pulls = pixels * tf.random.stateless_normal((2, tf.shape(images)[0], GRID * GRID), seed)
    across, down = tf.unstack(tf.matmul(pulls, _splines()))
    xx, xy, x, yx, yy, y, *_ = tf.unstack(maps[:, :, None], axis=1)
    return _sample(images, xx * COLUMNS + xy * ROWS + x + across, yx * COLUMNS + yy * ROWS + y + down)


def _splines() -> NDArray[np.float32]:
    """Return how much each grid point moves each pixel, (GRID², 784): a partition of one."""
    places = np.arange(SIDE) / (SIDE - 1) * (GRID - 3) + 1
    away = np.abs(places - np.arange(GRID)[:, None])
    near, far = 2 / 3 - away**2 + away**3 / 2, (2 - away) ** 3 / 6
    line = np.where(away < 1, near, np.where(away < 2, far, 0))
    both = np.einsum("ai,bj->abij", line, line)
    return np.asarray(both.reshape(GRID**2, SIDE**2), np.float32)


def _sample(images: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Read images at places (n, 784) between their pixels, bilinearly; outside there is no ink."""
    width = SIDE + 2  # a margin of one empty pixel, to which all places outside are moved
    x, y = (tf.clip_by_value(place + 1, 0, width - 1.001) for place in (x, y))
    flat = tf.reshape(tf.pad(images[..., 0], [[0, 0], [1, 1], [1, 1]]), [-1])
    left, top = tf.floor(x), tf.floor(y)
    first = tf.range(tf.shape(images)[0])[:, None] * width**2 + tf.cast(top * width + left, tf.int32)
    corners = [tf.gather(flat, first + step) for step in (0, 1, width, width + 1)]
    above, below = (one + (other - one) * (x - left) for one, other in (corners[:2], corners[2:]))
    return tf.reshape(above + (below - above) * (y - top), (-1, SIDE, SIDE, 1))
