"""A network as a page runs it: a script with its steps, its weights as whole numbers of 16 bits, and how it takes images.

One float32 scale per output channel keeps logits within 1e-3 of the network's own; whole numbers of 8 bits do not, nor does
float16.  The file is read without Keras, so that a render may do it, too.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
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

NO_NETWORK = Omitted(reason="no network was given")
NOT_PUBLISHED = Omitted(reason="the network itself is not published")
OTHER_LAYERS = Omitted(reason="the network has layers that a page does not know")
IN_COLOUR = Omitted(reason="the network takes images in colour")
OTHER_FORM = Omitted(reason="the network takes images in another form than grey values of one size")
MORE_OUTPUTS = Omitted(reason="the network has outputs for more classes than the data")
TOO_LARGE = Omitted(
    reason="the network is too large for a page: above 2 MB of weights, or 50 million multiplications"
)

Numbers = NDArray[np.float32]


def noted(bundle: Bundle, network: bytes | None) -> Bundle:
    """Return the bundle with the reason why no page runs its network, if there is one."""
    found = script(bundle, network)
    against = found if isinstance(found, Omitted) else None
    findings = bundle.findings.model_copy(update={"page_network": against})
    return bundle.model_copy(update={"findings": findings})


def script_or_none(bundle: Bundle, network: bytes | None) -> bytes | None:
    """Write the network as a script, if a page can run it."""
    found = script(bundle, network)
    return None if isinstance(found, Omitted) else found


def script(bundle: Bundle, network: bytes | None) -> bytes | Omitted:
    """Write the network as a script, or say why there is none."""
    if bundle.provenance.model_sha256 is None:
        return NO_NETWORK
    if network is None:
        return NOT_PUBLISHED
    taken = _taken(bundle)
    if isinstance(taken, Omitted):
        return taken
    try:
        steps = steps_of(network)
    except NoStepsError:
        return OTHER_LAYERS
    classes = len(bundle.classes.names)
    if steps.outputs != classes and not (steps.outputs == 1 and classes == 2):
        return MORE_OUTPUTS
    if 2 * steps.parameters > LARGEST or steps.multiplications > MOST_MULTIPLICATIONS:
        return TOO_LARGE
    held = taken | {
        "probabilities": not steps.softmax_removed and _gives_probabilities(bundle),
        "steps": [_step(step) for step in _of_image(steps, taken)],
    }
    return f'"use strict";\n\nglobalThis.networkSteps = {json.dumps(held, separators=(",", ":"))};\n'.encode()


def _taken(bundle: Bundle) -> dict[str, Any] | Omitted:
    """Say how the network takes the images of the report: in which margins, times which factor, plus which offset."""
    images = present(bundle.images)
    if images is None:
        return OTHER_FORM
    shape = images.height, images.width
    if arrays := present(bundle.findings.array_use):
        return _of_arrays(arrays, shape)
    if bundle.provenance.model_source == "notebook":
        return OTHER_FORM
    use = present(bundle.findings.network_use)
    if use:
        return _of_file(use, shape)
    return _affine(shape, shape, 1 / 255, 0) if bundle.provenance.model_source != "file" else OTHER_FORM


def _of_arrays(use: ArrayUse, shape: tuple[int, int]) -> dict[str, Any] | Omitted:
    if use.channels or 3 in {use.shape[0], use.shape[-1]}:
        return IN_COLOUR
    if int(np.prod(use.shape)) != int(np.prod(shape)):
        return OTHER_FORM
    return _affine(shape, shape, (use.full - use.zero) / 255, use.zero)


def _of_file(use: NetworkUse, shape: tuple[int, int]) -> dict[str, Any] | Omitted:
    if not use.published:
        return NOT_PUBLISHED
    if use.channels != 1:
        return IN_COLOUR
    if use.output_of:
        return MORE_OUTPUTS
    if use.transposed or use.size == "resized":
        return OTHER_FORM
    size = use.height, use.width
    sign, start = (-1, 255) if use.inverted else (1, 0)
    if use.values in PLAIN:
        by, less = PLAIN[use.values]
        return _affine(shape, size, sign / by, start / by - less)
    if use.moments is None or not use.values.startswith("standardised"):
        return OTHER_FORM
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
