"""What the numbers that a network gives are: told from the numbers themselves, never from the names of its layers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from analysis.bundle.network_use import Outputs
from analysis.system.errors import ModelError

# The smallest normal float32: a probability below is not known.
FLOOR = float(np.finfo(np.float32).tiny)
# What a float32 that was rounded to 1 may lack: of one column, that is the other class.
BELOW_1 = float(np.finfo(np.float32).epsneg) / 2
# A float16 softmax over a hundred classes is within.
TOLERANCE = 5e-3


def kind(scores: NDArray[np.floating]) -> Outputs:
    """Tell what rows of scores (n, K) are.  Raises ModelError where none of them is finite."""
    found = scores[np.isfinite(scores).all(axis=1)].astype(np.float64)
    if not len(found):
        raise ModelError(
            "Expected finite scores, found NaN or infinity for every image: train the network anew, "
            "or save another state of it."
        )
    if (found >= 0).all() and (found <= 1 + TOLERANCE).all():
        return "probabilities" if _near(found.sum(axis=1), 1) and found.shape[1] > 1 else "sigmoids"
    if (found <= TOLERANCE).all() and _near(logsumexp(found, axis=1), 0):
        return "log-probabilities"
    return "logits"


def to_logits(scores: NDArray[np.floating], outputs: Outputs) -> NDArray[np.float64]:
    """Return scores (n, K), or (n, 1) of two classes, as numbers whose softmax is the probability of each class."""
    found = scores.astype(np.float64)
    if found.shape[1] == 1:
        return _of_two(found[:, 0], outputs)
    if outputs in {"probabilities", "sigmoids"}:
        return np.asarray(np.log(np.maximum(found, FLOOR)))
    return found


def of_classes(logits: NDArray[np.float64], columns: Sequence[int]) -> NDArray[np.float64]:
    """Keep the outputs that stand for a class, in the order of the classes, (n, K); all where none are named."""
    return logits[:, list(columns)] if columns else logits


def _of_two(found: NDArray[np.float64], outputs: Outputs) -> NDArray[np.float64]:
    """Return two columns of one that speaks for the second class."""
    if outputs == "logits":
        return np.stack([np.zeros_like(found), found], axis=1)
    shares = np.stack([np.maximum(1 - found, BELOW_1), np.maximum(found, FLOOR)], axis=1)
    return np.asarray(np.log(shares))


def _near(found: NDArray[np.float64], value: float) -> bool:
    return bool((np.abs(found - value) <= TOLERANCE).all())
