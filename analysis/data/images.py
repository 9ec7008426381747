"""The records in which images travel inside `analysis`; checked once, on creation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.bundle.classes import DIGITS, Classes, ImageFormat
from analysis.errors import DatasetError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.bundle.dataset import SourceTried


@dataclass(frozen=True)
class ImageSet:
    """Grey images uint8 (n, h, w), 0 = paper and 255 = ink; labels intp or uint8 (n,), 0 to K − 1.

    Raises DatasetError where shapes, types, lengths or labels are others.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.integer]
    classes: Classes = DIGITS

    def __post_init__(self) -> None:
        """Refuse what the rest of the program could not trust."""
        shape, kind = self.images.shape, self.images.dtype
        if len(shape) != 3 or kind != np.uint8:
            msg = f"Expected uint8 images (n, height, width), found {kind} of shape {shape}: convert them first."
            raise DatasetError(msg)
        if self.labels.shape != (len(self.images),):
            msg = (
                f"Expected one label per image, found {len(self.images):,} images and "
                f"{len(self.labels):,} labels: check that the two files belong together."
            )
            raise DatasetError(msg)
        last = len(self.classes.names) - 1
        if len(self.labels) and self.labels.max() > last:
            msg = (
                f"Expected labels from 0 to {last}, found {self.labels.max()}: "
                f"only {self.classes.nouns} can be read."
            )
            raise DatasetError(msg)

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.labels)

    def __getitem__(self, rows: NDArray[np.integer]) -> ImageSet:
        """Return the given rows, in the given order."""
        return ImageSet(self.images[rows], self.labels[rows], self.classes)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of each image."""
        height, width = self.images.shape[1:]
        return int(height), int(width)

    @property
    def format(self) -> ImageFormat:
        """Shape and polarity, as the bundle states them."""
        height, width = self.shape
        return ImageFormat(height=height, width=width, channels=1, polarity="ink", pixels=height * width)

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

    @property
    def classes(self) -> Classes:
        """Return the classes that both parts share."""
        return self.test.classes
