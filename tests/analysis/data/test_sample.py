"""The sample and the split: what is stratified stays so, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.bundle.classes import Classes
from analysis.data import sample
from analysis.data.images import ImageSet
from analysis.data.split import split


@pytest.fixture(scope="module")
def parts() -> tuple[ImageSet, ImageSet]:
    """Return the sample's training and test set."""
    return sample.read()


def rows(digits: ImageSet) -> list[bytes]:
    """Name every image by its pixels and label."""
    return sorted(
        image.tobytes() + bytes([label]) for image, label in zip(digits.images, digits.labels, strict=True)
    )


def test_the_sample_is_whole(parts: tuple[ImageSet, ImageSet]) -> None:
    """All 1,797 digits are there, 360 of them for the test, every digit in its proportion."""
    training, test = parts

    assert (len(training), len(test)) == (1437, 360)
    assert min(test.per_class()) >= 34
    assert max(test.per_class()) <= 37


def test_the_sample_looks_like_mnist(parts: tuple[ImageSet, ImageSet]) -> None:
    """Ink reaches the full scale, and the margin of 4 pixels is paper, as in MNIST."""
    images = parts[0].images

    assert images.max() == 255
    assert images[:, 4:24, 4:24].sum() == images.sum()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_split_loses_nothing(parts: tuple[ImageSet, ImageSet], seed: int) -> None:
    """Both parts together are the whole, in proportion to within one image per digit."""
    whole = parts[0]
    rest, validation = split(whole, seed, 140)

    assert rows(whole) == sorted(rows(rest) + rows(validation))
    expected = np.array(whole.per_class()) * 140 / len(whole)
    assert np.abs(np.array(validation.per_class()) - expected).max() < 1


def test_a_split_follows_its_seed(parts: tuple[ImageSet, ImageSet]) -> None:
    """The same seed holds out the same images, another seed others."""
    first, again, other = (split(parts[0], seed, 140)[1].images.tobytes() for seed in (0, 0, 1))

    assert first == again
    assert first != other


def test_every_class_is_in_the_validation_split() -> None:
    """Of a tenth that is smaller than the number of classes, one image per class is taken."""
    names = tuple("abcdefghijkl")
    images, labels = np.zeros((36, 9, 8), np.uint8), np.arange(36) % 12
    rest, validation = split(
        ImageSet(images, labels, Classes(names=names, noun="letter", nouns="letters")), 0
    )

    assert validation.per_class() == (1,) * 12
    assert rest.per_class() == (2,) * 12
