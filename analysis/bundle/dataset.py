"""The data that the network met, and how they were prepared."""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, NonNegativeInt, model_validator

from analysis.bundle.classes import MAX_SIDE
from analysis.bundle.record import Omitted, Packed, Record, Sha256, Share, derived, present, study_called

PublishedSet = Literal[
    "fashion-mnist",
    "kmnist",
    "qmnist",
    "emnist-digits",
    "emnist-mnist",
    "emnist-letters",
    "emnist-balanced",
    "emnist-bymerge",
    "emnist-byclass",
]

MNIST_SHA256 = {
    "train-images": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "test-images": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "test-labels": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""Of MNIST's unzipped IDX files: gzip wrappers differ from mirror to mirror."""
BALANCED = 3 / 4
MAX_LISTED = 100
"""Places that were tried, notes on reading, and images that are shown augmented."""
SLIP = 1e-6
"""What rounding moves a share."""

KNOWN_FILES = Omitted(reason="the files are those of a known source")
"""Why nothing is told of how they were read."""


class SourceTried(Record):
    """One place where the data set was looked for."""

    name: str
    outcome: str
    """`used`, or why it was not."""


class Part(Record):
    """One of the parts of the data set."""

    per_class: tuple[NonNegativeInt, ...] = Field(min_length=2)
    """How many images of each class, in the order of the labels."""

    @derived
    def images(self) -> int:
        """Of all classes."""
        return sum(self.per_class)


class Balance(Record):
    """How uneven the classes are."""

    least: int
    """The least frequent class."""
    most: int
    ratio: float
    """Images of the least frequent class per image of the most frequent."""
    level: Literal["equal", "balanced", "uneven"]
    """`balanced` from a ratio of 3/4 on."""


class PixelStatistics(Record):
    """How ink is spread over the training images."""

    mean: Share
    """In [0, 1]."""
    standard_deviation: Share
    ink_share: Share
    """Share of the pixels that are not 0."""

    @model_validator(mode="after")
    def _is_of_shares(self) -> Self:
        if (
            self.standard_deviation > (self.mean * (1 - self.mean)) ** 0.5 + SLIP
            or self.ink_share < self.mean - SLIP
        ):
            msg = "statistics that pixels from 0 to 1 can have"
            raise ValueError(msg)
        return self


class Preprocessing(Record):
    """One image before and after: uint8 (h, w) → float32 in [0, 1] (h, w, 1)."""

    index: int = Field(ge=0)
    """The training image that is shown."""
    image: Packed
    """uint8 (h, w)."""

    @model_validator(mode="after")
    def _shows_an_image(self) -> Self:
        if self.image.dtype != "uint8" or len(self.image.shape) != 2 or 0 in self.image.shape:
            msg = f"an image of type {self.image.dtype} and shape {self.image.shape}"
            raise ValueError(msg)
        return self

    @property
    def _pixels(self) -> NDArray[np.uint8]:
        return self.image.array()

    @derived
    def row(self) -> int:
        """The row of pixels that is written out: the middle one, or the fullest where that is empty."""
        middle = len(self._pixels) // 2
        return middle if self._pixels[middle].any() else int(self._pixels.sum(axis=1).argmax())

    @derived
    def columns(self) -> tuple[int, ...]:
        """Columns of the numbers: the inked pixels and one empty pixel on either side; all of an empty row."""
        inked, width = np.flatnonzero(self._pixels[self.row]).tolist(), self.image.shape[1]
        return tuple(range(max(inked[0] - 1, 0), min(inked[-1] + 2, width)) if inked else range(width))

    @derived
    def before(self) -> tuple[int, ...]:
        """The grey values there, from 0 to 255."""
        return tuple(self._pixels[self.row, list(self.columns)].tolist())

    @derived
    def after(self) -> tuple[float, ...]:
        """The same as the network gets them."""
        return tuple(value / 255 for value in self.before)


class Augmentation(Record):
    """What a training image may go through in an epoch: a random affine transform, elastic in some recipes."""

    rotation_degrees: float = Field(ge=0, le=180)
    """Rotated by at most this much, either way."""
    scale: Share
    """Enlarged or reduced by at most this share."""
    shear: float = Field(ge=0, le=10)
    shift_pixels: float = Field(ge=0, le=MAX_SIDE)
    elastic_pixels: float = Field(ge=0, le=MAX_SIDE)
    """Standard deviation of the displacements of a grid of 6 × 6 control points; 0 where there are none."""
    originals: Packed
    """uint8 (k, h, w): training images as they are."""
    augmented: Packed
    """uint8 (k, m, h, w): each of them after m random augmentations."""

    @model_validator(mode="after")
    def _augments_what_it_shows(self) -> Self:
        originals, augmented = self.originals, self.augmented
        k, *size = originals.shape or (0,)
        shape = (k, *augmented.shape[1:2], *size)
        if {originals.dtype, augmented.dtype} != {"uint8"} or len(size) != 2 or augmented.shape != shape:
            msg = f"originals of shape {originals.shape}, augmented images of shape {augmented.shape}"
            raise ValueError(msg)
        if not all(1 <= each <= MAX_LISTED for each in shape[:2]):
            msg = f"1 to {MAX_LISTED} images, each augmented 1 to {MAX_LISTED} times"
            raise ValueError(msg)
        return self


class Reading(Record):
    """What was found in the files at a path."""

    format: str
    """As a clause: `four IDX files, gzipped`."""
    polarity: Literal["dark on light", "light on dark", "photographs"]
    """Of the training images as they were stored."""
    polarity_of_test: Literal["dark on light", "light on dark", "photographs"]
    """Of the test images; where it differs, each part was brought to the same in its own way."""
    split_off: bool
    """True where there was no test part, and one image of `one_of` of each class was drawn for it."""
    one_of: int = Field(ge=2)
    seed: int = Field(ge=-(2**63), lt=2**64)
    """Of that draw."""
    notes: tuple[str, ...] = Field(max_length=MAX_LISTED)
    """Sentences on whatever else was done to read the files."""


class Duplicates(Record):
    """Test images that equal a training image (before the validation split) pixel by pixel."""

    images: int = Field(ge=0)
    other_label: int = Field(ge=0)
    """Those that have another label among the training images."""

    @model_validator(mode="after")
    def _has_other_labels_among_these(self) -> Self:
        if self.other_label > self.images:
            msg = f"{self.other_label:,} other labels of {self.images:,} images"
            raise ValueError(msg)
        return self


class DatasetFindings(Record):
    """What was read, from where, and what it holds."""

    name: Literal["mnist", "digits", "folder"]
    """`mnist` when every checksum is MNIST's; `digits` for scikit-learn's sample; `folder` for any other data."""
    title: str
    """As a reader would call it."""
    published: PublishedSet | None = None
    """Which of these sets the data are: by the checksums of a download, or by the names and numbers of what is at a path."""
    source: str
    """Which source it was read from; never a path of the machine."""
    fallback: bool
    """True when MNIST was asked for by `auto` and no source had it."""
    tried: tuple[SourceTried, ...] = Field(max_length=MAX_LISTED)
    sha256: dict[str, Sha256]
    """Checksum of the uncompressed content, per part: `train-images`, `train-labels`, `test-images`, `test-labels`."""
    training: Part | None
    validation: Part | None
    """Split off the training images, stratified by class."""
    test: Part
    """Used once, at the end."""
    pixels: PixelStatistics | Omitted = study_called("Statistics of the pixels")
    preprocessing: Preprocessing | Omitted = study_called("Example of the preprocessing")
    augmentation: Augmentation | Omitted = study_called("Examples of the augmentation")
    reading: Reading | Omitted = study_called("Format of the files")
    duplicates: Duplicates | Omitted = study_called("Test images among the training images")

    @model_validator(mode="after")
    def _is_what_it_is_called(self) -> Self:
        if self.name == "mnist" and not (self.sha256 and self.sha256.items() <= MNIST_SHA256.items()):
            msg = "MNIST's checksums of what is called `mnist`"
            raise ValueError(msg)
        if self.fallback and self.name != "digits":
            msg = "`fallback` false: only the sample is one"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _tells_of_training_images_it_has(self) -> Self:
        if self.training is None and (self.validation or present(self.pixels) or present(self.duplicates)):
            msg = "no validation part, pixels or duplicates without a training part"
            raise ValueError(msg)
        if max((self.training or self.test).per_class) == 0:
            msg = "a part without images"
            raise ValueError(msg)
        return self

    @derived
    def images(self) -> int:
        """Of all parts together."""
        return sum(part.images for part in (self.training, self.validation, self.test) if part)

    @derived
    def balance(self) -> Balance:
        """Of the training part where there is one, else of the test part."""
        counts = (self.training or self.test).per_class
        fewest, most = min(counts), max(counts)
        level: Literal["balanced", "uneven"] = "balanced" if fewest >= BALANCED * most else "uneven"
        return Balance(
            least=counts.index(fewest),
            most=counts.index(most),
            ratio=fewest / most,
            level="equal" if fewest == most else level,
        )
