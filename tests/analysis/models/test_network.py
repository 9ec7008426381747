"""Laws of the network before it learns."""

from __future__ import annotations

import random

import numpy as np

from analysis.models.network import build


def beginning(seed: int) -> list[np.ndarray]:
    """Weights, and where dropout begins."""
    network = build((2, 2, 2, 2, 2), dropout=0.5, seed=seed)
    return [*network.get_weights(), network.get_layer("dropout").seed_generator.state.numpy()]


def test_nothing_else_that_draws_changes_the_beginning() -> None:
    """Threads beside the training draw from Python's generator at any time."""
    random.seed(1)
    first = beginning(3)
    random.seed(2)

    assert all(map(np.array_equal, first, beginning(3)))
    assert not all(map(np.array_equal, first, beginning(4)))
