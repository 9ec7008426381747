"""The network that is asked: that of a site, or a file; its classes and the form of its images."""

from __future__ import annotations

from math import isqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle, storage
from analysis.bundle.classes import ImageFormat
from analysis.bundle.network_use import ArrayUse, NetworkUse
from analysis.bundle.record import Omitted, present
from analysis.new_images.forms import Form, NewImages
from analysis.run import runs
from analysis.statistics.probabilities import Probabilities
from analysis.system.errors import BundleError, ModelError
from analysis.system.model_input_words import OF_TRAINING_IMAGES

if TYPE_CHECKING:
    from analysis.brought.networks.reader import Reader

RESULTS = "results.json"


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
    """Put the images to the network.  Starts TensorFlow.  Raises ModelError."""
    found = _probabilities(asked, new.images)
    names, chosen, second = asked.bundle.classes.names, found.predicted, found.second
    shares = found.probabilities
    return tuple(
        Answer(number, name, int(label), names[label], float(row[label]), names[other], float(row[other]))
        for number, name, label, other, row in zip(
            new.numbers, new.names, chosen, second, shares, strict=True
        )
    )


def _probabilities(asked: Asked, images: NDArray[np.uint8]) -> Probabilities:
    from analysis.models.file_limits import explained  # noqa: PLC0415  # it starts TensorFlow

    reader = _reader(asked)
    with explained(asked.path, "make a report of another network"):
        return Probabilities(np.zeros(len(images), np.intp), reader.logits(images))


def _reader(asked: Asked) -> Reader:
    """Open the network, and use it as its report says.  Raises ModelError where that cannot be done again."""
    from analysis.brought.networks import reader  # it starts TensorFlow
    from analysis.models import keras_file

    count, use = len(asked.bundle.classes.names), present(asked.bundle.findings.network_use)
    if arrays := present(asked.bundle.findings.array_use):
        return _of_arrays(asked, arrays, count)
    if use is None:
        return reader.OwnReader(keras_file.load(asked.path, asked.form.size, count))
    return _given(asked, use, count)


def _given(asked: Asked, use: NetworkUse, count: int) -> Reader:
    from analysis.brought.networks import layouts, reader  # noqa: PLC0415  # it starts TensorFlow
    from analysis.brought.networks.model_input_syntax import parse  # noqa: PLC0415  # as above
    from analysis.brought.networks.opening import open_network  # noqa: PLC0415  # it starts TensorFlow
    from analysis.brought.networks.way_in import Preparation  # noqa: PLC0415  # it starts TensorFlow

    if use.values in OF_TRAINING_IMAGES and use.moments is None:
        raise ModelError(
            f"Expected a report with the mean of the training images, which the network at {asked.path} needs, found one of "
            "an older version without: make it anew with `digits-report build --model`."
        )
    network = open_network(asked.path, count + len(use.left_out))
    layout = layouts.fit(network.form.input_shape, asked.form.size, 3 if asked.form.colour else 1)
    moments = tuple(use.moments.array().astype(np.float64)) if use.moments else None
    prepare = Preparation(layout, parse(use.name), network.form.dtype, moments)
    return reader.BroughtReader(network.of_input(layout.shape), prepare, use.outputs, use.output_of)


def _of_arrays(asked: Asked, use: ArrayUse, count: int) -> Reader:
    """Give new images to a network from a notebook in the form of its arrays."""
    from analysis.brought.networks import layouts, reader  # noqa: PLC0415  # it starts TensorFlow
    from analysis.brought.networks.opening import open_network  # noqa: PLC0415  # as above
    from analysis.brought.networks.way_in import Affine  # noqa: PLC0415  # as above

    network = open_network(asked.path, count)
    layout = layouts.fit(use.shape, asked.form.size, 3 if asked.form.colour else 1)
    outputs = "logits" if network.softmax_removed else use.outputs
    ends = use.channels or (use,)
    zero, full = tuple(each.zero for each in ends), tuple(each.full for each in ends)
    prepare = Affine(layout, zero, full, network.form.dtype)
    return reader.BroughtReader(network.of_input(layout.shape), prepare, outputs)
