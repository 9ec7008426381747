"""What given scores mean: probabilities, values between 0 and 1 that are none yet, or logits; told by their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.system.errors import PredictionsError

# What rounding to two decimals may do to a row: half a hundredth for each class, up to this.
ROUNDED, MOST_ROUNDED = 0.005, 0.05
# A probability of 0 has no logarithm, and stands for one that was too small to be written.
LEAST = float(np.finfo(np.float64).eps)
# Decimals that are looked for, and shares between 0 and 1 that are enough to tell.
MOST_DECIMALS, FEWEST_TELLING = 5, 10
# Shares that are looked at at a time.
PART = 100_000
FROM_PROBABILITIES = "probabilities: every row sums to 1"
FROM_PERCENTAGES = "probabilities in percent: every row sums to 100"
FROM_UNIT = "values between 0 and 1 whose rows do not sum to 1, so each row was divided by its sum"
FROM_LOGITS = "logits, to which the softmax was applied: they are not all between 0 and 1"


class Scores(NamedTuple):
    """One logit per class for each image, float64 (n, K), and what they were made from, as a clause."""

    logits: NDArray[np.float64]
    meaning: str
    decimals: int | None = None
    """Of probabilities that are all multiples of 0.1, 0.01, …; None for others."""


def understood(numbers: NDArray[np.float64]) -> Scores:
    """Return the logits that finite numbers (n, K) stand for.  Raises PredictionsError where they can be none."""
    sums, slip = numbers.sum(axis=1), min(ROUNDED * numbers.shape[1], MOST_ROUNDED)
    if numbers.min() >= 0 and numbers.max() <= 100 and np.allclose(sums, 100, rtol=0, atol=100 * slip):
        return Scores(_logarithms(numbers, sums), FROM_PERCENTAGES, _decimals(numbers / 100))
    # float16, and the sums of float32, pass 1 by a little
    if numbers.min() < 0 or numbers.max() > 1 + 1e-3:
        return Scores(numbers, FROM_LOGITS)
    if np.allclose(sums, 1, rtol=0, atol=slip):
        return Scores(_logarithms(numbers, sums), FROM_PROBABILITIES, _decimals(numbers))
    if not sums.all():
        raise PredictionsError(
            f"Expected a score above 0 in every row, found none in row {int(np.flatnonzero(sums == 0)[0]):,} "
            "(from 0): leave that row out, or give logits."
        )
    return Scores(_logarithms(numbers, sums), FROM_UNIT, _decimals(numbers))


def of_classes(numbers: NDArray[np.float64], columns: Sequence[int]) -> Scores:
    """Return the scores of some columns: the others are no scores where these are probabilities by themselves."""
    some = numbers[:, columns]
    if len(columns) == numbers.shape[1]:
        return understood(some)
    if some.min() >= 0 and some.sum(axis=1).all():
        alone = understood(some)
        if alone.meaning in {FROM_PROBABILITIES, FROM_PERCENTAGES}:
            return alone
    every = understood(numbers)
    return every._replace(logits=every.logits[:, columns])


def decisions(numbers: NDArray[np.float64]) -> bool:
    """Say whether each row has the same positive number in one column, and 0 in the others: one-hot, or scaled so."""
    top = numbers.max()
    return bool(top > 0 and np.isin(numbers, (0, top)).all() and ((numbers == top).sum(axis=1) == 1).all())


def finite(scores: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return numbers with a row per image and a column per class.  Raises PredictionsError."""
    if scores.dtype.kind not in "fiub" or scores.ndim != 2 or scores.shape[1] < 2:
        raise PredictionsError(
            f"Expected numbers with a row per image and a column per class, found {scores.dtype} of shape "
            f"{scores.shape}: give probabilities, logits, or the predicted classes."
        )
    if not len(scores):
        raise PredictionsError(
            "Expected a row of scores per image, found no row: give the predictions again."
        )
    numbers = scores.astype(np.float64)
    broken = np.flatnonzero(~(np.abs(numbers) <= np.finfo(np.float32).max).all(axis=1))
    if len(broken):
        raise PredictionsError(
            f"Expected finite scores, found NaN or infinity in {len(broken):,} rows, first in row {broken[0]:,} "
            "(from 0; beyond 3.4e38 counts as infinity): correct or leave out these rows."
        )
    return numbers


def _decimals(shares: NDArray[np.float64]) -> int | None:
    """Return the decimals, up to five, that all shares have at most; None for more, and where few are neither 0 nor 1."""
    between = shares[(shares > 0) & (shares < 1)]
    if len(between) < FEWEST_TELLING:
        return None
    parts = np.array_split(between, 1 + len(between) // PART)
    return next(
        (each for each in range(1, MOST_DECIMALS + 1) if all(_are_multiples(part, each) for part in parts)),
        None,
    )


def _are_multiples(shares: NDArray[np.float64], decimals: int) -> bool:
    """Say whether shares have no more decimals; a float32 is away from a decimal number by a unit of its 24 bits."""
    scaled = shares * 10**decimals
    return bool((np.abs(scaled - np.rint(scaled)) <= 1.2e-7 * scaled).all())


def _logarithms(numbers: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.log(np.maximum(numbers / sums[:, np.newaxis], LEAST)))
