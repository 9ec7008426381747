"""How often are the predictions correct, overall and for each class?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.stats import fisher_exact

from analysis.bundle.accuracy import (
    AccuracyFindings,
    ClassScores,
    OtherOrder,
    PrecisionRecallGap,
    ValidationGap,
)
from analysis.bundle.record import Axis, Estimate, Proportion
from analysis.evidence import Evidence
from analysis.statistics import axes, intervals
from analysis.statistics.resampling import DRAWS, holm, monte_carlo_p, parts

RESAMPLES = 10_000
# An accuracy so low, where another order of the outputs would give so much, is a matter of order.
TOO_LOW, WOULD_FIT = 0.5, 0.8
LARGE_GAP = 0.1


def study(evidence: Evidence) -> AccuracyFindings:
    """Score the predicted classes on the test set, in which every class occurs."""
    confusion, n = evidence.predictions.confusion, len(evidence.predictions)
    rng, right = evidence.rng("accuracy"), int(np.trace(confusion))
    support = confusion.sum(axis=1)
    overall, errors = intervals.proportion(right, n), intervals.proportion(n - right, n)
    classes = tuple(_class_scores(confusion, label) for label in range(len(confusion)))
    lowest = int((confusion.diagonal() / support).argmin())
    macro_f1, equal_p = _macro_f1(confusion, rng), _recalls_equal_p(confusion, rng)
    return AccuracyFindings(
        overall=overall,
        overall_axis=axes.of_share(overall.low),
        errors=errors,
        errors_axis=Axis(start=0, end=axes.round_up(errors.high * n)),
        macro_f1=macro_f1,
        majority=intervals.proportion(support.max(), n),
        majority_label=int(support.argmax()),
        near_chance=overall.low <= support.max() / n,
        other_order=_other_order(confusion),
        validation_gap=_validation_gap(evidence, overall),
        classes=classes,
        recalls_equal_p=equal_p,
        recalls_differ=equal_p < 0.05,
        lowest_recall=lowest,
        lowest_recall_significant=_below_all_others(confusion, lowest),
        largest_gap=_largest_gap(classes),
        never_predicted=tuple(scores.label for scores in classes if not scores.predicted),
    )


def _other_order(confusion: NDArray[np.intp]) -> OtherOrder | None:
    """Find the order of the outputs with the most correct predictions, one class each (Kuhn 1955)."""
    n, k = int(confusion.sum()), len(confusion)
    if np.trace(confusion) >= TOO_LOW * n:
        return None
    predicted, label = linear_sum_assignment(confusion.T, maximize=True)
    right = confusion[label, predicted].sum()
    if right <= WOULD_FIT * n:
        return None
    shifts = np.unique((label - predicted) % k)
    return OtherOrder(
        means=tuple(label.tolist()),
        shift=int(shifts[0]) if len(shifts) == 1 else None,
        accuracy=intervals.proportion(right, n),
    )


def _validation_gap(evidence: Evidence, test: Proportion) -> ValidationGap | None:
    if evidence.validation is None:
        return None
    right, n = int(evidence.validation.correct.sum()), len(evidence.validation)
    gap = intervals.newcombe(right, n, test.count, test.total)
    return ValidationGap(validation=intervals.proportion(right, n), gap=gap, large=gap.low > LARGE_GAP)


def _class_scores(confusion: NDArray[np.intp], label: int) -> ClassScores:
    hits = confusion[label, label]
    support, predicted = confusion[label].sum(), confusion[:, label].sum()
    return ClassScores(
        label=label,
        support=int(support),
        predicted=int(predicted),
        errors=int(support - hits),
        precision=intervals.proportion(hits, predicted) if predicted else None,
        recall=intervals.proportion(hits, support),
        f1=_f1(hits, support + predicted - hits),
    )


def _f1(hits: np.intp, union: np.intp) -> Estimate:
    """Map Wilson's interval of hits/union, J, to F1 = 2J/(1 + J), which grows with J."""
    jaccard = intervals.proportion(hits, union)
    value, low, high = (2 * j / (1 + j) for j in (jaccard.value, jaccard.low, jaccard.high))
    return Estimate(value=value, low=low, high=high)


def _largest_gap(classes: tuple[ClassScores, ...]) -> PrecisionRecallGap | None:
    """Find the class whose precision and recall differ most; None where a class was never predicted."""
    known: list[tuple[Proportion, ClassScores]] = [(one.precision, one) for one in classes if one.precision]
    if len(known) < len(classes):
        return None
    gaps = [abs(precision.value - one.recall.value) for precision, one in known]
    widest = int(np.argmax(gaps))
    return PrecisionRecallGap(label=widest, value=gaps[widest])


def _macro_f1(confusion: NDArray[np.intp], rng: np.random.Generator) -> Estimate:
    """Mean of the F1 scores, with a percentile bootstrap of the images: a multinomial draw of the matrix.

    Where all images are classified alike the bootstrap has no width: with no error at all the lower limit is that of
    the accuracy, with no correct prediction the upper one.
    """
    n, k, right = confusion.sum(), len(confusion), np.trace(confusion)
    value = float(_mean_f1(confusion[None])[0])
    if right in {0, n}:
        limits = intervals.proportion(right, n)
        return Estimate(value=value, low=limits.low if right else 0, high=1 if right else limits.high)
    shares = confusion.ravel() / n
    scores = [
        _mean_f1(rng.multinomial(n, shares, draws).reshape(-1, k, k)) for draws in parts(RESAMPLES, k * k)
    ]
    low, high = np.quantile(np.concatenate(scores), [0.025, 0.975])
    return Estimate(value=value, low=float(low), high=float(high))


def _mean_f1(confusions: NDArray[np.integer]) -> NDArray[np.floating]:
    """Macro-F1 of matrices (b, K, K): (b,); a class that neither occurs nor is predicted is left out."""
    hits = np.diagonal(confusions, axis1=1, axis2=2)
    both = confusions.sum(axis=1) + confusions.sum(axis=2)
    scores = np.divide(2 * hits, both, where=both > 0, out=np.full(hits.shape, np.nan))
    return np.asarray(np.nanmean(scores, axis=1))


def _recalls_equal_p(confusion: NDArray[np.intp], rng: np.random.Generator) -> float:
    """χ² of errors by class, against errors dealt at random to the images."""
    support = confusion.sum(axis=1)
    errors = support - confusion.diagonal()
    total = int(errors.sum())
    if total in (0, support.sum()):
        return 1.0
    expected = total * support / support.sum()

    def chi_squared(found: NDArray[np.integer]) -> NDArray[np.floating]:
        return np.asarray(((found - expected) ** 2 * (1 / expected + 1 / (support - expected))).sum(axis=-1))

    dealt = rng.multivariate_hypergeometric(support, total, DRAWS, method="marginals")
    return monte_carlo_p(chi_squared(dealt), float(chi_squared(errors)))


def _below_all_others(confusion: NDArray[np.intp], label: int) -> bool:
    """Whether Fisher tests, adjusted together, tell the recall of a class from that of each other."""
    right = confusion.diagonal()
    table = np.column_stack([right, confusion.sum(axis=1) - right])
    others = [other for other in range(len(confusion)) if other != label]
    p = np.array([fisher_exact(table[[label, other]]).pvalue for other in others])
    return bool((holm(p) < 0.05).all())
