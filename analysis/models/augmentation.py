"""Small distortions that turn a training image into another image of the same digit."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

import numpy as np

from analysis.models.backend import tf
from analysis.models.elastic import bend
from analysis.models.preprocessing import to_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.models.recipes import Distortion

CENTRE = 13.5


def distort(images: tf.Tensor, distortion: Distortion, seed: tf.Tensor) -> tf.Tensor:
    """Distort float32 images (n, 28, 28, 1), each in its own way; `seed` is two integers.

    Turning, scaling, shearing and shifting are one affine map, so every pixel is interpolated once, bent or not.
    """
    maps = _maps(distortion, tf.shape(images)[0], seed)
    if distortion.elastic_pixels:
        # The pulls must not repeat the random numbers of the maps.
        return bend(images, maps, distortion.elastic_pixels, seed + 7)
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=maps,
        output_shape=(28, 28),
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
    )


def _maps(distortion: Distortion, count: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Draw (count, 8) coefficients of the maps from output to input pixels, about the centre of the image."""
    turn, scale, shear, right, down = tf.unstack(tf.random.stateless_uniform((5, count), seed, -1, 1))
    angle = turn * (distortion.rotation_degrees * pi / 180)
    size = 1 + scale * distortion.scale
    cos, sin = tf.cos(angle) / size, tf.sin(angle) / size
    slant = shear * distortion.shear
    xx, xy, yx, yy = cos, slant * cos - sin, sin, cos + slant * sin
    x = CENTRE * (1 - xx - xy) + right * distortion.shift_pixels
    y = CENTRE * (1 - yx - yy) + down * distortion.shift_pixels
    return tf.stack([xx, xy, x, yx, yy, y, tf.zeros_like(x), tf.zeros_like(x)], axis=1)


def examples(images: NDArray[np.uint8], distortion: Distortion, copies: int, seed: int) -> NDArray[np.uint8]:
    """uint8 (k, 28, 28) → uint8 (k, copies, 28, 28): each image after `copies` random distortions."""
    repeated = tf.constant(to_network(np.repeat(images, copies, axis=0)))
    distorted = distort(repeated, distortion, tf.constant([seed, 0])).numpy()
    return np.asarray((distorted * 255).round().astype(np.uint8).reshape(len(images), copies, 28, 28))
