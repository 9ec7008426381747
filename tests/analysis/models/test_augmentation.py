"""Laws of preprocessing and distortion."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.models.augmentation import distort, examples
from analysis.models.backend import tf
from analysis.models.preprocessing import to_network
from analysis.models.recipes import Distortion

STILL = Distortion(rotation_degrees=0, scale=0, shear=0, shift_pixels=0)
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


def test_no_distortion_is_the_identity() -> None:
    """Distortion by nothing leaves every pixel as it is."""
    images = to_network(np.random.default_rng(0).integers(0, 256, (9, 28, 28), np.uint8))
    np.testing.assert_allclose(distort(tf.constant(images), STILL, SEED), images, atol=1e-5)


def test_same_seed_same_distortion() -> None:
    """Distortions repeat with their seed, and differ between images and between seeds."""
    moving = Distortion(rotation_degrees=10, scale=0.1, shear=0.1, shift_pixels=2)
    first, second, other = (examples(square(), moving, 1, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first[0], first[1])


@pytest.mark.parametrize(
    ("distortion", "low", "high"),
    [
        (Distortion(45, 0, 0, 0), 1.0, 1.0),
        (Distortion(0, 0, 0.3, 0), 1.0, 1.0),
        (Distortion(0, 0, 0, 4), 1.0, 1.0),
        (Distortion(0, 0.2, 0, 0), 0.64, 1.44),
    ],
)
def test_ink(distortion: Distortion, low: float, high: float) -> None:
    """Turning, shearing and shifting keep the ink of a digit; scaling changes it by the square of the scale."""
    ink = examples(square(), distortion, 4, 0).sum(axis=(2, 3)) / square()[0].sum()
    assert ink.min() >= low - 0.03
    assert ink.max() <= high + 0.03


def test_shift_stays_within_its_limit() -> None:
    """No digit is shifted further than it says, in either direction."""
    moved = examples(square(), Distortion(0, 0, 0, 3), 8, 0).reshape(-1, 28, 28).astype(float)
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
