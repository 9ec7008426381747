"""Laws of model files: what is saved is what is loaded, and what does not classify these images is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import log_softmax

from analysis.models import inference, keras_file
from analysis.models.backend import keras
from analysis.models.network import build
from analysis.models.recipes import FULL
from analysis.system.errors import ModelError

SHAPE = (28, 28)
IMAGES = np.random.default_rng(0).integers(0, 256, (1203, 28, 28), np.uint8)


def small(inputs: tuple[int, ...], outputs: int, *last: keras.Layer) -> keras.Model:
    """Build one dense layer of the given shape."""
    layers = [keras.layers.Flatten(), keras.layers.Dense(outputs, kernel_initializer="normal"), *last]
    return keras.Sequential([keras.layers.Input(inputs), *layers])


def test_saved_and_loaded(tmp_path: Path) -> None:
    """A model says the same after it was saved and loaded; plain Keras can load it, too."""
    model = build(SHAPE, 10, FULL, dropout=0.3)
    keras_file.save(model, tmp_path / "model.keras")
    expected = inference.logits(model, IMAGES[:50])
    for found in (
        keras_file.load(tmp_path / "model.keras", SHAPE, 10),
        keras.saving.load_model(tmp_path / "model.keras"),
    ):
        np.testing.assert_array_equal(inference.logits(found, IMAGES[:50]), expected)
    assert [file.name for file in tmp_path.iterdir()] == ["model.keras"]


@pytest.mark.parametrize("how", ["in the layer", "as activation", "as layer"])
def test_softmax_is_undone(how: str, tmp_path: Path) -> None:
    """A model that ends in a softmax, however that is written, gives the logits before it."""
    last = {"as activation": keras.layers.Activation("softmax"), "as layer": keras.layers.Softmax()}
    model = small((28, 28, 1), 10, *([last[how]] if how in last else []))
    if how == "in the layer":
        model.layers[-1].activation = keras.activations.softmax
    probabilities = model.predict(IMAGES[:20, ..., None].astype("float32") / 255, verbose=0)
    keras_file.save(model, tmp_path / "model.keras")
    logits = inference.logits(keras_file.load(tmp_path / "model.keras", SHAPE, 10), IMAGES[:20])
    assert (logits < 0).any()
    np.testing.assert_allclose(np.exp(log_softmax(logits, axis=1)), probabilities, atol=1e-5)


@pytest.mark.parametrize(
    ("shape", "outputs", "word"),
    [((28, 28), 10, "input"), ((32, 32, 3), 10, "input"), ((28, 28, 1), 11, "output")],
)
def test_other_shapes_are_refused(shape: tuple[int, ...], outputs: int, word: str, tmp_path: Path) -> None:
    """A model of another input or output shape is refused in one sentence that names both shapes."""
    keras_file.save(small(shape, outputs), tmp_path / "model.keras")
    with pytest.raises(ModelError, match=rf"Expected {word} shape .* found .*\.$"):
        keras_file.load(tmp_path / "model.keras", SHAPE, 10)


@pytest.mark.parametrize("content", [b"", b"no model", None])
def test_no_model(content: bytes | None, tmp_path: Path) -> None:
    """A missing, empty or foreign file is refused in one sentence."""
    path = tmp_path / "model.keras"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"^Expected [^\n]*\.$"):
        keras_file.load(path, SHAPE, 10)


def test_truncated_model(tmp_path: Path) -> None:
    """A file that breaks off is refused, not half-read."""
    path = tmp_path / "model.keras"
    keras_file.save(build(SHAPE, 10, FULL, dropout=0.3), path)
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(ModelError):
        keras_file.load(path, SHAPE, 10)


def test_features_lead_to_logits() -> None:
    """The last layer turns the features into the logits."""
    model = build(SHAPE, 10, FULL, dropout=0.3)
    kernel, bias = model.layers[-1].get_weights()
    logits = inference.features(model, IMAGES[:40]) @ kernel + bias
    np.testing.assert_allclose(logits, inference.logits(model, IMAGES[:40]), atol=1e-4)


def test_batches_do_not_matter() -> None:
    """An image gets the same logits alone and among a thousand, to float32's rounding; no image, no logits."""
    model = small((28, 28, 1), 10)
    together = inference.logits(model, IMAGES)
    np.testing.assert_allclose(inference.logits(model, IMAGES[1100:1101])[0], together[1100], atol=1e-5)
    assert inference.logits(model, IMAGES[:0]).shape == (0, 10)
    assert together.dtype == np.float64
