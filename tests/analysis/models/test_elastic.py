"""Laws of the elastic transform."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.models.augmentation import augment, examples
from analysis.models.backend import tf
from analysis.models.recipes import Augmentation

MOVING = Augmentation(rotation_degrees=10, scale=0.1, shear=0.1, shift_pixels=2)
STILL = Augmentation(rotation_degrees=0, scale=0, shear=0, shift_pixels=0)
SEED = tf.constant([5, 6])


def ring() -> np.ndarray:
    """64 rings with a radius of 7 pixels, uint8 (64, 28, 28)."""
    rows, columns = np.mgrid[:28, :28] - 13.5
    ring = 255 * np.clip(2 - np.abs(np.hypot(rows, columns) - 7), 0, 1)
    return np.tile(ring.astype(np.uint8), (64, 1, 1))


def as_images(rings: np.ndarray) -> tf.Tensor:
    """Make them float32 (n, 28, 28, 1)."""
    return tf.constant(rings[..., None] / 255, tf.float32)


def test_tiny_displacements_leave_the_affine_map() -> None:
    """Where the displacements vanish, the affine map remains: two implementations of it agree."""
    plain, elastic = (
        augment(as_images(ring()), replace(MOVING, elastic_pixels=pixels), SEED) for pixels in (0, 1e-6)
    )
    np.testing.assert_allclose(elastic, plain, atol=1e-4)


def test_same_seed_same_transform() -> None:
    """Elastic transforms repeat with their seed, and differ between images and between seeds."""
    elastic = replace(STILL, elastic_pixels=1.5)
    first, second, other = (examples(ring()[:4], elastic, 1, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first[0], first[1])


def test_it_keeps_the_ink_on_average() -> None:
    """It moves ink to places near by: the mean image of many keeps its ink and its centre."""
    moved = examples(ring(), replace(STILL, elastic_pixels=1.5), 4, 0).reshape(-1, 28, 28)
    mean = moved.mean(axis=0)
    assert mean.sum() == pytest.approx(ring()[0].sum(), rel=0.05)
    places = np.arange(28) - 13.5
    for axis in (0, 1):
        assert (mean.sum(axis=axis) * places).sum() / mean.sum() == pytest.approx(0, abs=0.3)


def test_larger_displacements_change_more() -> None:
    """The distance to the image as it was grows with the displacements."""
    images = as_images(ring())
    distances = [
        float(np.abs(augment(images, replace(STILL, elastic_pixels=pixels), SEED) - images).mean())
        for pixels in (0.5, 1, 2)
    ]
    assert distances == sorted(distances)
    assert distances[0] > 0


def test_images_of_any_shape() -> None:
    """Of an image that is not square, too, tiny displacements leave the affine map."""
    images = tf.constant(np.random.default_rng(0).random((9, 20, 33, 1)), tf.float32)
    plain, elastic = (augment(images, replace(MOVING, elastic_pixels=pixels), SEED) for pixels in (0, 1e-6))
    np.testing.assert_allclose(elastic, plain, atol=1e-3)


def test_nothing_wraps_around() -> None:
    """What leaves the image on one side does not come back on the other, nor in the next image."""
    images = np.zeros((2, 28, 28), np.uint8)
    images[0, :, :3] = 255
    moved = augment(as_images(images), replace(STILL, elastic_pixels=2), SEED).numpy()
    assert moved[0, :, 14:].max() == 0
    assert moved[1].max() == 0
