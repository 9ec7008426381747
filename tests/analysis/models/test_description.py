"""Laws of the table of layers."""

from __future__ import annotations

import pytest

from analysis.models import description, inference
from analysis.models.backend import keras
from analysis.models.network import build
from analysis.models.recipes import FULL

layers = keras.layers


def network(*inner: keras.Layer) -> keras.Model:
    """Build a network on images of 12 × 9."""
    return keras.Sequential([layers.Input((12, 9, 1)), *inner])


def test_our_own_network() -> None:
    """Parameters and shares add up, and the features are what the last layer receives."""
    model = build((28, 28), 10, FULL, dropout=0.3)
    found = description.describe(model)

    assert sum(layer.parameters for layer in found.layers) == found.parameters == model.count_params()
    assert sum(found.shares) == pytest.approx(1, rel=1e-5)
    assert (found.kind, found.convolutions) == ("convolutional", len(FULL))
    assert found.layers[-1].output_shape == (10,)
    assert (found.feature_layer, found.features) == ("features", inference.last_weights(model)[1].shape[1])


def test_the_words_of_a_layer() -> None:
    """Operation, details and activation name what a layer was made with."""
    model = network(
        layers.Conv2D(4, (3, 2), strides=2, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.GlobalAveragePooling2D(),
        layers.Dropout(0.25),
        layers.Dense(5, activation="tanh"),
    )
    words = [
        (layer.operation, layer.details, layer.activation) for layer in description.describe(model).layers
    ]

    assert words == [
        ("Convolution", "3 × 2, same padding, stride 2", "ReLU"),
        ("Batch normalization", "", ""),
        ("Global average pooling", "", ""),
        ("Dropout", "25%", ""),
        ("Dense", "", "tanh"),
    ]


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        ((layers.Flatten, (layers.Dense, 7), (layers.Dense, 3)), "fully connected"),
        ((layers.Flatten, (layers.Dense, 3)), "other"),
        (((layers.Conv2D, 2, 3), layers.Flatten, (layers.Dense, 3)), "convolutional"),
        (((layers.SeparableConv2D, 2, 3), layers.Flatten, (layers.Dense, 3)), "convolutional"),
    ],
)
def test_the_kind_of_network(inner: tuple[object, ...], kind: str) -> None:
    """Any convolution makes a network convolutional; without one, two dense layers make it fully connected."""
    made = (each if isinstance(each, tuple) else (each,) for each in inner)

    assert description.describe(network(*(layer(*sizes) for layer, *sizes in made))).kind == kind


def test_the_heaviest_layers() -> None:
    """Layers with equally many parameters, the most, are all named, with their share together."""
    model = network(
        layers.Flatten(), layers.Dense(108, name="a"), layers.Dense(108, name="b"), layers.Dense(3)
    )
    found = description.describe(model)

    assert found.heaviest == ("a", "b")
    assert found.heaviest_share == pytest.approx(2 * 108 * 109 / model.count_params(), rel=1e-5)
