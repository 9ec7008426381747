"""A graph of ONNX as a table of its layers."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.training import Layer, Network

# `onnx` is an extra, so its records are Any here: a `ModelProto`, and what is in its graph.
Model = Any

OPERATIONS = {
    "Conv": "Convolution",
    "Gemm": "Dense",
    "MatMul": "Dense",
    "MaxPool": "Max pooling",
    "AveragePool": "Average pooling",
    "GlobalAveragePool": "Global average pooling",
    "BatchNormalization": "Batch normalization",
    "Relu": "ReLU",
}
# They hold numbers or shapes, and are no layers.
HIDDEN = {"Constant", "Identity", "Shape", "Cast"}


def inputs(model: Model) -> list[Any]:
    """Return the inputs that are no weights."""
    weights = {each.name for each in model.graph.initializer}
    return [each for each in model.graph.input if each.name not in weights]


def sides(value: Any) -> list[int | None]:  # noqa: ANN401  # see above
    """Return the shape of a value; None for a side that may be anything."""
    return [each.dim_value or None for each in value.type.tensor_type.shape.dim]


def element(value: Any) -> str:  # noqa: ANN401  # see above
    """Return the type of its numbers: `FLOAT`."""
    from onnx import TensorProto  # noqa: PLC0415

    return str(TensorProto.DataType.Name(value.type.tensor_type.elem_type))


def weights(model: Model) -> dict[str, int]:
    """Return how many numbers each array of weights holds; whole numbers are shapes, not weights."""
    from onnx import TensorProto  # noqa: PLC0415

    floats = {TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE}
    return {each.name: prod(each.dims) for each in model.graph.initializer if each.data_type in floats}


def parameters(model: Model) -> int:
    """Count all weights."""
    return sum(weights(model).values())


def shapes(model: Model) -> dict[str, tuple[int, ...]]:
    """Return the shape of what each node gives, without the batch axis; () where it is not known."""
    values = (*model.graph.value_info, *model.graph.output, *inputs(model))
    return {each.name: tuple(side or 1 for side in sides(each)[1:]) for each in values}


def widest(model: Model) -> int:
    """Return how many numbers the widest node gives for one image; what has no batch axis, for all of them."""
    images = sides(inputs(model)[0])[0]
    numbers = []
    for value in (*model.graph.value_info, *model.graph.output):
        first, *rest = sides(value) or [1]
        whole = first if first and first != images else 1
        numbers.append(whole * prod(side or 1 for side in rest))
    return max([*numbers, 1])


def without_softmax(model: Model) -> tuple[Model, bool]:
    """Take a final softmax off; say whether there was one."""
    graph = model.graph
    last = _maker(model, graph.output[0].name) if len(graph.output) == 1 else None
    if last is None or last.op_type != "Softmax":
        return model, False
    graph.output[0].name = last.input[0]
    graph.node.remove(last)
    kept = [each for each in graph.value_info if each.name != last.input[0]]
    del graph.value_info[:]
    graph.value_info.extend(kept)
    return model, True


def features(model: Model) -> str:
    """Name what the last node with a matrix of weights is given."""
    matrices = {each.name for each in model.graph.initializer if len(each.dims) > 1}
    name = model.graph.output[0].name
    while (node := _maker(model, name)) and not matrices & set(node.input):
        name = node.input[0] if node.input else ""
    given = [each for each in node.input if each not in matrices] if node else [name]
    return str(given[0])


def normalisation(model: Model) -> tuple[str, NDArray[np.float64], NDArray[np.float64]] | None:
    """Return what the first batch normalisation is given, by name, and its means and variances, (c,) each."""
    from onnx import numpy_helper  # noqa: PLC0415

    stored = {each.name: each for each in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "BatchNormalization" and {*node.input[3:5]} <= set(stored):
            mean, variance = (
                numpy_helper.to_array(stored[name]).astype(np.float64) for name in node.input[3:5]
            )
            return node.input[0], mean, variance
    return None


def until(model: Model, name: str) -> Model:
    """Return the graph with another output."""
    from onnx import ModelProto, TensorProto, helper  # noqa: PLC0415

    copy = ModelProto()
    copy.CopyFrom(model)
    del copy.graph.output[:]
    copy.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return copy


def describe(model: Model) -> Network:
    """List the nodes that are layers, with the weights that each of them uses first."""
    known = shapes(model)
    left = weights(model)
    counts = [sum(left.pop(name, 0) for name in node.input) for node in model.graph.node]
    nodes = [each for each in zip(model.graph.node, counts, strict=True) if each[0].op_type not in HIDDEN]
    layers = tuple(
        _layer(node, count, known, f"{node.op_type.lower()}_{place}")
        for place, (node, count) in enumerate(nodes)
    )
    given = features(model)
    names = {
        output: layer.name for (node, _), layer in zip(nodes, layers, strict=True) for output in node.output
    }
    return Network(
        input_shape=tuple(side or 1 for side in sides(inputs(model)[0])[1:]),
        layers=layers,
        parameters=parameters(model),
        feature_layer=names.get(given, "image"),
        features=prod(known.get(given, (1,))),
    )


def _maker(model: Model, name: str) -> Any | None:  # noqa: ANN401  # see above
    return next((node for node in model.graph.node if name in node.output), None)


def _layer(node: Any, count: int, known: dict[str, tuple[int, ...]], name: str) -> Layer:  # noqa: ANN401
    operation = OPERATIONS.get(node.op_type, node.op_type)
    return Layer(
        name=name,
        operation=operation,
        details=_kernel(node.attribute),
        activation="",
        output_shape=known.get(node.output[0], ()),
        parameters=count,
    )


def _kernel(attributes: Sequence[Any]) -> str:
    """Return the size of a kernel: `3 × 3`; empty where there is none."""
    return next((" × ".join(map(str, each.ints)) for each in attributes if each.name == "kernel_shape"), "")
