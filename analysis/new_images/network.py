"""The network that is asked: that of a site, or a file; its classes and the form of its images."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import runs
from analysis.bundle import storage
from analysis.bundle.record import given
from analysis.errors import BundleError, ModelError
from analysis.new_images.forms import Form
from analysis.predictions import Probabilities

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from analysis.bundle import Bundle
    from analysis.bundle.network_use import NetworkUse
    from analysis.models.given.reader import Reader
    from analysis.new_images.forms import NewImages

RESULTS = "results.json"


class Asked(NamedTuple):
    """A network, the report on it, and what its images look like."""

    path: Path
    bundle: Bundle
    form: Form


class Answer(NamedTuple):
    """What the network says of one image."""

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
    images = given(bundle.images)
    if images is None or runs.checksum(path.read_bytes()) != bundle.provenance.model_sha256:
        raise ModelError(
            f"Expected the network of {RESULTS} at {path}, found another one: name the network of a site with --model."
        )
    if given(bundle.findings.network_use) is None and bundle.provenance.model_source == "file":
        raise ModelError(
            f"Expected a report that says what the network at {path} takes, found one from a notebook: make another with "
            "`digits-report build --model`."
        )
    is_mnist = bundle.findings.dataset.name == "mnist"
    return Asked(
        path,
        bundle,
        Form(images.height, images.width, images.polarity == "ink", is_mnist, images.channels == 3),
    )


def answers(asked: Asked, new: NewImages) -> tuple[Answer, ...]:
    """Put the images to the network.  Starts TensorFlow.  Raises ModelError."""
    found = _probabilities(asked, new.images)
    names, chosen, second = asked.bundle.classes.names, found.predicted, found.second
    shares = found.probabilities
    return tuple(
        Answer(name, int(label), names[label], float(row[label]), names[other], float(row[other]))
        for name, label, other, row in zip(new.names, chosen, second, shares, strict=True)
    )


def _probabilities(asked: Asked, images: NDArray[np.uint8]) -> Probabilities:
    from analysis.models.given.care import explained  # noqa: PLC0415  # it starts TensorFlow

    reader = _reader(asked)
    with explained(asked.path, "make a report of another network"):
        return Probabilities(np.zeros(len(images), np.intp), reader.logits(images))


def _reader(asked: Asked) -> Reader:
    """Open the network, and use it as its report says.  Raises ModelError where that cannot be done again."""
    from analysis.models import keras_file
    from analysis.models.given import reader  # it starts TensorFlow

    count, use = len(asked.bundle.classes.names), given(asked.bundle.findings.network_use)
    if use is None:
        return reader.Own(keras_file.load(asked.path, asked.form.size, count))
    return _given(asked, use, count)


def _given(asked: Asked, use: NetworkUse, count: int) -> Reader:
    from analysis.models.given import layouts, reader  # noqa: PLC0415  # it starts TensorFlow
    from analysis.models.given.opening import open_network  # noqa: PLC0415  # it starts TensorFlow
    from analysis.models.given.way_in import Preparation  # noqa: PLC0415  # it starts TensorFlow
    from analysis.models.given.words import parse  # noqa: PLC0415  # as above

    if use.values.startswith("standardised"):
        raise ModelError(
            f"Expected a network that takes grey values at {asked.path}, found one for standardised ones, whose mean is "
            "not kept: put a Normalization layer before it."
        )
    network = open_network(asked.path, count)
    images = given(asked.bundle.images)
    layout = layouts.fit(network.form.input_shape, asked.form.size, images.channels if images else 1)
    prepare = Preparation(layout, parse(use.name), network.form.dtype)
    return reader.Given(network.of_input(layout.shape), prepare, use.outputs)
