"""A network as a table of its layers."""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING

from analysis.bundle.training import Layer, Network
from analysis.models.backend import keras
from analysis.models.inference import last_weights

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

_ACTIVATIONS = {"linear": "", "relu": "ReLU", "gelu": "GELU", "elu": "ELU", "selu": "SELU"}


def describe(model: keras.Model) -> Network:
    """List the layers, and name what the report calls the features: the input of the last layer with weights."""
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    receiver, total = last_weights(model), model.count_params()
    most = max(layer.count_params() for layer in layers)
    heaviest = tuple(layer.name for layer in layers if layer.count_params() == most)
    convolutions = sum("Conv" in type(layer).__name__ for layer in layers)
    return Network(
        input_shape=tuple(model.input_shape[1:]),
        layers=tuple(_layer(layer, total) for layer in layers),
        parameters=total,
        convolutions=convolutions,
        kind=_kind(layers, convolutions),
        heaviest=heaviest,
        heaviest_share=len(heaviest) * most / total,
        feature_layer=_feature_layer(layers, receiver),
        features=prod(receiver.input.shape[1:]),
    )


def _kind(
    layers: Sequence[keras.Layer], convolutions: int
) -> Literal["convolutional", "fully connected", "other"]:
    if convolutions:
        return "convolutional"
    return (
        "fully connected" if sum(isinstance(layer, keras.layers.Dense) for layer in layers) > 1 else "other"
    )


def _feature_layer(layers: list[keras.Layer], receiver: keras.Layer) -> str:
    """Name the last layer before the receiver that is no dropout; `image` where there is none."""
    before = layers[: layers.index(receiver)]
    names = [layer.name for layer in before if not isinstance(layer, keras.layers.Dropout)]
    return names[-1] if names else "image"


def _layer(layer: keras.Layer, total: int) -> Layer:
    activation = getattr(getattr(layer, "activation", None), "__name__", "linear")
    return Layer(
        name=layer.name,
        operation=_operation(layer),
        details=_details(layer),
        activation=_ACTIVATIONS.get(activation, activation),
        output_shape=tuple(layer.output.shape[1:]),
        parameters=layer.count_params(),
        share=layer.count_params() / total,
    )


def _operation(layer: keras.Layer) -> str:
    """Put the name of the layer's type into words: `BatchNormalization` → `Batch normalization`."""
    if type(layer) is keras.layers.Conv2D:
        return "Convolution"
    name = type(layer).__name__.removesuffix("2D")
    return re.sub(r"(?<=[a-z])([A-Z])(?=[a-z])", lambda match: f" {match[1].lower()}", name)


def _details(layer: keras.Layer) -> str:
    """Say kernel, padding and stride, or the rate of a dropout; nothing of other layers."""
    match layer:
        case keras.layers.Conv2D():
            stride = f", stride {layer.strides[0]}" if max(layer.strides) > 1 else ""
            return f"{_size(layer.kernel_size)}, {layer.padding} padding{stride}"
        case keras.layers.MaxPooling2D() | keras.layers.AveragePooling2D():
            return _size(layer.pool_size)
        case keras.layers.Dropout():
            return f"{layer.rate:.0%}"
    return ""


def _size(sides: tuple[int, ...]) -> str:
    return " × ".join(map(str, sides))
