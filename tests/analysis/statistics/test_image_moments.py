"""What bars, strokes and patterns of known form measure."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.statistics import image_moments
from analysis.statistics.slices import fifths, reached_within_classes, within_classes


def bar(width: int) -> np.ndarray:
    """Draw an upright bar, 20 pixels high: (1, 28, 28)."""
    drawn = np.zeros((1, 28, 28), np.uint8)
    drawn[:, 4:24, 10 : 10 + width] = 255
    return drawn


@pytest.mark.parametrize(("width", "thickness"), [(1, 0.99), (2, 1.94), (3, 2.86), (4, 3.75), (5, 4.60)])
def test_a_bar(width: int, thickness: float) -> None:
    """Its ink is its area, it does not lean, and its strokes are about as thick as it is wide."""
    found = {name: values[0] for name, values in image_moments.of_ink(bar(width)).items()}
    assert found == pytest.approx(
        {"ink": 20 * width, "slant": 0, "thickness": thickness, "aspect": width / 20}, abs=0.006
    )


def test_slant_is_to_the_right_upwards() -> None:
    """A diagonal has 1, its mirror image −1, and shifting changes nothing but the place."""
    drawn = np.zeros((1, 28, 28), np.uint8)
    drawn[0, np.arange(4, 24), np.arange(23, 3, -1)] = 255
    both = np.concatenate([drawn, drawn[:, :, ::-1], np.roll(drawn, 2, axis=2)])
    assert image_moments.of_ink(both)["slant"] == pytest.approx([1, -1, 1])


def test_neighbours_change_nothing() -> None:
    """An image measures the same alone and among others, blank ones included, whose measures are 0."""
    rng = np.random.default_rng(1)
    images = (rng.random((3, 28, 28)) < 0.2).astype(np.uint8) * 255
    images[1] = 0
    together = image_moments.of_ink(images)
    for row, one in enumerate(images):
        alone = image_moments.of_ink(one[np.newaxis])
        assert all(together[name][row] == pytest.approx(alone[name][0]) for name in together)
    assert all(values[1] == 0 for values in together.values())


def test_photographs() -> None:
    """A grey sheet has brightness and nothing else; a chequered one has all."""
    grey = np.full((1, 8, 8), 51, np.uint8)
    chequered = (np.indices((8, 8)).sum(axis=0)[np.newaxis] % 2 * 255).astype(np.uint8)
    flat, sharp = image_moments.of_photographs(grey), image_moments.of_photographs(chequered)
    assert {name: values[0] for name, values in flat.items()} == pytest.approx(
        {"brightness": 0.2, "contrast": 0, "sharpness": 0}
    )
    assert sharp["contrast"][0] == pytest.approx(0.5)
    assert sharp["sharpness"][0] > 1


def test_fifths_keep_equal_values_together() -> None:
    """Where many values are equal there are fewer parts, and each value is in one."""
    assert fifths(np.arange(10.0)).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert np.bincount(fifths(np.array([0.0] * 9 + [1.0]))).tolist() == [9, 1]
    assert np.bincount(fifths(np.repeat([1.0, 2.0], 5))).tolist() == [5, 5]


def test_classes_that_differ_in_both_count_for_nothing() -> None:
    """A class that is thin and easy is no weak spot; margins that follow the value within classes are one."""
    rng = np.random.default_rng(2)
    labels = np.repeat([0, 1], 200)
    values = labels * 10 + rng.normal(size=400)
    easy = labels * 5 + rng.normal(size=400)
    parts = [fifths(values)]
    assert reached_within_classes(easy, labels, parts, np.random.default_rng(0))[0] > 100
    assert reached_within_classes(easy + values, labels, parts, np.random.default_rng(0)) == [0]
    assert within_classes(easy, labels).reshape(2, -1).mean(axis=1) == pytest.approx([0, 0], abs=1e-12)
