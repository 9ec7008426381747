"""How much worse images are made, in the unit of each family; the bundle looks it up, without SciPy."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Family = Literal["shift", "rotation", "noise", "blur", "thickness"]

SEVERITIES = range(6)
GREATEST: dict[Family, float] = {"shift": 5, "rotation": 30, "noise": 0.5, "blur": 2.5, "thickness": 4}
"""Pixels of an image of 28, degrees, standard deviation as a share of the range, that of the blur in pixels, added pixels."""
MNIST_SIDE = 28


def families(*, photographs: bool) -> tuple[Family, ...]:
    """Return those that are tried: strokes there are of ink only."""
    return tuple(name for name in GREATEST if not (photographs and name == "thickness"))


def amount(family: Family, severity: int, side: int) -> float:
    """Return how much it is, of images whose shorter side has so many pixels: lengths grow with it."""
    scale = 1.0 if family in {"rotation", "noise"} else side / MNIST_SIDE
    return GREATEST[family] * scale * severity / SEVERITIES[-1]


def spread_over_classes(labels: NDArray[np.integer], size: int) -> NDArray[np.intp]:
    """Choose `size` rows at even distances, each class in its proportion to within one: ascending, (≤ n,)."""
    size = min(size, len(labels))
    by_class = np.argsort(labels, kind="stable")
    return np.sort(by_class[np.arange(size) * len(labels) // max(size, 1)])
