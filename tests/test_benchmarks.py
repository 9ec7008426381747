"""The benchmarks go on measuring what they say they do."""

from __future__ import annotations

import numpy as np

from analysis.data import sample
from benchmarks.reporting import resampled


def test_images_drawn_with_replacement_are_taken_for_images() -> None:
    """They are looked up as the program asks for them: grey, in slices, and by rows."""
    _, test = sample.read()
    drawn = resampled(test, 1000).grey()
    assert (len(drawn), drawn.channels, drawn.images.shape) == (1000, 1, (1000, *test.images.shape[1:]))
    rows = np.array([999, 0, 0])
    assert np.array_equal(drawn.images[rows][1], drawn.images[:1][0])
    assert np.array_equal(np.unique(drawn.labels), np.unique(test.labels))
