"""How often is the network right, overall and for each digit?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import fisher_exact

from analysis.bundle.accuracy import AccuracyFindings, DigitScores
from analysis.bundle.record import Estimate
from analysis.statistics import intervals
from analysis.statistics.resampling import DRAWS, holm, monte_carlo_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.predictions import Predictions

RESAMPLES = 10_000


def score(predictions: Predictions, rng: np.random.Generator) -> AccuracyFindings:
    """Score the predictions for the test set, in which every digit occurs."""
    confusion, n = predictions.confusion, len(predictions)
    right = int(np.trace(confusion))
    in_two = right + int((~predictions.correct & (predictions.second == predictions.labels)).sum())
    lowest = int((confusion.diagonal() / confusion.sum(axis=1)).argmin())
    return AccuracyFindings(
        overall=intervals.proportion(right, n),
        mistakes=intervals.proportion(n - right, n),
        top_2=intervals.proportion(in_two, n),
        macro_f1=_macro_f1(confusion, rng),
        log_loss=intervals.mean(predictions.losses, floor=0),
        brier=intervals.mean(predictions.squared_errors, floor=0),
        digits=tuple(_digit_scores(confusion, digit) for digit in range(10)),
        recalls_equal_p=_recalls_equal_p(confusion, rng),
        lowest_recall=lowest,
        lowest_recall_verified=_below_all_others(confusion, lowest),
    )


def _digit_scores(confusion: NDArray[np.intp], digit: int) -> DigitScores:
    hits = confusion[digit, digit]
    support, predicted = confusion[digit].sum(), confusion[:, digit].sum()
    return DigitScores(
        digit=digit,
        support=int(support),
        predicted=int(predicted),
        precision=intervals.proportion(hits, predicted) if predicted else None,
        recall=intervals.proportion(hits, support),
        f1=_f1(hits, support + predicted - hits),
    )


def _f1(hits: np.intp, union: np.intp) -> Estimate:
    """Map Wilson's interval of hits/union, J, to F1 = 2J/(1 + J), which grows with J."""
    jaccard = intervals.proportion(hits, union)
    value, low, high = (2 * j / (1 + j) for j in (jaccard.value, jaccard.low, jaccard.high))
    return Estimate(value=value, low=low, high=high)


def _macro_f1(confusion: NDArray[np.intp], rng: np.random.Generator) -> Estimate:
    """Mean of the ten F1, with a percentile bootstrap of the images: a multinomial draw of the matrix.

    Without any mistake the bootstrap has no width; the lower limit is then that of the accuracy.
    """
    n = confusion.sum()
    value = float(_mean_f1(confusion[None])[0])
    if np.trace(confusion) == n:
        return Estimate(value=value, low=intervals.proportion(n, n).low, high=1)
    resampled = rng.multinomial(n, confusion.ravel() / n, RESAMPLES).reshape(-1, 10, 10)
    low, high = np.quantile(_mean_f1(resampled), [0.025, 0.975])
    return Estimate(value=value, low=float(low), high=float(high))


def _mean_f1(confusions: NDArray[np.integer]) -> NDArray[np.floating]:
    """Macro-F1 of matrices (b, 10, 10): (b,); a digit that neither occurs nor is named is left out."""
    hits = np.diagonal(confusions, axis1=1, axis2=2)
    both = confusions.sum(axis=1) + confusions.sum(axis=2)
    scores = np.divide(2 * hits, both, where=both > 0, out=np.full(hits.shape, np.nan))
    return np.asarray(np.nanmean(scores, axis=1))


def _recalls_equal_p(confusion: NDArray[np.intp], rng: np.random.Generator) -> float:
    """χ² of mistakes by digit, against mistakes dealt at random to the images."""
    support = confusion.sum(axis=1)
    mistakes = support - confusion.diagonal()
    total = int(mistakes.sum())
    if total in (0, support.sum()):
        return 1.0
    expected = total * support / support.sum()

    def chi_squared(found: NDArray[np.integer]) -> NDArray[np.floating]:
        return np.asarray(((found - expected) ** 2 * (1 / expected + 1 / (support - expected))).sum(axis=-1))

    dealt = rng.multivariate_hypergeometric(support, total, DRAWS, method="marginals")
    return monte_carlo_p(chi_squared(dealt), float(chi_squared(mistakes)))


def _below_all_others(confusion: NDArray[np.intp], digit: int) -> bool:
    """Whether nine Fisher tests, adjusted together, tell the digit's recall from each of the others."""
    right = confusion.diagonal()
    table = np.column_stack([right, confusion.sum(axis=1) - right])
    others = [other for other in range(10) if other != digit]
    p = np.array([fisher_exact(table[[digit, other]]).pvalue for other in others])
    return bool((holm(p) < 0.05).all())
