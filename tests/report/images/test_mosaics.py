"""Pictures of a mosaic stand apart."""

from __future__ import annotations

import numpy as np
import pytest

from report.images.mosaics import with_margin


@pytest.mark.parametrize(
    ("shape", "margin"), [((28, 28), 1), ((84, 84), 3), ((84, 84, 3), 3), ((56, 84), 2), ((16, 16), 1)]
)
def test_images_have_a_margin_of_a_28th(shape: tuple[int, ...], margin: int) -> None:
    """Of their shorter side, on all four, in colour and in grey; a pixel at least."""
    images = np.full((2, *shape), 255, np.uint8)
    framed = with_margin(images)
    height, width = shape[:2]
    assert framed.shape == (2, height + 2 * margin, width + 2 * margin, *shape[2:])
    assert framed[:, margin:-margin, margin:-margin].min() == 255
    assert framed.sum() == images.sum(dtype=np.int64)
