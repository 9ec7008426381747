"""A network applied with NumPy alone: what Keras would say, within 1e-4, without the seconds that TensorFlow takes to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, expit, log_softmax, softmax

from analysis.models.steps import Floats, Kind, Step, Steps

# Numbers that the windows of one batch may be together: 16 MB, which stays near the processor.
AT_ONCE = 2**22
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805


def apply(network: Steps, images: NDArray[np.generic]) -> Floats:
    """Return the scores, float32 (n, K), of images in the form of the network's input, (n, …)."""
    size = max(1, AT_ONCE // _widest(network))
    starts = range(0, max(len(images), 1), size)
    return np.concatenate([_batch(network, images[start : start + size]) for start in starts])


def _widest(network: Steps) -> int:
    """Return how many numbers the windows of one image are at most."""
    windows = [
        prod(step.shape[:2]) * prod(step.weights["kernel"].shape[:3])
        for step in network.steps
        if step.kind == "convolution"
    ]
    return max([*windows, *map(prod, network.shapes)])


def _batch(network: Steps, images: NDArray[np.generic]) -> Floats:
    places: list[Floats | None] = [images.astype(np.float32, copy=False)]
    last = {place: number for number, step in enumerate(network.steps) for place in step.inputs}
    for number, step in enumerate(network.steps):
        given = [found for place in step.inputs if (found := places[place]) is not None]
        places.append(STEPS[step.kind](step, *given))
        for place in step.inputs:
            if last[place] == number:
                places[place] = None  # nobody takes it any more
    found = places[-1]
    assert found is not None  # noqa: S101  # nothing comes after the last
    return found.reshape(len(images), -1)


def _padded(x: Floats, padding: tuple[int, int, int, int], value: float = 0) -> Floats:
    if not any(padding):
        return x
    above, below, left, right = padding
    return np.pad(x, ((0, 0), (above, below), (left, right), (0, 0)), constant_values=value)


def _seen(step: Step, x: Floats, size: tuple[int, int]) -> Iterator[Floats]:
    """Yield what each pixel of the window sees as it goes over the padded images: (n, h, w, c), row by row."""
    height, width, _ = step.shape
    (down, across), (far_down, far_across) = step.settings["strides"], step.settings.get("dilation", (1, 1))
    for row in range(0, size[0] * far_down, far_down):
        for column in range(0, size[1] * far_across, far_across):
            yield x[:, row : row + height * down : down, column : column + width * across : across][
                :, :height, :width
            ]


def _convolution(step: Step, x: Floats) -> Floats:
    kernel, groups = step.weights["kernel"], step.settings["groups"]
    x = _padded(x, step.settings["padding"])
    found = [
        np.concatenate(list(_seen(step, part, kernel.shape[:2])), axis=-1)
        @ weights.reshape(-1, weights.shape[-1])
        for part, weights in zip(np.split(x, groups, axis=-1), np.split(kernel, groups, axis=-1), strict=True)
    ]
    return np.concatenate(found, axis=-1) + step.weights["bias"]


def _depthwise(step: Step, x: Floats) -> Floats:
    kernel = step.weights["kernel"]
    x = _padded(x, step.settings["padding"])
    pixels = kernel.reshape(-1, *kernel.shape[2:])
    found = sum(
        seen[..., np.newaxis] * weights
        for seen, weights in zip(_seen(step, x, kernel.shape[:2]), pixels, strict=True)
    )
    return np.asarray(found).reshape(len(x), *step.shape) + step.weights["bias"]


def _dense(step: Step, x: Floats) -> Floats:
    return np.asarray(x @ step.weights["kernel"] + step.weights["bias"])


def _max_pooling(step: Step, x: Floats) -> Floats:
    x = _padded(x, step.settings["padding"], -np.inf)
    return reduce(np.maximum, _seen(step, x, step.settings["size"]))


def _average_pooling(step: Step, x: Floats) -> Floats:
    """Average what the window sees of the image itself."""
    size, padding = step.settings["size"], step.settings["padding"]
    inside = _padded(np.ones_like(x[:1, :, :, :1]), padding)
    total = sum(_seen(step, _padded(x, padding), size))
    return np.asarray(total / sum(_seen(step, inside, size)))


def _global_max(step: Step, x: Floats) -> Floats:
    return np.asarray(x.max(axis=(1, 2))).reshape(len(x), *step.shape)


def _global_average(step: Step, x: Floats) -> Floats:
    return np.asarray(x.mean(axis=(1, 2))).reshape(len(x), *step.shape)


def _scaling(step: Step, x: Floats) -> Floats:
    return x * step.weights["scale"] + step.weights["offset"]


def _padding(step: Step, x: Floats) -> Floats:
    return _padded(x, step.settings["padding"])


def _reshaping(step: Step, x: Floats) -> Floats:
    return x.reshape(len(x), *step.shape)


def _addition(step: Step, *given: Floats) -> Floats:
    del step
    return reduce(np.add, given)


def _concatenation(step: Step, *given: Floats) -> Floats:
    return np.concatenate(given, axis=step.settings["axis"] + 1)


def _activation(step: Step, x: Floats) -> Floats:
    return np.asarray(ACTIVATIONS[step.settings["function"]](step, x)).astype(np.float32, copy=False)


def _relu(step: Step, x: Floats) -> Floats:
    """Let what is below the threshold count by the slope alone, and nothing for more than the most."""
    slope, threshold = step.settings.get("slope", 0), np.float32(step.settings.get("threshold", 0))
    if not slope and not threshold:
        found = np.maximum(x, 0)
    else:
        found = np.where(x > threshold, x, np.float32(slope) * (x - threshold))
    return np.minimum(found, np.float32(step.settings["most"])) if "most" in step.settings else found


def _elu(x: Floats, alpha: float) -> Floats:
    return np.where(x > 0, x, np.float32(alpha) * np.expm1(np.minimum(x, 0)))


def _hard_sigmoid(x: Floats) -> Floats:
    return np.clip(x / 6 + np.float32(0.5), 0, 1)


ACTIVATIONS: dict[str, Callable[[Step, Floats], Floats]] = {
    "relu": _relu,
    "elu": lambda step, x: _elu(x, step.settings["alpha"]),
    "selu": lambda _, x: np.float32(SELU_SCALE) * _elu(x, SELU_ALPHA),
    "sigmoid": lambda _, x: np.asarray(expit(x)),
    "hard sigmoid": lambda _, x: _hard_sigmoid(x),
    "tanh": lambda _, x: np.tanh(x),
    "silu": lambda _, x: np.asarray(x * expit(x)),
    "hard silu": lambda _, x: x * _hard_sigmoid(x),
    "gelu": lambda _, x: np.asarray(x / 2 * (1 + erf(x / np.float32(np.sqrt(2))))),
    "softplus": lambda _, x: np.logaddexp(x, np.float32(0)),
    "softmax": lambda _, x: np.asarray(softmax(x, axis=-1)),
    "log softmax": lambda _, x: np.asarray(log_softmax(x, axis=-1)),
}
STEPS: dict[Kind, Callable[..., Floats]] = {
    "convolution": _convolution,
    "depthwise convolution": _depthwise,
    "dense": _dense,
    "max pooling": _max_pooling,
    "average pooling": _average_pooling,
    "global max pooling": _global_max,
    "global average pooling": _global_average,
    "scaling": _scaling,
    "activation": _activation,
    "padding": _padding,
    "reshaping": _reshaping,
    "addition": _addition,
    "concatenation": _concatenation,
}
