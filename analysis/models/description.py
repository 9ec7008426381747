"""A network as a table of its layers."""

from __future__ import annotations

import re
from math import prod

from analysis.bundle.training import Layer, Network
from analysis.models import inference
from analysis.models.backend import keras

_ACTIVATIONS = {"linear": "", "relu": "ReLU", "gelu": "GELU", "elu": "ELU", "selu": "SELU"}


def describe(model: keras.Model) -> Network:
    """List the layers, and name what the report calls the features: the input of the last layer with weights."""
    # Functions such as keras.ops.relu are operations, but no layers; a sequence has layers alone.
    operations = getattr(model, "operations", model.layers)
    layers = [layer for layer in operations if not isinstance(layer, keras.layers.InputLayer)]
    features = inference.last_weights(model)[1]
    return Network(
        input_shape=tuple(model.input_shape[1:]),
        layers=tuple(map(_layer, layers)),
        parameters=model.count_params(),
        feature_layer=_feature_layer(features),
        features=prod(side or 1 for side in features.shape[1:]),
    )


def _feature_layer(features: keras.KerasTensor) -> str:
    """Name the layer that gives the features, before any dropout; `image` where that is the image itself."""
    layer, inputs = inference.origin(features)
    while isinstance(layer, keras.layers.Dropout):
        layer, inputs = inference.origin(inputs[0])
    return str(layer.name) if inputs else "image"


def _parameters(layer: keras.Operation) -> int:
    return layer.count_params() if isinstance(layer, keras.Layer) else 0


def _layer(layer: keras.Layer) -> Layer:
    activation = getattr(getattr(layer, "activation", None), "__name__", "linear")
    return Layer(
        name=layer.name,
        operation=_operation(layer),
        details=_details(layer),
        activation=_ACTIVATIONS.get(activation, activation),
        output_shape=inference.output_shape(layer),
        parameters=_parameters(layer),
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
