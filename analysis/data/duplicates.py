"""Test images that stand among the training images, pixel by pixel."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from analysis.data.images import ImageSet


def duplicates(training: ImageSet, test: ImageSet) -> tuple[int, int]:
    """Count the test images that are among the training images, and those of them that have another label there."""
    labels: dict[bytes, set[int]] = {}
    for digest, label in _digests(training):
        labels.setdefault(digest, set()).add(label)
    there = [(label, labels[digest]) for digest, label in _digests(test) if digest in labels]
    return len(there), sum(label not in found for label, found in there)


def _digests(images: ImageSet) -> Iterator[tuple[bytes, int]]:
    pairs = zip(images.images, images.labels.tolist(), strict=True)
    return ((blake2b(image.tobytes(), digest_size=16).digest(), label) for image, label in pairs)
