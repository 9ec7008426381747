"""Networks with more outputs than the data have classes: which output stands for which class.

So it is where labels count from 1 (EMNIST's letters, 27 outputs for 26), or leave numbers out (the letters of sign
language, 25 for 24): whoever trains on numbers as labels needs an output for each number up to the largest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.brought.networks.choice import above_chance

Columns = tuple[int, ...]


def possible(names: Sequence[str], outputs: int) -> list[Columns]:
    """Return which outputs may stand for the classes: those of their names, if these are numbers, or so many in a row."""
    named = [int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 6]
    found = [tuple(named)] if len(set(named)) == len(names) and max(named) < outputs else []
    rows = [tuple(range(first, first + len(names))) for first in range(outputs - len(names) + 1)]
    return list(dict.fromkeys([*found, *rows]))


def find(
    scores: Sequence[NDArray[np.floating]], labels: NDArray[np.integer], names: Sequence[str]
) -> Columns | None:
    """Return the output of each class in which most labels are predicted, among all outputs; None where few are.

    `scores` are those of the same images in several ways of giving them, (n, outputs) each.
    """
    answers = [each.argmax(axis=1) for each in scores if np.isfinite(each).all()]
    columns = possible(names, scores[0].shape[1])
    right = [
        max([float((answer == np.asarray(one)[labels]).mean()) for answer in answers], default=0.0)
        for one in columns
    ]
    best = int(np.argmax(right))
    majority = float(np.bincount(labels).max() / len(labels))
    return columns[best] if above_chance(right[best], majority) else None
