"""The records in which digits travel inside `analysis`; checked once, on creation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.errors import DatasetError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.bundle.dataset import SourceTried

SIDE = 28


@dataclass(frozen=True)
class DigitSet:
    """Images uint8 (n, 28, 28), 0 = paper and 255 = ink; labels uint8 (n,), 0 to 9.

    Raises DatasetError where shapes, types, lengths or labels are others.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Refuse what the rest of the program could not trust."""
        shape, kind = self.images.shape, self.images.dtype
        if shape[1:] != (SIDE, SIDE) or kind != np.uint8:
            msg = (
                f"Expected uint8 images of 28 × 28 pixels, found {kind} of shape {shape}: convert them first."
            )
            raise DatasetError(msg)
        if self.labels.shape != (len(self.images),):
            msg = (
                f"Expected one label per image, found {len(self.images):,} images and "
                f"{len(self.labels):,} labels: check that the two files belong together."
            )
            raise DatasetError(msg)
        if len(self.labels) and self.labels.max() > 9:
            msg = f"Expected labels from 0 to 9, found {self.labels.max()}: only digits can be read."
            raise DatasetError(msg)

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.labels)

    def __getitem__(self, rows: NDArray[np.integer]) -> DigitSet:
        """Return the given rows, in the given order."""
        return DigitSet(self.images[rows], self.labels[rows])

    def per_digit(self) -> tuple[int, ...]:
        """Count the images of each digit, 0 to 9."""
        return tuple(np.bincount(self.labels, minlength=10).tolist())


@dataclass(frozen=True)
class Dataset:
    """A training and a test set, and where they came from."""

    name: Literal["mnist", "digits", "folder"]
    title: str
    source: str
    training: DigitSet
    test: DigitSet
    sha256: dict[str, str]
    tried: tuple[SourceTried, ...] = ()
    fallback: bool = False
