"""The data that the network met, and how they were prepared."""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import LATER, Omitted, Packed, Record

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

KNOWN_FILES = Omitted(reason="the files are those of a known source")
"""Why nothing is told of how they were read."""


class SourceTried(Record):
    """One place where the data set was looked for."""

    name: str
    outcome: str
    """`used`, or why it was not."""


class Part(Record):
    """One of the parts of the data set."""

    images: int
    per_class: tuple[int, ...]
    """How many images of each class, in the order of the labels."""


class Balance(Record):
    """How uneven the classes are, in the training part where there is one, else in the test part."""

    least: int
    """The least frequent class."""
    most: int
    ratio: float
    """Images of the least frequent class per image of the most frequent."""
    level: Literal["equal", "balanced", "uneven"]
    """`balanced` from a ratio of 3/4 on."""


class PixelStatistics(Record):
    """How ink is spread over the training images."""

    mean: float
    """In [0, 1]."""
    standard_deviation: float
    ink_share: float
    """Share of the pixels that are not 0."""


class Preprocessing(Record):
    """One image before and after: uint8 (h, w) → float32 in [0, 1] (h, w, 1)."""

    index: int
    """The training image that is shown."""
    image: Packed
    """uint8 (h, w)."""
    row: int
    """The row of pixels that is written out."""
    columns: tuple[int, ...]
    """Columns of the numbers: the inked pixels and one empty pixel on either side."""
    before: tuple[int, ...]
    after: tuple[float, ...]


class Augmentation(Record):
    """What a training image may go through in an epoch: a random affine transform, elastic in some recipes."""

    rotation_degrees: float
    """Rotated by at most this much, either way."""
    scale: float
    """Enlarged or reduced by at most this share."""
    shear: float
    shift_pixels: float
    elastic_pixels: float
    """Standard deviation of the displacements of a grid of 6 × 6 control points; 0 where there are none."""
    originals: Packed
    """uint8 (k, h, w): training images as they are."""
    augmented: Packed
    """uint8 (k, m, h, w): each of them after m random augmentations."""


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
    one_of: int
    seed: int
    """Of that draw."""
    notes: tuple[str, ...]
    """Sentences on whatever else was done to read the files."""


class Duplicates(Record):
    """Test images that equal a training image (before the validation split) pixel by pixel."""

    images: int
    other_label: int
    """Those that have another label among the training images."""


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
    tried: tuple[SourceTried, ...]
    sha256: dict[str, str]
    """Checksum of the uncompressed content, per part: `train-images`, `train-labels`, `test-images`, `test-labels`."""
    images: int
    """Of all parts together."""
    training: Part | None
    validation: Part | None
    """Split off the training images, stratified by class."""
    test: Part
    """Used once, at the end."""
    balance: Balance
    pixels: PixelStatistics | Omitted = LATER
    preprocessing: Preprocessing | Omitted = LATER
    augmentation: Augmentation | Omitted = LATER
    reading: Reading | Omitted = LATER
    duplicates: Duplicates | Omitted = LATER
