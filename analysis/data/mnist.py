"""MNIST is what has MNIST's checksums, wherever and however wrapped it was found.

LeCun, Cortes, Burges: The MNIST database of handwritten digits (CC BY-SA 3.0).
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from analysis.bundle.dataset import MNIST_SHA256
from analysis.data import idx
from analysis.data.images import ImageSet
from analysis.system.errors import DatasetError


def checksums(training: ImageSet, test: ImageSet) -> dict[str, str]:
    """Return the SHA-256 of the four arrays as IDX files, so that IDX, gzip and npz of equal content agree."""
    arrays = (training.images, training.labels, test.images, test.labels)
    contents = (idx.encode(array.astype(np.uint8, copy=False)) for array in arrays)
    return {part: sha256(content).hexdigest() for part, content in zip(MNIST_SHA256, contents, strict=True)}


def verify(found: dict[str, str]) -> None:
    """Raise DatasetError unless these are MNIST's checksums."""
    for part, expected in MNIST_SHA256.items():
        if found[part] != expected:
            raise DatasetError(
                f"Expected MNIST, found another SHA-256 for the {part} ({found[part][:12]}… "
                f"instead of {expected[:12]}…): fetch the files again."
            )


def are_official(sums: dict[str, str]) -> bool:
    """Say whether checksums are those of MNIST."""
    return sums == MNIST_SHA256
