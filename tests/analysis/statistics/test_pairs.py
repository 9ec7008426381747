"""Pairs of classes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.statistics.pairs import confused, images_of, off_diagonal, pairs_of, per_pair

matrices = st.integers(2, 12).flatmap(lambda k: arrays(np.intp, (k, k), elements=st.integers(0, 99)))


@given(matrices)
def test_each_error_is_in_one_pair_and_each_image_in_all_pairs_of_its_class(counts: np.ndarray) -> None:
    """K(K − 1)/2 pairs; counts of both directions are added; an image of a class is in K − 1 pairs."""
    k, pairs = len(counts), pairs_of(len(counts))

    assert len(pairs) == len(set(pairs)) == k * (k - 1) // 2
    assert all(a < b for a, b in pairs)
    assert confused(counts).sum() == off_diagonal(counts).sum() == counts.sum() - np.trace(counts)
    assert images_of(counts).sum() == (k - 1) * counts.sum()
    assert per_pair(counts).tolist() == [counts[pair] for pair in pairs]
    assert confused(counts).tolist() == [counts[a, b] + counts[b, a] for a, b in pairs]
