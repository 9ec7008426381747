"""Laws of the order of pixels, of colours, and of the words of a way in."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from analysis.brought.networks.layouts import Layout, fit
from analysis.brought.networks.model_input_syntax import WayIn, parse
from analysis.brought.networks.way_in import Preparation
from analysis.models.backend import keras, tf
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


IMAGES = np.random.default_rng(1).integers(0, 256, (4, 28, 28), np.uint8)
IMAGES[0] = 0
PLAIN = IMAGES / np.float32(255)
COLOURS = np.repeat(PLAIN[..., np.newaxis], 3, axis=-1)
# As people write them, with libraries of their own.
WRITTEN: dict[str, Callable[[], np.ndarray]] = {
    "-0.5-0.5": lambda: PLAIN - 0.5,
    "standardised by image": lambda: np.asarray(tf.image.per_image_standardization(IMAGES[..., np.newaxis]))[
        ..., 0
    ],
    "columns of unit length": lambda: keras.utils.normalize(IMAGES, axis=1),
    "rows of unit length": lambda: keras.utils.normalize(IMAGES, axis=-1),
    "images of unit length": lambda: keras.utils.normalize(IMAGES.reshape(4, -1), axis=1).reshape(4, 28, 28),
    "images of unit length, inverted": lambda: keras.utils.normalize(
        255 - IMAGES.reshape(4, -1), axis=1
    ).reshape(4, 28, 28),
    "columns of unit length, transposed": lambda: keras.utils.normalize(IMAGES.transpose(0, 2, 1), axis=1),
    "imagenet": lambda: keras.applications.imagenet_utils.preprocess_input(COLOURS * 255, mode="torch"),
    "imagenet bgr": lambda: keras.applications.vgg16.preprocess_input(COLOURS * 255),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_values_are_those_that_people_write(text: str) -> None:
    """Each preparation is, to the last digits of float32, what the library gives that people use for it."""
    expected = WRITTEN[text]()
    channels = 3 if expected.ndim == 4 else 1
    layout = Layout("channels last" if channels == 3 else "rows", 28, 28, channels)
    found = Preparation(layout, parse(text))(IMAGES)

    assert found.dtype == np.float32
    np.testing.assert_allclose(np.asarray(found, np.float32), expected, atol=1e-4 if channels == 3 else 1e-5)


@pytest.mark.parametrize("text", ["0-1", "0-255, inverted", "standardised by pixel, transposed, resized"])
def test_words_are_read_as_they_are_written(text: str) -> None:
    """The words of a way in lead back to it; unknown and contradicting ones are refused."""
    assert str(parse(text)) == text
    for wrong in (f"{text}, loud", f"{text}, -1-1", "0-1, padded, resized", "0-1;inverted"):
        with pytest.raises(ValueError, match=re.escape(wrong)):
            parse(wrong)
