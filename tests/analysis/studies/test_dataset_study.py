"""Laws of the description of the data."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.bundle.dataset import DatasetFindings, Part
from analysis.studies.dataset import pixel_statistics


@pytest.mark.parametrize(
    ("per_class", "least", "most", "ratio", "level"),
    [
        ((5, 5, 5), 0, 0, 1, "equal"),
        ((4, 3, 4), 1, 0, 0.75, "balanced"),
        ((40, 41, 29), 2, 1, 29 / 41, "uneven"),
    ],
)
def test_balance(per_class: tuple[int, ...], least: int, most: int, ratio: float, level: str) -> None:
    """Least over most frequent class; equal at 1, balanced from 3/4 on; the smaller label of several."""
    found = DatasetFindings(
        name="folder", title="shapes", source="a folder", fallback=False, tried=(), sha256={}, training=None,
        validation=None, test=Part(per_class=per_class),
    ).balance  # fmt: skip

    assert (found.least, found.most, found.level) == (least, most, level)
    assert found.ratio == pytest.approx(ratio, rel=1e-5)


def test_pixels_are_those_of_numpy() -> None:
    """Mean, standard deviation and ink agree with the direct computation, whatever the shape and number."""
    images = np.random.default_rng(0).integers(0, 256, (7, 11, 5), np.uint8)
    images[images < 100] = 0
    found = pixel_statistics(images)

    assert found.mean == pytest.approx(images.mean() / 255)
    assert found.standard_deviation == pytest.approx(images.std() / 255)
    assert found.ink_share == pytest.approx((images > 0).mean())


def test_constant_images() -> None:
    """Without variation the standard deviation is 0, not an error."""
    found = pixel_statistics(np.full((3, 8, 8), 255, np.uint8))

    assert (found.mean, found.standard_deviation, found.ink_share) == pytest.approx((1, 0, 1))
