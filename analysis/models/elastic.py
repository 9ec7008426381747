"""Elastic transform: a smooth random displacement of all pixels (Simard, Steinkraus and Platt 2003, section 2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.models.backend import tf

# Control points each way; the pixels between them follow a cubic B-spline.
GRID = 6


def elastic_transform(images: tf.Tensor, maps: tf.Tensor, pixels: float, seed: tf.Tensor) -> tf.Tensor:
    """Send float32 images (n, h, w, 1) through affine maps (n, 8) and displace their control points, in one step.

    Each control point is displaced by normal random numbers with a standard deviation of `pixels`, horizontally
    and vertically; `seed` is two integers.
    """
    height, width = images.shape[1:3]
    rows, columns = np.divmod(np.arange(height * width, dtype=np.float32), width)
    displacements = pixels * tf.random.stateless_normal((2, tf.shape(images)[0], GRID * GRID), seed)
    across, down = tf.unstack(tf.matmul(displacements, _splines(height, width)))
    xx, xy, x, yx, yy, y, *_ = tf.unstack(maps[:, :, None], axis=1)
    return _sample(images, xx * columns + xy * rows + x + across, yx * columns + yy * rows + y + down)


def _splines(height: int, width: int) -> NDArray[np.float32]:
    """Return how much each control point moves each pixel, (GRID², h·w): a partition of one."""
    both = np.einsum("ai,bj->abij", _line(height), _line(width))
    return np.asarray(both.reshape(GRID**2, height * width), np.float32)


def _line(side: int) -> NDArray[np.float64]:
    """Return the cubic B-splines of the control points along one side, (GRID, side)."""
    places = np.arange(side) / (side - 1) * (GRID - 3) + 1
    away = np.abs(places - np.arange(GRID)[:, None])
    near, far = 2 / 3 - away**2 + away**3 / 2, (2 - away) ** 3 / 6
    return np.where(away < 1, near, np.where(away < 2, far, 0))


def _sample(images: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Interpolate images bilinearly at points (n, h·w) between their pixels; outside they are 0."""
    # A margin of one empty pixel, to which all points outside are moved.
    height, width = (side + 2 for side in images.shape[1:3])
    x, y = tf.clip_by_value(x + 1, 0, width - 1.001), tf.clip_by_value(y + 1, 0, height - 1.001)
    flat = tf.reshape(tf.pad(images[..., 0], [[0, 0], [1, 1], [1, 1]]), [-1])
    left, top = tf.floor(x), tf.floor(y)
    first = tf.range(tf.shape(images)[0])[:, None] * height * width + tf.cast(top * width + left, tf.int32)
    corners = [tf.gather(flat, first + step) for step in (0, 1, width, width + 1)]
    above, below = (one + (other - one) * (x - left) for one, other in (corners[:2], corners[2:]))
    return tf.reshape(above + (below - above) * (y - top), (-1, *images.shape[1:]))
