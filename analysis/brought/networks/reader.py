"""A network together with its way in and its way out: from the images of a data set to logits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.brought.networks import way_out
from analysis.brought.networks.way_in import grey
from analysis.bundle.network_use import Outputs
from analysis.bundle.training import Network
from analysis.models import description, inference
from analysis.models.backend import keras
from analysis.statistics.vectors import VectorSource
from analysis.system.progress import Advance

if TYPE_CHECKING:
    from analysis.brought.networks.brought_network import BroughtNetwork

Images = NDArray[np.uint8]
Prepare = Callable[[Images], NDArray[np.generic]]
Apply = Callable[[NDArray[np.generic]], NDArray[np.floating]]


class Reader(Protocol):
    """What the studies ask of a network, ours or given."""

    def logits(self, images: Images, advance: Advance = lambda _: None) -> NDArray[np.float64]:
        """Return (n, K), and report how many images are done."""

    def features(self, images: Images) -> VectorSource:
        """Return the input of the last layer with weights, (n, d)."""

    def describe(self) -> Network:
        """List the layers."""


@dataclass(frozen=True)
class OwnReader:
    """A network of ours: grey values from 0 to 1 → logits."""

    model: keras.Model

    def logits(self, images: Images, advance: Advance = lambda _: None) -> NDArray[np.float64]:
        """Return (n, K)."""
        found = inference.logits(self.model, grey(images))
        advance(len(images))
        return found

    def features(self, images: Images) -> VectorSource:
        """Return what the last layer is given, (n, d)."""
        return inference.FeatureVectors(self.model, grey(images))

    def describe(self) -> Network:
        """List the layers."""
        return description.describe(self.model)


@dataclass(frozen=True)
class BroughtReader:
    """A network of somebody else's, with what was found of its use."""

    network: BroughtNetwork
    prepare: Prepare
    outputs: Outputs
    columns: tuple[int, ...] = ()
    """The output of each class, where there are more of them; else empty."""

    @cached_property
    def _scores(self) -> Apply:
        return self.network.scores()

    def logits(self, images: Images, advance: Advance = lambda _: None) -> NDArray[np.float64]:
        """Return (n, K)."""
        found = applied(self._scores, self.prepare, self.network, images, advance)
        return way_out.of_classes(way_out.to_logits(found, self.outputs), self.columns)

    def features(self, images: Images) -> VectorSource:
        """Return what the last layer with weights is given, (n, d)."""
        return Vectors(self.network, self.prepare, images)

    def describe(self) -> Network:
        """List the layers."""
        return self.network.describe()


class Vectors:
    """The features of images, float32 (n, d), computed when rows are asked for; a `VectorSource`."""

    def __init__(self, network: BroughtNetwork, prepare: Prepare, images: Images) -> None:
        """Compute nothing yet."""
        self._network, self._prepare, self._images = network, prepare, images
        self._apply = network.features()

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self._images)

    def __getitem__(self, rows: slice, /) -> NDArray[np.float32]:
        """Compute those of some images: (·, d)."""
        found = applied(self._apply, self._prepare, self._network, self._images[rows])
        return found.astype(np.float32, copy=False)


def applied(
    apply: Apply,
    prepare: Prepare,
    network: BroughtNetwork,
    images: Images,
    advance: Advance = lambda _: None,
) -> NDArray[np.floating]:
    """Apply a network to any number of images, a batch at a time: (n, ·)."""
    found = []
    for part in batches(apply, prepare, network, images):
        found.append(part)
        advance(len(part))
    return np.concatenate(found)


def batches(
    apply: Apply, prepare: Prepare, network: BroughtNetwork, images: Images
) -> Iterator[NDArray[np.floating]]:
    """Yield what a network gives for the images of one batch after another: (·, ·)."""
    for part in _batches(images, network.form.batch):
        batch = prepare(part)
        if network.form.fixed:
            batch = np.concatenate(
                [batch, np.zeros_like(batch, shape=(network.form.batch - len(part), *batch.shape[1:]))]
            )
        yield np.asarray(apply(batch))[: len(part)].reshape(len(part), -1)


def _batches(images: Images, size: int) -> Iterator[Images]:
    return (images[start : start + size] for start in range(0, max(len(images), 1), size))
