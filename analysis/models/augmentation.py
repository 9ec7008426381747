"""Random affine and elastic transforms that turn a training image into another image of the same class."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from analysis.models.backend import tf
from analysis.models.elastic import elastic_transform
from analysis.models.preprocessing import to_network
from analysis.models.recipes import Augmentation


def augment(images: tf.Tensor, augmentation: Augmentation, seed: tf.Tensor) -> tf.Tensor:
    """Transform float32 images (n, h, w, 1), each at random; `seed` is two integers.

    Rotation, scale, shear and shift are one affine map, so every pixel is interpolated once, elastic or not.
    """
    maps = _affine_maps(augmentation, images, seed)
    if augmentation.elastic_pixels:
        # The displacements must not repeat the random numbers of the maps.
        return elastic_transform(images, maps, augmentation.elastic_pixels, seed + 7)
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=maps,
        output_shape=images.shape[1:3],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
    )


def _affine_maps(augmentation: Augmentation, images: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
    """Draw (n, 8) coefficients of the maps from output to input pixels, about the centre of the image."""
    turn, scale, shear, right, down = tf.unstack(
        tf.random.stateless_uniform((5, tf.shape(images)[0]), seed, -1, 1)
    )
    angle = turn * (augmentation.rotation_degrees * pi / 180)
    size = 1 + scale * augmentation.scale
    cos, sin = tf.cos(angle) / size, tf.sin(angle) / size
    slant = shear * augmentation.shear
    xx, xy, yx, yy = cos, slant * cos - sin, sin, cos + slant * sin
    middle_y, middle_x = ((side - 1) / 2 for side in images.shape[1:3])
    x = middle_x * (1 - xx - xy * (middle_y / middle_x)) + right * augmentation.shift_pixels
    y = middle_y * (1 - yx * (middle_x / middle_y) - yy) + down * augmentation.shift_pixels
    return tf.stack([xx, xy, x, yx, yy, y, tf.zeros_like(x), tf.zeros_like(x)], axis=1)


def examples(
    images: NDArray[np.uint8], augmentation: Augmentation, copies: int, seed: int
) -> NDArray[np.uint8]:
    """uint8 (k, h, w) → uint8 (k, copies, h, w): each image after `copies` random augmentations."""
    repeated = tf.constant(to_network(np.repeat(images, copies, axis=0)))
    augmented = augment(repeated, augmentation, tf.constant([seed, 0])).numpy()
    count, *shape = images.shape
    return np.asarray((augmented * 255).round().astype(np.uint8).reshape(count, copies, *shape))
