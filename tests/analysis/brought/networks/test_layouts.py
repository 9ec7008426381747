"""Laws of the order of pixels, of colours, and of the words of a way in."""

from __future__ import annotations

import re

import numpy as np
import pytest

from analysis.brought.networks.layouts import Layout, fit
from analysis.brought.networks.model_input_syntax import WayIn, parse
from analysis.brought.networks.way_in import Preparation
from analysis.system.errors import ModelError


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((None, None, 1), Layout("channels last", 28, 28, 1)),
        ((3, 28, 28), Layout("channels first", 28, 28, 3)),
        ((1024,), Layout("flat", 32, 32, 1)),
        ((2352,), Layout("flat", 28, 28, 3)),
        ((28, 28, 2), None),
        ((7,), None),
        ((1, 28, 28, 1), None),
    ],
)
def test_layouts(shape: tuple[int | None, ...], expected: Layout | None) -> None:
    """The shape of an input says where it wants its pixels, or is refused in one sentence."""
    if expected:
        assert fit(shape, (28, 28), 1) == expected
        return
    with pytest.raises(ModelError, match="Expected a network whose input is an image"):
        fit(shape, (28, 28), 1)


def test_colours() -> None:
    """A network of three channels gets colours, one of a single channel their luminance; grey is repeated."""
    colours = np.random.default_rng(0).integers(0, 256, (2, 6, 6, 3), np.uint8)
    for channels in (1, 3):
        layout = Layout("channels last", 6, 6, channels)
        seen = np.asarray(Preparation(layout, WayIn("0-255"))(colours), np.float64)
        expected = colours if channels == 3 else (colours @ [0.299, 0.587, 0.114])[..., None]
        np.testing.assert_allclose(seen, expected, atol=0.51)
    repeated = Preparation(Layout("channels first", 6, 6, 3), WayIn("0-255"))(colours[..., 0])
    np.testing.assert_array_equal(repeated, np.repeat(colours[:, None, :, :, 0], 3, axis=1))


@pytest.mark.parametrize("text", ["0-1", "0-255, inverted", "standardised by pixel, transposed, resized"])
def test_words_are_read_as_they_are_written(text: str) -> None:
    """The words of a way in lead back to it; unknown and contradicting ones are refused."""
    assert str(parse(text)) == text
    for wrong in (f"{text}, loud", f"{text}, -1-1", "0-1, padded, resized", "0-1;inverted"):
        with pytest.raises(ValueError, match=re.escape(wrong)):
            parse(wrong)
