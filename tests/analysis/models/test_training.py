"""Laws of training, on a few hundred images and two short epochs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.bundle.classes import Classes
from analysis.bundle.training import Epoch
from analysis.data import sample
from analysis.data.images import ImageSet
from analysis.models import inference
from analysis.models.backend import keras, tf
from analysis.models.network import build
from analysis.models.optimizer import AVERAGED, Muon, OneCycle, orthogonal
from analysis.models.recipes import PRESETS, Augmentation, Recipe
from analysis.models.training import Trained, train

TINY = Recipe(
    channels=(8, 16, 16, 24, 24),
    epochs=2,
    unaugmented_epochs=1,
    batch_size=16,
    peak_learning_rate=6e-3,
    warm_up=0.3,
    weight_decay=0.02,
    dropout=0.2,
    augmentation=Augmentation(rotation_degrees=8, scale=0.1, shear=0.1, shift_pixels=1.5),
)


@pytest.fixture(scope="module")
def digits() -> tuple[ImageSet, ImageSet]:
    """Take 600 training and 200 validation images from the embedded sample."""
    training, test = sample.read()
    return training[np.arange(600)], test[np.arange(200)]


@pytest.fixture(scope="module")
def trained(digits: tuple[ImageSet, ImageSet]) -> Trained:
    """Train once for all tests that only look."""
    return train(*digits, TINY, seed=3)


def weights(run: Trained) -> np.ndarray:
    """All weights in one row."""
    return np.concatenate([array.ravel() for array in run.model.get_weights()])


def test_same_seed_same_weights(digits: tuple[ImageSet, ImageSet], trained: Trained) -> None:
    """The same seed gives the same weights and the same history, to the last bit."""
    again = train(*digits, TINY, seed=3)
    np.testing.assert_array_equal(weights(trained), weights(again))
    assert again.epochs == trained.epochs


def test_it_learns(trained: Trained) -> None:
    """Two epochs on a few hundred digits beat guessing by far."""
    assert trained.epochs[-1].validation_accuracy > 0.4
    assert trained.epochs[-1].training_loss < trained.epochs[0].training_loss


def test_history(digits: tuple[ImageSet, ImageSet], trained: Trained) -> None:
    """Every epoch is reported, in order; the last ones are not augmented, and the rate ends at zero."""
    assert [epoch.number for epoch in trained.epochs] == [1, 2]
    assert [epoch.augmented for epoch in trained.epochs] == [True, False]
    assert trained.epochs[-1].learning_rate == pytest.approx(0, abs=1e-9)
    says = inference.logits(trained.model, digits[1].images).argmax(axis=1)
    assert trained.epochs[-1].validation_accuracy == (says == digits[1].labels).mean()
    for epoch in trained.epochs:
        assert epoch.validation_accuracy + epoch.validation_error_rate == pytest.approx(1)
        assert epoch.training_accuracy + epoch.training_error_rate == pytest.approx(1)


def test_other_seed_other_weights(digits: tuple[ImageSet, ImageSet], trained: Trained) -> None:
    """Another seed gives other weights; whoever watches sees the records that end up in the history."""
    seen: list[Epoch] = []
    other = train(*digits, TINY, seed=4, on_epoch=seen.append)
    assert not np.array_equal(weights(trained), weights(other))
    assert tuple(seen) == other.epochs


def test_other_classes_and_shapes() -> None:
    """Images of another shape and another number of classes train a network of that input and output."""
    classes = Classes(names=("a", "b", "c"), noun="letter", nouns="letters")
    letters = ImageSet(np.zeros((48, 17, 12), np.uint8), np.arange(48) % 3, classes)
    letters.images[np.arange(48), 4 * letters.labels + 2] = 255
    run = train(letters, letters, TINY, seed=0)
    assert run.model.input_shape == (None, 17, 12, 1)
    assert inference.logits(run.model, letters.images).shape == (48, 3)


def test_bfloat16_trains_a_float32_network(
    digits: tuple[ImageSet, ImageSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the arithmetic is in bfloat16, the finished network is still in float32 and says finite things."""
    monkeypatch.setattr("analysis.models.training.precision", lambda: "mixed_bfloat16")
    run = train(digits[0][np.arange(64)], digits[1], replace(TINY, epochs=1, augmentation=None), seed=0)
    assert run.precision == "mixed_bfloat16"
    assert {layer.compute_dtype for layer in run.model.layers} == {"float32"}
    assert np.isfinite(inference.logits(run.model, digits[1].images)).all()


@pytest.mark.parametrize("recipe", PRESETS.values(), ids=PRESETS.keys())
def test_every_preset(recipe: Recipe) -> None:
    """Every preset's learning rate starts and ends at zero and peaks where it says; the network stays small."""
    steps = recipe.epochs * 100
    rates = OneCycle(recipe.peak_learning_rate, recipe.warm_up, steps)(tf.range(steps + 1)).numpy()
    assert rates[0] == 0
    assert rates[-1] == pytest.approx(0, abs=1e-9)
    assert rates.min() >= 0
    assert rates.max() == pytest.approx(recipe.peak_learning_rate, rel=0.1)
    assert 0 <= recipe.unaugmented_epochs <= recipe.epochs
    assert build((28, 28), 10, recipe.channels, recipe.dropout).count_params() <= 75_000


def test_orthogonal() -> None:
    """A matrix keeps its singular vectors, and its singular values come near 1."""
    matrix = np.random.default_rng(0).normal(size=(8, 30)).astype(np.float32)
    left, _, right = np.linalg.svd(matrix, full_matrices=False)
    inner = left.T @ orthogonal(tf.constant(matrix)).numpy() @ right.T
    np.testing.assert_allclose(inner, np.diag(inner.diagonal()), atol=1e-3)
    assert inner.diagonal().min() > 0.6
    assert inner.diagonal().max() < 1.3


def test_moving_average() -> None:
    """The average forgets as fast as a tenth of the steps pass, and begins with the first weights that were reached."""
    steps = 40
    optimizer = Muon(OneCycle(0.1, 0.2, steps), weight_decay=0)
    variable = keras.Variable(np.ones(3, np.float32))
    optimizer.build([variable])
    expected = None
    for _ in range(steps):
        optimizer.apply([tf.constant([1.0, -2.0, 0.5])], [variable])
        forgotten = 1 / (AVERAGED * steps)
        seen = variable.numpy()
        expected = seen if expected is None else (1 - forgotten) * expected + forgotten * seen
        np.testing.assert_allclose(optimizer.averages[0], expected, rtol=1e-5)


def test_the_network_is_the_average(
    digits: tuple[ImageSet, ImageSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An average that never forgets the first weights is as bad after the last epoch as after the first."""
    monkeypatch.setattr("analysis.models.optimizer.AVERAGED", 1e6)
    run = train(digits[0][np.arange(64)], digits[1], TINY, seed=3)
    assert run.averaging == pytest.approx(1)
    assert run.epochs[0].validation_loss == pytest.approx(run.epochs[1].validation_loss, rel=1e-3)
    assert run.epochs[0].training_loss != pytest.approx(run.epochs[1].training_loss, rel=1e-2)
