"""What probabilities that were rounded, or are 0, leave undecided.

A probability that is written with d decimals lies within half a unit of the last of them; how much a figure may move by
that is set beside how much it varies with the images.  What may move as far is not stated.
"""

from __future__ import annotations

import numpy as np

from analysis.statistics.intervals import mean_interval
from analysis.statistics.probabilities import Probabilities, View

# Of all errors: how many may change sides at a coverage by the order among equal confidences.
FEW = 0.1


def half_unit(decimals: int) -> float:
    """Return by how much a probability with so many decimals may be off."""
    return 0.5 * 10.0**-decimals


def log_loss_moves(found: Probabilities, decimals: int | None) -> bool:
    """Say whether rounding may move the mean loss beyond its 95% interval."""
    if decimals is None:
        return False
    share, half = found.label_probability, half_unit(decimals)
    if share.min() <= half:
        return True
    low, high = (-np.log(np.minimum(1, share + step)).mean() for step in (half, -half))
    interval = mean_interval(found.losses, floor=0)
    return bool(high > interval.high or low < interval.low)


def gap_moves(found: View, decimals: int | None) -> bool:
    """Say whether rounding may move the mean confidence by half a standard error of a calibrated network's accuracy."""
    if decimals is None:
        return False
    variance = (found.confidence * (1 - found.confidence)).sum()
    return bool(half_unit(decimals) > 0.5 * variance**0.5 / len(found))


def order_moves(found: View, coverages: tuple[float, ...], decimals: int | None) -> bool:
    """Say whether the order among equal confidences decides on a tenth of the errors at one of the coverages."""
    if decimals is None:
        return False
    wrong, confidence = ~found.correct, np.round(found.confidence, decimals)
    least, most = (np.cumsum(wrong[np.lexsort((last, -confidence))]) for last in (wrong, ~wrong))
    kept = np.maximum(1, np.rint(np.array(coverages) * len(found)).astype(int)) - 1
    return bool((most - least)[kept].max() > FEW * max(1, wrong.sum()))


def edges_apart(edges: tuple[float, ...], decimals: int | None) -> tuple[float, ...]:
    """Return the edges of bins that hold at least two units each, up to 1."""
    if decimals is None:
        return edges
    unit = 10.0**-decimals
    return tuple(edge for edge in edges if edge == 1 or 1 - edge > 1.5 * unit)
