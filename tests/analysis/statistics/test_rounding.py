"""What rounding decides follows from its unit, from the number of images and from equal confidences."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.statistics import rounding
from analysis.statistics.probabilities import Probabilities


def with_confidence(confidence: np.ndarray, correct: np.ndarray) -> Probabilities:
    """Return predictions among two classes."""
    logits = np.log(np.stack([confidence, np.maximum(1 - confidence, 1e-16)], axis=1))
    return Probabilities(np.where(correct, 0, 1), logits)


@pytest.mark.parametrize(("decimals", "moves"), [(None, False), (2, True), (5, False)])
def test_the_order_among_equal_confidences(decimals: int | None, moves: bool) -> None:
    """Nearly all images have 1.00 with two decimals: which of them are the least confident is not known."""
    rng = np.random.default_rng(0)
    confidence = 1 - 0.004 * rng.random(1000)
    found = with_confidence(confidence, rng.random(1000) > 0.05)

    assert rounding.order_moves(found, (1, 0.9), decimals) is moves


@pytest.mark.parametrize(("n", "moves"), [(100, False), (100_000, True)])
def test_the_more_images_the_finer_the_probabilities_must_be(n: int, moves: bool) -> None:
    """Two decimals tell the mean confidence to 0.005; the accuracy of few images is known no better."""
    found = with_confidence(np.full(n, 0.9), np.arange(n) % 10 > 0)

    assert rounding.gap_moves(found, 2) is moves
    assert not rounding.gap_moves(found, None)


def test_bins_are_no_finer_than_the_rounding() -> None:
    """Each holds more than one of the values that there may be."""
    edges = (0, 0.5, 0.9, 0.98, 0.99, 0.999, 0.9999, 1)

    assert rounding.edges_apart(edges, None) == edges
    assert rounding.edges_apart(edges, 2) == (0, 0.5, 0.9, 0.98, 1)
    assert rounding.edges_apart(edges, 3) == (0, 0.5, 0.9, 0.98, 0.99, 1)
