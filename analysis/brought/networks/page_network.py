"""A network as a page runs it: a script with its steps, its weights as whole numbers of 16 bits, and how it takes images.

One float32 scale per output channel keeps logits within 1e-3 of the network's own; whole numbers of 8 bits do not, nor does
float16.  The file is read without Keras, so that a render may do it, too.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.network_use import ArrayUse, NetworkUse
from analysis.bundle.record import Omitted, present
from analysis.models.steps import NoStepsError, Step, Steps, steps_of

LARGEST, MOST_MULTIPLICATIONS = 2_000_000, 50_000_000
"""Bytes of the weights, and multiplications for one image: about a third of a second on a phone."""
WHOLE = 2**15 - 1
PLAIN = {"0-1": (255, 0), "0-255": (1, 0), "-1-1": (127.5, 1), "-0.5-0.5": (255, 0.5)}
"""Grey values are divided by the first, and the second is subtracted."""

NO_NETWORK = "no network was given"
NOT_PUBLISHED = "the network itself is not published"
OTHER_LAYERS = "the network has layers that a page does not know"
IN_COLOUR = "the network takes images in colour"
OTHER_FORM = "the network takes images in another form than grey values of one size"
MORE_OUTPUTS = "the network has outputs for more classes than the data"
TOO_LARGE = "the network is too large for a page: above 2 MB of weights, or 50 million multiplications"

Numbers = NDArray[np.float32]


class NotInPageError(Exception):
    """Why no page runs a network, as a clause."""


def noted(bundle: Bundle, network: bytes | None) -> Bundle:
    """Return the bundle with the reason why no page runs its network, if there is one."""
    against = None
    try:
        script(bundle, network)
    except NotInPageError as error:
        against = Omitted(reason=str(error))
    findings = bundle.findings.model_copy(update={"page_network": against})
    return bundle.model_copy(update={"findings": findings})


def script_or_none(bundle: Bundle, network: bytes | None) -> bytes | None:
    """Write the network as a script, if a page can run it."""
    with suppress(NotInPageError):
        return script(bundle, network)
    return None


def script(bundle: Bundle, network: bytes | None) -> bytes:
    """Write the network of a bundle, the content of its `.keras` file, as a script.  Raises NotInPageError."""
    if bundle.provenance.model_sha256 is None:
        raise NotInPageError(NO_NETWORK)
    if network is None:
        raise NotInPageError(NOT_PUBLISHED)
    taken = _taken(bundle)
    try:
        steps = steps_of(network)
    except NoStepsError as error:
        raise NotInPageError(OTHER_LAYERS) from error
    classes = len(bundle.classes.names)
    _refuse(steps.outputs != classes and not (steps.outputs == 1 and classes == 2), MORE_OUTPUTS)
    _refuse(2 * steps.parameters > LARGEST or steps.multiplications > MOST_MULTIPLICATIONS, TOO_LARGE)
    held = taken | {
        "probabilities": not steps.softmax_removed and _gives_probabilities(bundle),
        "steps": [_step(step) for step in _of_image(steps, taken)],
    }
    return f'"use strict";\n\nglobalThis.networkSteps = {json.dumps(held, separators=(",", ":"))};\n'.encode()


def _refuse(is_so: object, reason: str) -> None:
    if is_so:
        raise NotInPageError(reason)


def _taken(bundle: Bundle) -> dict[str, Any]:
    """Say how the network takes the images of the report: in which margins, times which factor, plus which offset."""
    images, source = present(bundle.images), bundle.provenance.model_source
    arrays, use = present(bundle.findings.array_use), present(bundle.findings.network_use)
    if images is None:
        raise NotInPageError(OTHER_FORM)
    shape = images.height, images.width
    if arrays:
        return _of_arrays(arrays, shape)
    if use:
        return _of_file(use, shape)
    _refuse(source in {"notebook", "file"}, OTHER_FORM)  # an older bundle does not tell
    return _affine(shape, shape, 1 / 255, 0)


def _of_arrays(use: ArrayUse, shape: tuple[int, int]) -> dict[str, Any]:
    _refuse(use.channels or 3 in {use.shape[0], use.shape[-1]}, IN_COLOUR)
    _refuse(prod(use.shape) != prod(shape), OTHER_FORM)
    return _affine(shape, shape, (use.full - use.zero) / 255, use.zero)


def _of_file(use: NetworkUse, shape: tuple[int, int]) -> dict[str, Any]:
    _refuse(use.channels != 1, IN_COLOUR)
    _refuse(use.output_of, MORE_OUTPUTS)
    _refuse(use.transposed or use.size == "resized", OTHER_FORM)
    size = use.height, use.width
    sign, start = (-1, 255) if use.inverted else (1, 0)
    if use.values in PLAIN:
        by, less = PLAIN[use.values]
        return _affine(shape, size, sign / by, start / by - less)
    if use.moments is None:  # of each image on its own, or of an older bundle
        raise NotInPageError(OTHER_FORM)
    mean, deviation = use.moments.array().astype(np.float64).reshape(2, -1)
    factor = sign / np.where(deviation > 0, deviation, 1)
    return _affine(shape, size, factor, -mean * factor)  # inverted, the mean is, too


def _affine(shape: tuple[int, int], size: tuple[int, int], factor: Any, offset: Any) -> dict[str, Any]:  # noqa: ANN401  # as NumPy
    """Lay images of `shape` into those of `size`, as `way_in.sized` does, and change their values."""
    spare = [after - before for before, after in zip(shape, size, strict=True)]
    margins = [
        side for each in spare for side in ((each // 2, each - each // 2) if each >= 0 else _cut(each))
    ]
    scale, shift = (np.atleast_1d(np.asarray(each, np.float32)) for each in (factor, offset))
    return {"shape": shape, "margins": margins, "scale": _packed(scale), "offset": _packed(shift)}


def _cut(spare: int) -> tuple[int, int]:
    before = -spare // 2
    return -before, spare + before


def _gives_probabilities(bundle: Bundle) -> bool:
    use = present(bundle.findings.network_use) or present(bundle.findings.array_use)
    return use is not None and use.outputs in {"probabilities", "sigmoids"}


def _of_image(steps: Steps, taken: Mapping[str, Any]) -> list[Step]:
    """Return the steps, from an image of one channel on: what a network takes as rows or as a vector is one, too."""
    (height, width), (above, below, left, right) = taken["shape"], taken["margins"]
    image = height + above + below, width + left + right, 1
    _refuse(prod(steps.input_shape) != prod(image), OTHER_FORM)
    first = Step("reshaping", (0,), steps.input_shape)
    if steps.input_shape == image:
        return list(steps.steps)
    moved = [
        Step(each.kind, tuple(place + 1 for place in each.inputs), each.shape, each.weights, each.settings)
        for each in steps.steps
    ]
    return [first, *moved]


def _step(step: Step) -> dict[str, Any]:
    kernel = step.weights.get("kernel")
    window = {"size": kernel.shape[:2]} if kernel is not None and step.kind != "dense" else {}
    return {
        "kind": step.kind,
        "inputs": step.inputs,
        "shape": step.shape,
        "settings": {**step.settings, **window},
        "weights": {
            name: _whole(each, step) if name == "kernel" else _packed(each)
            for name, each in step.weights.items()
        },
    }


def _whole(kernel: Numbers, step: Step) -> dict[str, Any]:
    """Pack a kernel as whole numbers, with the scale of each output channel, the last axis."""
    flat = kernel.reshape(-1, step.shape[-1]).astype(np.float64)
    scale = (np.abs(flat).max(axis=0) / WHOLE).astype(np.float32)
    whole = (flat / np.where(scale > 0, scale, 1)).round().clip(-WHOLE, WHOLE).astype(np.int16)
    return {**_packed(whole), "scale": _packed(scale)}


def _packed(array: NDArray[Any]) -> dict[str, Any]:
    little = array.astype(array.dtype.newbyteorder("<"))
    return {"dtype": array.dtype.name, "data": b64encode(little.tobytes()).decode()}
