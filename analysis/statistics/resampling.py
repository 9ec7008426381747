"""What chance alone would show: simulated p values, and their adjustment where many are looked at."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DRAWS = 20_000

# Numbers that are drawn at a time: 32 MB, so that a hundred classes fit into memory.
AT_A_TIME = 4_000_000

# Equal statistics may differ in their last bits.
TIE = 1e-9


class Reached(NamedTuple):
    """How many draws were made, how many are as uneven as the counts, and for each count as low in p: (m,)."""

    draws: int
    uneven: int
    each: NDArray[np.intp]


def reached(simulated: NDArray[np.floating], observed: float) -> int:
    """Count the draws, (b,), that reach what was observed."""
    return int((simulated >= observed - TIE * max(1.0, abs(observed))).sum())


def parts(draws: int, width: int) -> list[int]:
    """Split draws of `width` numbers each into parts that fit into memory.

    Drawn one after the other by one generator, they are the draws that it would make at once.
    """
    most = max(1, AT_A_TIME // width)
    return [min(most, draws - start) for start in range(0, draws, most)]


def holm(p: NDArray[np.floating], times: NDArray[np.integer] | None = None) -> NDArray[np.floating]:
    """Adjust p values, (m,), so that all rejections hold together (Holm 1979); each counts `times`, else once."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    many = np.ones(len(p), int) if times is None else times[order]
    stepped = p[order] * np.cumsum(many[::-1])[::-1]
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(stepped))
    return adjusted
