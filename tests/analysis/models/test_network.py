"""Laws of the network before it learns."""

from __future__ import annotations

import random

import numpy as np
import pytest

from analysis.models.network import build
from analysis.models.recipes import FULL


def beginning(seed: int) -> list[np.ndarray]:
    """Weights, and where dropout begins."""
    network = build((28, 28), 10, (2, 2, 2, 2, 2), dropout=0.5, seed=seed)
    return [*network.get_weights(), network.get_layer("dropout").seed_generator.state.numpy()]


def test_nothing_else_that_draws_changes_the_beginning() -> None:
    """Threads beside the training draw from Python's generator at any time."""
    random.seed(1)
    first = beginning(3)
    random.seed(2)

    assert all(map(np.array_equal, first, beginning(3)))
    assert not all(map(np.array_equal, first, beginning(4)))


@pytest.mark.parametrize(("shape", "classes"), [((8, 8), 2), ((19, 33), 12), ((28, 28), 10), ((64, 40), 26)])
def test_every_shape_has_a_network(shape: tuple[int, int], classes: int) -> None:
    """From 8 to 64 pixels a side, images of one channel give one logit per class, and features are left."""
    network = build(shape, classes, FULL, dropout=0.3)

    assert network.input_shape == (None, *shape, 1)
    assert network.output_shape == (None, classes)
    assert network.get_layer("features").output.shape[1] >= FULL[-1]
