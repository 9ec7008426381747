"""The sample and the split: what is stratified stays so, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.data import sample
from analysis.data.split import split

if TYPE_CHECKING:
    from analysis.data.images import DigitSet


@pytest.fixture(scope="module")
def parts() -> tuple[DigitSet, DigitSet]:
    """Return the sample's training and test set."""
    return sample.read()


def rows(digits: DigitSet) -> list[bytes]:
    """Name every image by its pixels and label."""
    return sorted(
        image.tobytes() + bytes([label]) for image, label in zip(digits.images, digits.labels, strict=True)
    )


def test_the_sample_is_whole(parts: tuple[DigitSet, DigitSet]) -> None:
    """All 1,797 digits are there, 360 of them for the test, every digit in its proportion."""
    training, test = parts

    assert (len(training), len(test)) == (1437, 360)
    assert min(test.per_digit()) >= 34
    assert max(test.per_digit()) <= 37


def test_the_sample_looks_like_mnist(parts: tuple[DigitSet, DigitSet]) -> None:
    """Ink reaches the full scale, and the margin of 4 pixels is paper, as in MNIST."""
    images = parts[0].images

    assert images.max() == 255
    assert images[:, 4:24, 4:24].sum() == images.sum()


@pytest.mark.parametrize("seed", [0, 1])
def test_a_split_loses_nothing(parts: tuple[DigitSet, DigitSet], seed: int) -> None:
    """Both parts together are the whole, in proportion to within one image per digit."""
    whole = parts[0]
    rest, validation = split(whole, seed, 140)

    assert rows(whole) == sorted(rows(rest) + rows(validation))
    expected = np.array(whole.per_digit()) * 140 / len(whole)
    assert np.abs(np.array(validation.per_digit()) - expected).max() < 1


def test_a_split_follows_its_seed(parts: tuple[DigitSet, DigitSet]) -> None:
    """The same seed holds out the same images, another seed others."""
    first, again, other = (split(parts[0], seed, 140)[1].images.tobytes() for seed in (0, 0, 1))

    assert first == again
    assert first != other
