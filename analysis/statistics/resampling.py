"""What chance alone would show: simulated p values, and their adjustment where many are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 20_000

# Equal statistics may differ in their last bits.
TIE = 1e-9


def monte_carlo_p(simulated: NDArray[np.floating], observed: float) -> float:
    """Return the share of draws that reach what was observed, which counts as a draw itself: never 0."""
    reached = int((simulated >= observed - TIE * max(1.0, abs(observed))).sum())
    return (1 + reached) / (1 + len(simulated))


def holm(p: NDArray[np.floating]) -> NDArray[np.floating]:
    """Adjust p values, (m,), so that all rejections hold together (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    stepped = p[order] * np.arange(len(p), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(stepped))
    return adjusted
