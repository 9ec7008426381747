"""How often are the predictions correct, overall and for each class?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from analysis.bundle.accuracy import AccuracyFindings, ClassScores, OtherOrder
from analysis.bundle.record import Bootstrap, MonteCarloTest, Proportion
from analysis.evidence import Evidence
from analysis.statistics.intervals import wilson
from analysis.statistics.resampling import DRAWS, parts, reached

RESAMPLES = 10_000
# An accuracy so low, where another order of the outputs would give so much, is a matter of order.
TOO_LOW, WOULD_FIT = 0.5, 0.8


def study(evidence: Evidence) -> AccuracyFindings:
    """Score the predicted classes on the test set, in which every class occurs."""
    confusion, rng = evidence.predictions.confusion, evidence.rng("accuracy")
    held_out = evidence.validation
    return AccuracyFindings(
        classes=tuple(_class_scores(confusion, label) for label in range(len(confusion))),
        macro_f1_limits=_macro_f1_limits(confusion, rng, evidence.seed),
        recalls_equal=_recalls_equal(confusion, rng, evidence.seed),
        other_order=_other_order(confusion),
        validation=Proportion.of(held_out.correct.sum(), len(held_out)) if held_out else None,
    )


def _class_scores(confusion: NDArray[np.intp], label: int) -> ClassScores:
    support, predicted = int(confusion[label].sum()), int(confusion[:, label].sum())
    errors = support - int(confusion[label, label])
    return ClassScores(label=label, support=support, predicted=predicted, errors=errors)


def _other_order(confusion: NDArray[np.intp]) -> OtherOrder | None:
    """Find the order of the outputs with the most correct predictions, one class each (Kuhn 1955)."""
    n = int(confusion.sum())
    if np.trace(confusion) >= TOO_LOW * n:
        return None
    predicted, label = linear_sum_assignment(confusion.T, maximize=True)
    right = confusion[label, predicted].sum()
    if right <= WOULD_FIT * n:
        return None
    return OtherOrder(means=tuple(label.tolist()), accuracy=Proportion.of(right, n))


def _macro_f1_limits(confusion: NDArray[np.intp], rng: np.random.Generator, seed: int) -> Bootstrap:
    """Return the percentile bootstrap over the images, a multinomial draw of the matrix, of the mean F1 score.

    Where all images are classified alike the bootstrap has no width: with no error at all the lower limit is that of
    the accuracy, with no correct prediction the upper one.
    """
    n, k, right = int(confusion.sum()), len(confusion), int(np.trace(confusion))
    if right in {0, n}:
        low, high = wilson(right, n)
        return Bootstrap(seed=seed, draws=RESAMPLES, low=low if right else 0, high=1 if right else high)
    shares = confusion.ravel() / n
    scores = [
        _mean_f1(rng.multinomial(n, shares, draws).reshape(-1, k, k)) for draws in parts(RESAMPLES, k * k)
    ]
    low, high = np.quantile(np.concatenate(scores), [0.025, 0.975]).tolist()
    return Bootstrap(seed=seed, draws=RESAMPLES, low=low, high=high)


def _mean_f1(confusions: NDArray[np.integer]) -> NDArray[np.floating]:
    """Macro-F1 of matrices (b, K, K): (b,); a class that neither occurs nor is predicted is left out."""
    hits = np.diagonal(confusions, axis1=1, axis2=2)
    both = confusions.sum(axis=1) + confusions.sum(axis=2)
    scores = np.divide(2 * hits, both, where=both > 0, out=np.full(hits.shape, np.nan))
    return np.asarray(np.nanmean(scores, axis=1))


def _recalls_equal(confusion: NDArray[np.intp], rng: np.random.Generator, seed: int) -> MonteCarloTest:
    """χ² of errors by class, against errors dealt at random to the images."""
    support = confusion.sum(axis=1)
    errors = support - confusion.diagonal()
    total = int(errors.sum())
    if total in (0, support.sum()):
        return MonteCarloTest(seed=seed, draws=DRAWS, reached=DRAWS)
    expected = total * support / support.sum()

    def chi_squared(found: NDArray[np.integer]) -> NDArray[np.floating]:
        return np.asarray(((found - expected) ** 2 * (1 / expected + 1 / (support - expected))).sum(axis=-1))

    dealt = rng.multivariate_hypergeometric(support, total, DRAWS, method="marginals")
    as_far = reached(chi_squared(dealt), float(chi_squared(errors)))
    return MonteCarloTest(seed=seed, draws=DRAWS, reached=as_far)
