"""Laws of the choice of a recipe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle.classes import DIGITS, Classes
from analysis.data.images import ImageSet
from analysis.models.recipes import PRESETS, recipe_for


def images(classes: Classes) -> ImageSet:
    """Return one empty image of each class."""
    count = len(classes.names)
    return ImageSet(np.zeros((count, 8, 8), np.uint8), np.arange(count), classes)


@pytest.mark.parametrize("preset", PRESETS)
def test_what_is_no_handwriting_is_moved_less(preset: str) -> None:
    """Digits and letters get the recipe as it was chosen on MNIST; garments and photographs are turned and bent less."""
    kana = Classes(names=("お", "き"), noun="class", nouns="classes")
    assert recipe_for(preset, images(DIGITS)) == recipe_for(preset, images(kana)) == PRESETS[preset]

    garments = images(Classes(names=("shirt", "shoe"), noun="garment", nouns="garments"))
    for others in (garments, replace(images(DIGITS), polarity="photograph")):
        found, chosen = recipe_for(preset, others), PRESETS[preset]
        assert replace(found, augmentation=chosen.augmentation) == chosen
        assert (found.augmentation is None) == (chosen.augmentation is None)
        if found.augmentation and chosen.augmentation:
            assert found.augmentation.rotation_degrees < chosen.augmentation.rotation_degrees
            assert found.augmentation.shift_pixels < chosen.augmentation.shift_pixels
            assert found.augmentation.elastic_pixels == 0
