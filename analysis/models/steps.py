"""A network as one list of plain steps, read from a `.keras` file without Keras.

Whoever knows the dozen kinds of step can apply a network: NumPy does (`plain_inference.py`), and so can a script in a page.
Of a file nothing is executed; a network with another layer has no steps.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from math import ceil, prod
from pathlib import Path
from typing import Any, Literal, NamedTuple

import h5py
import numpy as np
from numpy.typing import NDArray

from analysis.models import keras_archive
from analysis.system.errors import ModelError

Floats = NDArray[np.float32]
Shape = tuple[int, ...]
Config = dict[str, Any]
Kind = Literal[
    "convolution",
    "depthwise convolution",
    "dense",
    "max pooling",
    "average pooling",
    "global max pooling",
    "global average pooling",
    "scaling",
    "activation",
    "padding",
    "reshaping",
    "addition",
    "concatenation",
]

# Layers that change nothing once a network is trained.
OF_TRAINING = {
    "ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout", "GaussianNoise", "Identity", "RandomContrast",
    "RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom", "SpatialDropout2D",
}  # fmt: skip
# Activations by the name that Keras has for the function: that of the step, and its settings.
ACTIVATIONS: dict[str, tuple[str, dict[str, float]]] = {
    "relu": ("relu", {}),
    "relu6": ("relu", {"most": 6}),
    "leaky_relu": ("relu", {"slope": 0.2}),
    "elu": ("elu", {"alpha": 1}),
    "selu": ("selu", {}),
    "sigmoid": ("sigmoid", {}),
    "hard_sigmoid": ("hard sigmoid", {}),
    "tanh": ("tanh", {}),
    "silu": ("silu", {}),
    "hard_silu": ("hard silu", {}),
    "gelu": ("gelu", {}),
    "softplus": ("softplus", {}),
    "softmax": ("softmax", {}),
    "log_softmax": ("log softmax", {}),
}
# Functions that may stand in a network without a layer, by the name of Keras' operation.
FUNCTIONS = {"Relu": "relu", "Relu6": "relu6", "Silu": "silu", "Sigmoid": "sigmoid", "Tanh": "tanh"}
COARSER = {"bfloat16", "float16", "mixed_bfloat16", "mixed_float16"}
# Keras' own, against a division by 0.
EPSILON = 1e-7


class NoStepsError(ModelError):
    """A network that cannot be told as steps: the sentence says why."""


@dataclass(frozen=True, eq=False)
class Step:
    """One operation on images of (height, width, channels), or on vectors.

    | kind | inputs | weights | settings |
    | --- | --- | --- | --- |
    | convolution | 1 | kernel (kh, kw, c / groups, k), bias (k) | strides, dilation, padding, groups |
    | depthwise convolution | 1 | kernel (kh, kw, c, m), bias (c·m); output channel c·m + j | strides, dilation, padding |
    | dense | 1 | kernel (c, k), bias (k); along the last axis | |
    | max, average pooling | 1 | | size, strides, padding; what is padded counts for neither |
    | global max, average pooling | 1 | | |
    | scaling | 1 | scale (c), offset (c): x · scale + offset along the last axis | |
    | activation | 1 | | function; and slope, most, threshold of relu where they are not 0, none, 0: slope · (x - threshold) up to the threshold, above it x or the most; alpha of elu |
    | padding | 1 | | padding: zeros |
    | reshaping | 1 | | |
    | addition | 2 or more, of one shape | | |
    | concatenation | 2 or more | | axis, 0 for the height |

    A padding is (above, below, left, right), in pixels; it never follows from the size of an image, nor does anything else.
    The kernels are correlated with the image, not turned around.
    """

    kind: Kind
    inputs: tuple[int, ...]
    """Places of what it takes: 0 is the image, n what the nth step gives, counted from 1."""
    shape: Shape
    """Of what it gives for one image."""
    weights: Mapping[str, Floats] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Steps:
    """A network: its steps in an order in which they can be taken.  The last one gives the scores."""

    input_shape: Shape
    """Of one image, without the batch axis."""
    input_dtype: str
    """Of the values that the network takes; the steps compute in float32."""
    steps: tuple[Step, ...]
    softmax_removed: bool
    """Whether the scores are logits of which the network in the file gives the softmax."""
    single_precision: bool
    """Whether the network in the file computes in float32, too; with bfloat16 it rounds more coarsely."""

    @property
    def outputs(self) -> int:
        """How many scores there are for one image."""
        return prod(self.shapes[-1])

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes of all places, that of the image first."""
        return self.input_shape, *(step.shape for step in self.steps)

    @property
    def parameters(self) -> int:
        """How many numbers all weights are."""
        return sum(each.size for step in self.steps for each in step.weights.values())

    @property
    def multiplications(self) -> int:
        """How many multiplications by weights one image takes."""
        return sum(
            kernel.size * (1 if step.kind == "dense" and len(step.shape) == 1 else prod(step.shape[:-1]))
            for step in self.steps
            if (kernel := step.weights.get("kernel")) is not None
        )


def steps_of(network: Path | bytes, shape: Shape | None = None) -> Steps:
    """Read the steps of a `.keras` file or of its content; a side that the network leaves open is taken from `shape`.

    Raises NoStepsError for a network of other layers, and for whatever is no sound file of Keras 3.
    """
    path = network if isinstance(network, Path) else Path("model.keras")
    with _explained(path):
        content = BytesIO(network) if isinstance(network, bytes) else network
        if version := keras_archive.version_of(content):
            raise NoStepsError(f"Expected a network of Keras 3 in {path}, found one of Keras {version}.")
        with zipfile.ZipFile(content) as archive, keras_archive.weights_file(archive, path) as file:
            config = keras_archive.config_of(archive, path)
            return _read(config, keras_archive.stored(file, path), shape)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn whatever a file raises into a NoStepsError."""
    try:
        yield
    except NoStepsError:
        raise
    except ModelError as error:
        raise NoStepsError(str(error)) from error
    except (Exception, RecursionError) as error:
        raise NoStepsError(
            f"Expected a network of plain layers in {path}, found “{type(error).__name__}: {str(error)[:200]}”."
        ) from error


def _read(config: Config, stored: Mapping[str, h5py.Dataset], shape: Shape | None) -> Steps:
    writer = _Writer(stored)
    kind, inner = _kind(config), config["config"]
    first = inner["layers"][0]
    declared = inner.get("build_input_shape")
    dtype = "float32"
    if _kind(first) == "InputLayer":
        declared, dtype = first["config"]["batch_shape"], first["config"]["dtype"]
    given = _completed(declared[1:], shape)
    writer.shapes.append(given)
    writer.note_precision(dtype)
    last = writer.network(kind, inner, "layers", 0)
    if last != len(writer.steps) or last == 0:
        raise NoStepsError("Expected a network whose last layer gives the scores, found one without layers.")
    softmax = writer.steps[-1].settings.get("function") == "softmax"
    steps = writer.steps[:-1] if softmax else writer.steps
    return Steps(given, dtype, tuple(steps), softmax, writer.single_precision)


def _completed(declared: Iterable[int | None], shape: Shape | None) -> Shape:
    sides = tuple(declared)
    if None in sides and shape and len(shape) == len(sides):
        sides = tuple(own or side for own, side in zip(sides, shape, strict=True))
    if None in sides:
        raise NoStepsError(f"Expected a network for images of one size, found one for {sides}.")
    return tuple(int(side) for side in sides if side is not None)


def _kind(entry: Config) -> str:
    """Return the kind of a layer, if it is one of Keras' own."""
    kind, registered = entry["class_name"], entry.get("registered_name")
    if not re.match(r"keras(\.|$)", entry["module"]) or registered not in {None, kind}:
        raise NoStepsError(f"Expected layers of Keras alone, found one of another kind, {str(kind)[:80]}.")
    return str(kind)


class _Part(NamedTuple):
    """What a layer does, in one of its steps."""

    kind: Kind
    shape: Shape
    weights: dict[str, Floats] = {}  # noqa: RUF012  # of a named tuple, never changed
    settings: dict[str, Any] = {}  # noqa: RUF012  # as above


@dataclass(frozen=True)
class _Layer:
    """A layer of one call: what it is, holds and is given."""

    kind: str
    config: Config
    weights: tuple[Floats, ...]
    shapes: tuple[Shape, ...]

    @property
    def shape(self) -> Shape:
        """The shape of its only input."""
        (found,) = self.shapes
        return found


class _Writer:
    """The steps as they are found, and the shapes of their places."""

    def __init__(self, stored: Mapping[str, h5py.Dataset]) -> None:
        self.steps: list[Step] = []
        self.shapes: list[Shape] = []
        self.single_precision = True
        self._stored = stored

    def network(self, kind: str, inner: Config, folder: str, place: int) -> int:
        """Write a network, or one within another, of which the weights are in `folder`; return the place of its output."""
        layers = _Layers(inner["layers"], folder)
        if kind == "Sequential":
            for entry in inner["layers"]:
                place = self._call(entry, layers, (place,))
            return place
        if kind in {"Functional", "Model"}:
            return self._functional(inner, layers, place)
        raise NoStepsError(f"Expected a sequential or functional network, found {kind[:80]}.")

    def _functional(self, inner: Config, layers: _Layers, place: int) -> int:
        """Follow the calls from the output back to the input."""
        entries = {entry["name"]: entry for entry in inner["layers"]}
        (begin,), (end,) = _ends(inner["input_layers"]), _ends(inner["output_layers"])
        places = {begin: place}

        def place_of(call: tuple[str, int]) -> int:
            if call not in places:
                name, number = call
                given = _arguments(entries[name]["inbound_nodes"][number])
                places[call] = self._call(entries[name], layers, tuple(map(place_of, given)))
            return places[call]

        return place_of(end)

    def _call(self, entry: Config, layers: _Layers, places: tuple[int, ...]) -> int:
        """Write one call of a layer, and return the place of what it gives."""
        if len(self.steps) > keras_archive.MOST_LAYERS or not places:
            raise NoStepsError(f"Expected at most {keras_archive.MOST_LAYERS:,} layers, each with an input.")
        kind, config = _kind(entry), entry["config"]
        if kind in {"Sequential", "Functional"}:
            return self.network(kind, config, f"{layers.folder(entry)}/layers", *places)
        if kind in OF_TRAINING or kind == "InputLayer":
            (place,) = places
            return place
        self.note_precision(config.get("dtype", "float32"))
        layer = _Layer(
            kind, config, self._weights(layers.folder(entry), config), tuple(self.shapes[n] for n in places)
        )
        for part in _parts(layer):
            if prod(part.shape) > keras_archive.MOST_OUTPUTS or min(part.shape) < 1:
                raise NoStepsError(
                    f"Expected layers with outputs, and of sane size, found one of {part.shape}."
                )
            self.steps.append(Step(part.kind, places, part.shape, part.weights, part.settings))
            self.shapes.append(part.shape)
            places = (len(self.steps),)
        (place,) = places
        return place

    def note_precision(self, dtype: str | Config) -> None:
        """Note whether something computes more coarsely; refuse what computes in other numbers."""
        name = dtype if isinstance(dtype, str) else dtype["config"]["name"]
        if name not in {"float32", "uint8", *COARSER}:
            raise NoStepsError(f"Expected layers that compute in float32, found one in {str(name)[:80]}.")
        self.single_precision &= name not in COARSER

    def _weights(self, folder: str, config: Config) -> tuple[Floats, ...]:
        """Return the weights of a layer in their order."""
        numbers = (f"{folder}/vars/{number}" for number in range(9))
        found = [self._stored[name] for name in numbers if name in self._stored]
        if found and found[0].parent.attrs.get("name", config["name"]) != config["name"]:
            raise NoStepsError("Expected weights under the names of the layers, found others.")
        if any(each.dtype.kind not in "fiu" for each in found):
            raise NoStepsError("Expected weights in float32, found others.")
        return tuple(np.asarray(each[()], np.float32) for each in found)


class _Layers:
    """Where the weights of the layers of one network are: by their kinds, numbered in order."""

    def __init__(self, entries: Iterable[Config], folder: str) -> None:
        counts: Counter[str] = Counter()
        self._folders: dict[str, str] = {}
        for entry in entries:
            kind = _snake(entry["class_name"])
            number = f"_{counts[kind]}" if counts[kind] else ""
            counts[kind] += 1
            self._folders[entry["config"]["name"]] = f"{folder}/{kind}{number}"

    def folder(self, entry: Config) -> str:
        return self._folders[entry["config"]["name"]]


def _snake(kind: str) -> str:
    """Write the name of a kind as `keras.src.utils.naming.to_snake_case` does: MaxPooling2D → max_pooling2d."""
    apart = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", kind))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", apart).lower()


def _ends(value: Any) -> list[tuple[str, int]]:  # noqa: ANN401  # JSON
    """Return the calls that give the inputs or the outputs of a network: `[name, 0, 0]`, or several of these."""
    match value:
        case [str(name), int(call), 0]:
            return [(name, call)]
        case list():
            return [end for each in value for end in _ends(each)]
        case dict():
            return [end for each in value.values() for end in _ends(each)]
    raise NoStepsError("Expected one output of each layer, found a network of another form.")


def _arguments(call: Config) -> list[tuple[str, int]]:
    """Return the calls that give what this call takes."""
    further = {name for name, value in call.get("kwargs", {}).items() if value is not None}
    if further - {"training"}:  # whoever applies the network as a whole decides on that
        raise NoStepsError("Expected calls of layers with images alone, found further arguments.")
    return [end for value in call["args"] for end in _tensors(value)]


def _tensors(value: Any) -> list[tuple[str, int]]:  # noqa: ANN401  # JSON
    match value:
        case {"class_name": "__keras_tensor__", "config": {"keras_history": [str(name), int(call), 0]}}:
            return [(name, call)]
        case list():
            return [tensor for each in value for tensor in _tensors(each)]
    raise NoStepsError("Expected calls of layers with images alone, found further arguments.")


def _parts(layer: _Layer) -> Iterator[_Part]:
    """Yield what a layer does, and then its activation."""
    if layer.kind not in LAYERS:
        raise NoStepsError(f"Expected layers of the usual kinds, found {layer.kind[:80]}.")
    if layer.config.get("data_format", "channels_last") != "channels_last":
        raise NoStepsError("Expected images with their channels last, found them first.")
    shape = layer.shapes[0]
    for part in LAYERS[layer.kind](layer):
        yield part
        shape = part.shape
    if layer.kind != "Activation" and (activation := layer.config.get("activation")):
        yield from _activation(activation, shape)


def _activation(named: str | Config, shape: Shape) -> Iterator[_Part]:
    """Yield an activation that a layer names, or has within it as a layer; the linear one is none."""
    if not isinstance(named, str):
        yield from _parts(_Layer(_kind(named), named["config"], (), (shape,)))
    elif named in ACTIVATIONS:
        function, settings = ACTIVATIONS[named]
        yield _Part("activation", shape, {}, {"function": function, **settings})
    elif named != "linear":
        raise NoStepsError(f"Expected one of the usual activations, found {named[:80]}.")


def _of_activation(layer: _Layer) -> Iterator[_Part]:
    return _activation(layer.config["activation"], layer.shape)


def _function(layer: _Layer) -> Iterator[_Part]:
    return _activation(FUNCTIONS[layer.kind], layer.shape)


def _relu(layer: _Layer) -> Iterator[_Part]:
    config = layer.config
    named = {"slope": "negative_slope", "most": "max_value", "threshold": "threshold"}
    settings = {ours: config[theirs] for ours, theirs in named.items() if config.get(theirs)}
    yield _Part("activation", layer.shape, {}, {"function": "relu", **settings})


def _elu(layer: _Layer) -> Iterator[_Part]:
    yield _Part("activation", layer.shape, {}, {"function": "elu", "alpha": layer.config["alpha"]})


def _softmax(layer: _Layer) -> Iterator[_Part]:
    _expect(layer.config["axis"] in {-1, len(layer.shape)}, "a softmax over the last axis")
    return _activation("softmax", layer.shape)


def _expect(condition: object, what: str) -> None:
    if not condition:
        raise NoStepsError(f"Expected {what}, found another one.")


def _convolution(layer: _Layer) -> Iterator[_Part]:
    config, (height, width, channels) = layer.config, layer.shape
    kernel, bias = _kernel_and_bias(
        layer, (*config["kernel_size"], channels // config["groups"], config["filters"])
    )
    settings = _sliding(layer, kernel.shape[:2], config["dilation_rate"])
    size = _slid((height, width), kernel.shape[:2], settings)
    yield _Part(
        "convolution",
        (*size, len(bias)),
        {"kernel": kernel, "bias": bias},
        {**settings, "groups": config["groups"]},
    )


def _depthwise(layer: _Layer) -> Iterator[_Part]:
    config, (height, width, channels) = layer.config, layer.shape
    kernel, bias = _kernel_and_bias(layer, (*config["kernel_size"], channels, config["depth_multiplier"]))
    settings = _sliding(layer, kernel.shape[:2], config["dilation_rate"])
    size = _slid((height, width), kernel.shape[:2], settings)
    yield _Part("depthwise convolution", (*size, len(bias)), {"kernel": kernel, "bias": bias}, settings)


def _dense(layer: _Layer) -> Iterator[_Part]:
    kernel, bias = _kernel_and_bias(layer, (layer.shape[-1], layer.config["units"]))
    yield _Part("dense", (*layer.shape[:-1], len(bias)), {"kernel": kernel, "bias": bias})


def _kernel_and_bias(layer: _Layer, shape: Shape) -> tuple[Floats, Floats]:
    """Return both in the shapes that they must have; without a bias, zeros."""
    outputs = shape[-1] if layer.kind != "DepthwiseConv2D" else shape[-1] * shape[-2]
    shapes = [shape, (outputs,)] if layer.config["use_bias"] else [shape]
    right = [each.shape for each in layer.weights] == shapes
    _expect(right and not layer.config.get("quantization_config"), "weights as a layer declares them")
    return layer.weights[0], (*layer.weights[1:], np.zeros(outputs, np.float32))[0]


def _pooling(layer: _Layer) -> Iterator[_Part]:
    size: Shape = tuple(layer.config["pool_size"])
    settings = _sliding(layer, size, (1, 1))
    settings.pop("dilation")
    kind: Kind = "max pooling" if layer.kind == "MaxPooling2D" else "average pooling"
    sides = _slid((layer.shape[0], layer.shape[1]), size, settings)
    yield _Part(kind, (*sides, layer.shape[2]), {}, {"size": size, **settings})


def _sliding(layer: _Layer, size: Shape, dilation: Iterable[int]) -> dict[str, Any]:
    """Say how a window goes over an image, with the padding in pixels."""
    strides, rates = tuple(layer.config["strides"]), tuple(dilation)
    _expect(layer.config["padding"] in {"same", "valid"}, "padding that is same or valid")
    margins = [0, 0, 0, 0]
    if layer.config["padding"] == "same":
        margins = [
            margin
            for side, window, stride, rate in zip(layer.shape[:2], size, strides, rates, strict=True)
            for margin in _margins(side, (window - 1) * rate + 1, stride)
        ]
    return {"strides": strides, "dilation": rates, "padding": tuple(margins)}


def _margins(side: int, window: int, stride: int) -> tuple[int, int]:
    """Return how much TensorFlow pads before and behind, so that nothing but strides makes an image smaller."""
    total = max((ceil(side / stride) - 1) * stride + window - side, 0)
    return total // 2, total - total // 2


def _slid(sides: tuple[int, int], size: Shape, settings: Mapping[str, Any]) -> Shape:
    """Return how often a window fits into an image, along both axes."""
    padding, rates = settings["padding"], settings.get("dilation", (1, 1))
    return tuple(
        (side + padding[2 * axis] + padding[2 * axis + 1] - (size[axis] - 1) * rates[axis] - 1)
        // settings["strides"][axis]
        + 1
        for axis, side in enumerate(sides)
    )


def _global_pooling(layer: _Layer) -> Iterator[_Part]:
    _, _, channels = layer.shape
    kind: Kind = "global max pooling" if layer.kind == "GlobalMaxPooling2D" else "global average pooling"
    yield _Part(kind, (1, 1, channels) if layer.config["keepdims"] else (channels,))


def _batch_normalization(layer: _Layer) -> Iterator[_Part]:
    config = layer.config
    _expect(config["axis"] in {-1, len(layer.shape)}, "a batch normalisation of the channels")
    given = list(layer.weights)
    factor = given.pop(0) if config["scale"] else np.ones(1)
    shift = given.pop(0) if config["center"] else np.zeros(1)
    mean, variance = given
    yield _scaling(layer, mean, np.sqrt(variance.astype(np.float64) + config["epsilon"]), factor, shift)


def _normalization(layer: _Layer) -> Iterator[_Part]:
    config = layer.config
    _expect(
        config["axis"] in ([], [-1], [len(layer.shape)]) and not config["invert"],
        "a normalisation of the channels",
    )
    mean, variance = (config["mean"], config["variance"]) if config["mean"] is not None else layer.weights[:2]
    deviation = np.maximum(np.sqrt(np.asarray(variance, np.float64)), EPSILON)
    yield _scaling(layer, mean, deviation, 1, 0)


def _rescaling(layer: _Layer) -> Iterator[_Part]:
    scale = np.asarray(layer.config["scale"], np.float64)
    yield _scaling(layer, 0, 1, scale, layer.config["offset"])


def _scaling(layer: _Layer, mean: object, deviation: object, factor: object, shift: object) -> _Part:
    """(x - mean) / deviation · factor + shift as x · scale + offset, for each channel."""
    mean, deviation, factor, shift = (
        np.broadcast_to(np.asarray(each, np.float64).reshape(-1), layer.shape[-1:])
        for each in (mean, deviation, factor, shift)
    )
    scale = factor / deviation
    weights = {"scale": scale.astype(np.float32), "offset": (shift - mean * scale).astype(np.float32)}
    return _Part("scaling", layer.shape, weights)


def _padding(layer: _Layer) -> Iterator[_Part]:
    (above, below), (left, right) = layer.config["padding"]
    height, width, channels = layer.shape
    shape = (height + above + below, width + left + right, channels)
    yield _Part("padding", shape, {}, {"padding": (above, below, left, right)})


def _reshaping(layer: _Layer) -> Iterator[_Part]:
    numbers = prod(layer.shape)
    target = tuple(layer.config.get("target_shape", (numbers,)))
    known = prod(side for side in target if side != -1)
    shape = tuple(numbers // known if side == -1 else side for side in target)
    _expect(prod(shape) == numbers, "a new shape of as many numbers")
    yield _Part("reshaping", shape)


def _addition(layer: _Layer) -> Iterator[_Part]:
    _expect(len(layer.shapes) > 1 and len(set(layer.shapes)) == 1, "a sum of several equal shapes")
    yield _Part("addition", layer.shapes[0])


def _concatenation(layer: _Layer) -> Iterator[_Part]:
    first = layer.shapes[0]
    axis = layer.config["axis"]
    axis = axis - 1 if axis > 0 else axis + len(first)
    _expect(len(layer.shapes) > 1 and 0 <= axis < len(first), "a concatenation along an axis of the images")
    rest = {(*shape[:axis], *shape[axis + 1 :]) for shape in layer.shapes}
    _expect(
        len(rest) == 1 and len({len(shape) for shape in layer.shapes}) == 1,
        "a concatenation of fitting shapes",
    )
    side = sum(shape[axis] for shape in layer.shapes)
    yield _Part("concatenation", (*first[:axis], side, *first[axis + 1 :]), {}, {"axis": axis})


LAYERS: dict[str, Callable[[_Layer], Iterator[_Part]]] = {
    "Conv2D": _convolution,
    "DepthwiseConv2D": _depthwise,
    "Dense": _dense,
    "MaxPooling2D": _pooling,
    "AveragePooling2D": _pooling,
    "GlobalMaxPooling2D": _global_pooling,
    "GlobalAveragePooling2D": _global_pooling,
    "BatchNormalization": _batch_normalization,
    "Normalization": _normalization,
    "Rescaling": _rescaling,
    "ZeroPadding2D": _padding,
    "Flatten": _reshaping,
    "Reshape": _reshaping,
    "Add": _addition,
    "Concatenate": _concatenation,
    "Activation": _of_activation,
    "ReLU": _relu,
    "LeakyReLU": _relu,
    "ELU": _elu,
    "Softmax": _softmax,
    **dict.fromkeys(FUNCTIONS, _function),
}
