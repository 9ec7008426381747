"""MNIST is what has MNIST's checksums, wherever and however wrapped it was found.

LeCun, Cortes, Burges: The MNIST database of handwritten digits (CC BY-SA 3.0).
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from analysis.data import idx
from analysis.data.images import ImageSet
from analysis.system.errors import DatasetError

# Of the unzipped IDX files: gzip wrappers differ from mirror to mirror.
SHA256 = {
    "train-images": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "test-images": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "test-labels": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


def checksums(training: ImageSet, test: ImageSet) -> dict[str, str]:
    """Return the SHA-256 of the four arrays as IDX files, so that IDX, gzip and npz of equal content agree."""
    arrays = (training.images, training.labels, test.images, test.labels)
    contents = (idx.encode(array.astype(np.uint8, copy=False)) for array in arrays)
    return {part: sha256(content).hexdigest() for part, content in zip(SHA256, contents, strict=True)}


def verify(found: dict[str, str]) -> None:
    """Raise DatasetError unless these are MNIST's checksums."""
    for part, expected in SHA256.items():
        if found[part] != expected:
            raise DatasetError(
                f"Expected MNIST, found another SHA-256 for the {part} ({found[part][:12]}… "
                f"instead of {expected[:12]}…): fetch the files again."
            )
