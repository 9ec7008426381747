"""Laws of the shown examples of preprocessing and augmentation."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.bundle.classes import Classes
from analysis.data.images import ImageSet
from analysis.models import examples
from analysis.models.recipes import Augmentation

LETTERS = Classes(names=("a", "b", "c"), noun="letter", nouns="letters")


def letters(first: np.ndarray) -> ImageSet:
    """Return six images of three classes, the first one as given."""
    images = np.random.default_rng(0).integers(0, 256, (6, *first.shape), np.uint8)
    images[0] = first
    return ImageSet(images, np.array([2, 0, 1, 0, 1, 2]), LETTERS)


@pytest.mark.parametrize(
    ("inked", "row", "columns"),
    [
        ([(6, 4), (6, 7)], 6, (3, 9)),
        ([(6, 0), (6, 8)], 6, (0, 9)),
        ([(2, 5)], 2, (4, 7)),
        ([], 0, (0, 9)),
    ],
)
def test_the_numbers_of_a_row(inked: list[tuple[int, int]], row: int, columns: tuple[int, int]) -> None:
    """From one pixel before the first inked one to one after the last; the middle row, or the fullest."""
    first = np.zeros((12, 9), np.uint8)
    for place in inked:
        first[place] = 255
    found = examples.preprocessing(letters(first))
    shown = first[row, slice(*columns)]

    assert (found.row, found.columns) == (row, tuple(range(*columns)))
    assert found.before == tuple(shown.tolist())
    assert found.after == pytest.approx(shown / 255)
    np.testing.assert_array_equal(found.image.array(), first)


def test_the_first_image_of_each_class_is_augmented() -> None:
    """Of three classes three originals, in the order of their labels, each with its copies."""
    images = letters(np.zeros((12, 9), np.uint8))
    still = Augmentation(rotation_degrees=0, scale=0, shear=0, shift_pixels=0)
    found = examples.augmentation(images, still, seed=1)

    np.testing.assert_array_equal(found.originals.array(), images.images[[1, 2, 0]])
    assert found.augmented.shape == (3, examples.COPIES, 12, 9)
    np.testing.assert_array_equal(found.augmented.array()[:, 0], found.originals.array())
