"""The digits that the network met, and how they were prepared."""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import Packed, Record


class SourceTried(Record):
    """One place where MNIST was looked for."""

    name: str
    outcome: str
    """`used`, or why it was not."""


class Part(Record):
    """One of the three parts of the dataset."""

    images: int
    per_digit: tuple[int, ...]
    """How many images of each digit, 0 to 9."""


class Preprocessing(Record):
    """One image before and after: uint8 (28, 28) → float32 in [0, 1] (28, 28, 1)."""

    index: int
    """The training image that is shown."""
    image: Packed
    """uint8 (28, 28)."""
    row: int
    """The row of pixels that is written out."""
    before: tuple[int, ...]
    after: tuple[float, ...]


class Augmentation(Record):
    """What a training image may go through in an epoch: one random affine transform, and a bend in some recipes."""

    rotation_degrees: float
    """Turned by at most this much, either way."""
    scale: float
    """Enlarged or reduced by at most this share."""
    shear: float
    shift_pixels: float
    elastic_pixels: float = 0.0
    """Standard deviation of the pulls at 6 × 6 points that bend the image; 0 where it is not bent."""
    originals: Packed
    """uint8 (k, 28, 28): training images as they are."""
    distorted: Packed
    """uint8 (k, m, 28, 28): each of them after m random distortions."""


class DatasetFindings(Record):
    """What was read, from where, and what it holds."""

    name: Literal["mnist", "digits", "folder"]
    """`mnist` when every checksum is MNIST's; `digits` for scikit-learn's sample; `folder` for other IDX or npz data."""
    title: str
    """As a reader would call it."""
    source: str
    """Which source it was read from; never a path of the machine."""
    fallback: bool
    """True when MNIST was asked for by `auto` and no source had it."""
    tried: tuple[SourceTried, ...]
    sha256: dict[str, str]
    """Checksum of the uncompressed content, per part: `train-images`, `train-labels`, `test-images`, `test-labels`."""
    training: Part
    validation: Part
    """Held out of the training set, stratified by digit; every choice was made on it."""
    test: Part
    """Used once, at the end."""
    pixel_mean: float
    """Of the training images, in [0, 1]."""
    pixel_sd: float
    ink_share: float
    """Share of the training pixels that are not 0."""
    preprocessing: Preprocessing
    augmentation: Augmentation | None
    """None where the network was given as a file, or trained without augmentation."""
