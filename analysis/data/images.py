"""The records in which images travel inside `analysis`; checked once, on creation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.classes import DIGITS, Classes, ImageFormat
from analysis.bundle.dataset import PublishedSet, Reading, SourceTried
from analysis.data import pixels
from analysis.system.errors import DatasetError


@dataclass(frozen=True)
class ImageSet:
    """Images uint8 (n, h, w), 0 = paper and 255 = ink, or coloured (n, h, w, 3); labels intp or uint8 (n,), 0 to K − 1.

    Raises DatasetError where shapes, types, lengths or labels are others.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.integer]
    classes: Classes = DIGITS
    polarity: Literal["ink", "photograph"] = "ink"
    """`photograph`: shown as it is."""

    def __post_init__(self) -> None:
        """Refuse what the rest of the program could not trust."""
        shape, kind = self.images.shape, self.images.dtype
        if not (len(shape) == 3 or (len(shape) == 4 and shape[3] == 3)) or kind != np.uint8:
            msg = f"Expected uint8 images (n, height, width) or (n, height, width, 3), found {kind} of shape {shape}: convert them first."
            raise DatasetError(msg)
        self._check_labels()

    def _check_labels(self) -> None:
        """Refuse labels of another number, type or range."""
        shape, kind, last = self.labels.shape, self.labels.dtype, len(self.classes.names) - 1
        if len(shape) != 1 or kind.kind not in "iu":
            msg = f"Expected whole numbers (n,) as labels, found {kind} of shape {shape}: convert them first."
            raise DatasetError(msg)
        if len(self.labels) != len(self.images):
            msg = (
                f"Expected one label per image, found {len(self.images):,} images and "
                f"{len(self.labels):,} labels: check that the two files belong together."
            )
            raise DatasetError(msg)
        outside = self.labels[(self.labels > last) | (self.labels < 0)]
        if len(outside):
            msg = f"Expected labels from 0 to {last}, found {outside.max()}: only {self.classes.nouns} can be read."
            raise DatasetError(msg)

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.labels)

    def __getitem__(self, rows: NDArray[np.integer]) -> ImageSet:
        """Return the given rows, in the given order."""
        return replace(self, images=self.images[rows], labels=self.labels[rows])

    def grey(self) -> ImageSet:
        """Return the same images without colour: their luminance, (n, h, w)."""
        return self if self.channels == 1 else replace(self, images=pixels.luminance(self.images))

    @property
    def channels(self) -> int:
        """1, or 3 where there is colour."""
        return 1 if self.images.ndim == 3 else 3

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of each image."""
        height, width = self.images.shape[1:3]
        return int(height), int(width)

    @property
    def format(self) -> ImageFormat:
        """Shape and polarity, as the bundle states them."""
        height, width = self.shape
        return ImageFormat(
            height=height,
            width=width,
            channels=self.channels,
            polarity=self.polarity,
        )

    def per_class(self) -> tuple[int, ...]:
        """Count the images of each class, in the order of the labels."""
        return tuple(np.bincount(self.labels, minlength=len(self.classes.names)).tolist())


@dataclass(frozen=True)
class Dataset:
    """A training and a test set, and where they came from."""

    name: Literal["mnist", "digits", "folder"]
    title: str
    source: str
    training: ImageSet
    test: ImageSet
    sha256: dict[str, str]
    tried: tuple[SourceTried, ...] = ()
    fallback: bool = False
    reading: Reading | None = None
    """What was found in the files; None for MNIST and the sample."""
    published: PublishedSet | None = None
    """Which published set the data are, other than MNIST."""

    @property
    def is_known(self) -> bool:
        """Whether anybody can have the images: those of a published set."""
        return self.name != "folder" or self.published is not None

    @property
    def grey(self) -> Dataset:
        """The same data without colour."""
        return replace(self, training=self.training.grey(), test=self.test.grey())

    @property
    def classes(self) -> Classes:
        """Return the classes that both parts share."""
        return self.test.classes
