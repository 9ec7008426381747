"""The network that is asked: that of a site, or a file; its classes and the form of its images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.brought.networks import layouts, way_out
from analysis.brought.networks.layouts import Layout
from analysis.brought.networks.model_input_syntax import parse
from analysis.brought.networks.way_in import Affine, Preparation, grey
from analysis.bundle import Bundle, storage
from analysis.bundle.classes import ImageFormat
from analysis.bundle.network_use import ArrayUse, NetworkUse, Outputs
from analysis.bundle.record import Omitted, present
from analysis.models import plain_inference
from analysis.models.preprocessing import to_network
from analysis.models.steps import steps_of
from analysis.new_images.forms import Form, Images, NewImages
from analysis.run import runs
from analysis.statistics.probabilities import Probabilities
from analysis.system.errors import BundleError, ModelError
from analysis.system.model_input_words import OF_TRAINING_IMAGES

if TYPE_CHECKING:
    from analysis.brought.networks.reader import Reader

RESULTS = "results.json"
# Multiplications by weights that NumPy does while TensorFlow would start: 2,000 images for our own network.
BY_NUMPY = 2**33


class Asked(NamedTuple):
    """A network, the report on it, and what its images look like."""

    path: Path
    bundle: Bundle
    form: Form


class Answer(NamedTuple):
    """What the network says of one image."""

    number: int
    """Its place among all that were given, from 1."""
    name: str
    label: int
    """Index of the class."""
    answer: str
    confidence: float
    second: str
    second_confidence: float


def find(path: Path) -> Asked:
    """Look for the results beside the network: they name the classes, and say how images are prepared for it.

    Raises ModelError where one of both is missing, or they do not belong together.
    """
    if not path.is_file():
        raise ModelError(
            f"Expected a network at {path}, found none: make one with `digits-report build`, or name it with --model."
        )
    try:
        bundle = storage.read(path.parent / RESULTS)
    except BundleError as error:
        raise ModelError(
            f"Expected {RESULTS} beside {path}, which names the classes and says what the network takes, found none that "
            "can be read: name the network of a site, or make one with `digits-report build --model`."
        ) from error
    images = present(bundle.images)
    if images is None or runs.checksum(path.read_bytes()) != bundle.provenance.model_sha256:
        raise ModelError(
            f"Expected the network of {RESULTS} at {path}, found another one: name the network of a site with --model."
        )
    return Asked(path, bundle, _form(bundle, images, path))


def _form(bundle: Bundle, images: ImageFormat, path: Path) -> Form:
    """Say what images the network was shown.  Raises ModelError where the report does not know."""
    found, source = bundle.findings, bundle.provenance.model_source
    arrays, mnist = present(found.array_use), found.dataset.name == "mnist"
    ink, colour = images.polarity == "ink", images.channels == 3
    if source == "notebook" and arrays is None:
        said = found.array_use.reason if isinstance(found.array_use, Omitted) else "it is of an older version"
        raise ModelError(
            f"Expected a report that says what the network at {path} takes, found none ({said}): give its file to "
            "`digits-report build --model`, which finds that out."
        )
    if source == "file" and present(found.network_use) is None:
        raise ModelError(
            f"Expected a report that says what the network at {path} takes, found one of an older version: make it anew."
        )
    height, width = _size(arrays, (images.height, images.width)) if arrays else (images.height, images.width)
    return Form(height, width, ink, mnist, colour)


def _size(arrays: ArrayUse, shown: tuple[int, int]) -> tuple[int, int]:
    """Return height and width of the images that a notebook's network got; those of the report may be smaller."""
    match arrays.shape:
        case (height, width) | (height, width, 1 | 3) | (1 | 3, height, width):
            return height, width
        case (numbers,) if isqrt(numbers) ** 2 == numbers:
            return isqrt(numbers), isqrt(numbers)
    return shown


def answers(asked: Asked, new: NewImages) -> tuple[Answer, ...]:
    """Put the images to the network.  Starts TensorFlow where NumPy does not suffice.  Raises ModelError."""
    logits = _by_numpy(asked, new.images)
    if logits is None:
        logits = _by_keras(asked, new.images)
    found = Probabilities(np.zeros(len(logits), np.intp), logits)
    names, chosen, second = asked.bundle.classes.names, found.predicted, found.second
    shares = found.probabilities
    return tuple(
        Answer(number, name, int(label), names[label], float(row[label]), names[other], float(row[other]))
        for number, name, label, other, row in zip(
            new.numbers, new.names, chosen, second, shares, strict=True
        )
    )


class _Use(NamedTuple):
    """How a network is used: the shape of its input, what becomes of images for it, and what its outputs are."""

    shape: tuple[int, ...]
    prepare: Callable[[Images], NDArray[np.generic]]
    outputs: Outputs
    columns: tuple[int, ...] = ()


def _by_numpy(asked: Asked, images: Images) -> NDArray[np.float64] | None:
    """Return the logits (n, K) of a network of plain layers; None where Keras has to give them, or does so sooner."""
    try:
        network = steps_of(asked.path, (*asked.form.size, asked.form.channels))
        use = _use(asked, network.input_shape, network.input_dtype, softmax_removed=network.softmax_removed)
    except ModelError:
        return None  # Keras reads it, or says what is wrong with it
    fitting = (use.shape, network.outputs) == (network.input_shape, _outputs(asked))
    if not (fitting and network.single_precision) or len(images) * network.multiplications > BY_NUMPY:
        return None
    scores = plain_inference.apply(network, use.prepare(images))
    return way_out.of_classes(way_out.to_logits(scores, use.outputs), use.columns)


def _by_keras(asked: Asked, images: Images) -> NDArray[np.float64]:
    from analysis.models.file_limits import explained  # noqa: PLC0415  # it starts TensorFlow

    reader = _reader(asked)
    with explained(asked.path, "make a report of another network"):
        return reader.logits(images)


def _reader(asked: Asked) -> Reader:
    """Open the network, and use it as its report says.  Raises ModelError where that cannot be done again."""
    from analysis.brought.networks import reader  # it starts TensorFlow
    from analysis.brought.networks.opening import open_network  # noqa: PLC0415  # as above
    from analysis.models import keras_file

    if _is_ours(asked):
        return reader.OwnReader(keras_file.load(asked.path, asked.form.size, _outputs(asked)))
    network = open_network(asked.path, _outputs(asked))
    use = _use(asked, network.form.input_shape, network.form.dtype, softmax_removed=network.softmax_removed)
    return reader.BroughtReader(network.of_input(use.shape), use.prepare, use.outputs, use.columns)


def _is_ours(asked: Asked) -> bool:
    found = asked.bundle.findings
    return not (present(found.array_use) or present(found.network_use))


def _outputs(asked: Asked) -> int:
    use = present(asked.bundle.findings.network_use)
    return len(asked.bundle.classes.names) + (len(use.left_out) if use else 0)


def _use(asked: Asked, shape: Sequence[int | None], dtype: str, *, softmax_removed: bool) -> _Use:
    """Use a network of this input as its report says.  Raises ModelError where that cannot be done again."""
    found = asked.bundle.findings
    if _is_ours(asked):
        return _Use((*asked.form.size, 1), _as_ours, "logits")
    layout = layouts.fit(shape, asked.form.size, asked.form.channels)
    if arrays := present(found.array_use):
        outputs = "logits" if softmax_removed else arrays.outputs
        return _Use(layout.shape, _as_arrays(arrays, layout, dtype), outputs)
    use = found.network_use
    assert isinstance(use, NetworkUse)  # noqa: S101  # else it is ours
    if use.values in OF_TRAINING_IMAGES and use.moments is None:
        raise ModelError(
            f"Expected a report with the mean of the training images, which the network at {asked.path} needs, found one of "
            "an older version without: make it anew with `digits-report build --model`."
        )
    moments = tuple(use.moments.array().astype(np.float64)) if use.moments else None
    prepare = Preparation(layout, parse(use.name), dtype, moments)
    return _Use(layout.shape, prepare, "logits" if softmax_removed else use.outputs, use.output_of)


def _as_ours(images: Images) -> NDArray[np.generic]:
    return to_network(grey(images))


def _as_arrays(use: ArrayUse, layout: Layout, dtype: str) -> Affine:
    """Give new images to a network from a notebook in the form of its arrays."""
    ends = use.channels or (use,)
    zero, full = tuple(each.zero for each in ends), tuple(each.full for each in ends)
    return Affine(layout, zero, full, dtype)
