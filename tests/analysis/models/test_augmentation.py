"""Laws of preprocessing and augmentation."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.models.augmentation import augment, examples
from analysis.models.backend import tf
from analysis.models.preprocessing import to_network
from analysis.models.recipes import Augmentation

STILL = Augmentation(rotation_degrees=0, scale=0, shear=0, shift_pixels=0)
SEED = tf.constant([5, 6])


def square() -> np.ndarray:
    """A white square of 8 × 8 in the middle of the image."""
    images = np.zeros((32, 28, 28), np.uint8)
    images[:, 10:18, 10:18] = 255
    return images


def test_to_network() -> None:
    """0 becomes 0, 255 becomes 1, what lies between stays in order; one axis is added."""
    images = np.arange(256, dtype=np.uint8).repeat(784).reshape(256, 28, 28)
    values = to_network(images)
    assert values.shape == (256, 28, 28, 1)
    assert values.dtype == np.float32
    assert values[0].max() == 0
    assert values[255].min() == 1
    assert (np.diff(values[:, 0, 0, 0]) > 0).all()


def test_a_rotation_about_the_centre() -> None:
    """Rotation and shear leave the centre of mass of a centred shape where it is, in images of any shape."""
    images = np.zeros((32, 21, 34), np.uint8)
    images[:, 8:13, 12:22] = 255
    moved = examples(images, Augmentation(40, 0, 0.2, 0), 1, 0)[:, 0].astype(float)
    for axis, side in ((1, 34), (2, 21)):
        places = np.arange(side) - (side - 1) / 2
        centres = (moved.sum(axis=axis) * places).sum(axis=1) / moved.sum(axis=(1, 2))
        np.testing.assert_allclose(centres, 0, atol=0.02)


def test_no_augmentation_is_the_identity() -> None:
    """Augmentation by nothing leaves every pixel as it is."""
    images = to_network(np.random.default_rng(0).integers(0, 256, (9, 28, 28), np.uint8))
    np.testing.assert_allclose(augment(tf.constant(images), STILL, SEED), images, atol=1e-5)


def test_same_seed_same_augmentation() -> None:
    """Augmentations repeat with their seed, and differ between images and between seeds."""
    moving = Augmentation(rotation_degrees=10, scale=0.1, shear=0.1, shift_pixels=2)
    first, second, other = (examples(square(), moving, 1, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first[0], first[1])


@pytest.mark.parametrize(
    ("augmentation", "low", "high"),
    [
        (Augmentation(45, 0, 0, 0), 1.0, 1.0),
        (Augmentation(0, 0, 0.3, 0), 1.0, 1.0),
        (Augmentation(0, 0, 0, 4), 1.0, 1.0),
        (Augmentation(0, 0.2, 0, 0), 0.64, 1.44),
    ],
)
def test_ink(augmentation: Augmentation, low: float, high: float) -> None:
    """Rotating, shearing and shifting keep the ink of an image; scaling changes it by the square of the scale."""
    ink = examples(square(), augmentation, 4, 0).sum(axis=(2, 3)) / square()[0].sum()
    assert ink.min() >= low - 0.03
    assert ink.max() <= high + 0.03


def test_shift_stays_within_its_limit() -> None:
    """No image is shifted further than it says, in either direction."""
    moved = examples(square(), Augmentation(0, 0, 0, 3), 8, 0).reshape(-1, 28, 28).astype(float)
    places = np.arange(28) - 13.5
    for axis in (1, 2):
        centres = (moved.sum(axis=axis) * places).sum(axis=1) / moved.sum(axis=(1, 2))
        assert np.abs(centres).max() <= 3.01
        assert centres.max() > 1
        assert centres.min() < -1


def test_examples_keep_shape_and_type() -> None:
    """All of k images and m copies give uint8 (k, m, 28, 28)."""
    found = examples(square()[:3], STILL, 5, 0)
    assert found.shape == (3, 5, 28, 28)
    np.testing.assert_array_equal(found[:, 4], square()[:3])
