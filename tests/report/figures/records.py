"""Predictions that are made up but possible, for any number of classes and any kind of network, and their errors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.accuracy import AccuracyFindings, ClassScores
from analysis.bundle.classes import DIGITS, Classes
from analysis.bundle.confusion import ConfusionFindings, Pair, PredictedImage
from analysis.bundle.record import Axis, Estimate
from analysis.statistics.intervals import proportion

Kind = Literal["ordinary", "flawless", "hopeless", "constant"]
AXIS = Axis(start=0, end=1)
LONG_NAMES = ("Refrigerator", "Ankle boot", "Sandwichmkr.", "T-shirt", "Coat", "Pullover", "Wheelbarrow")


def letters(count: int) -> Classes:
    """Return classes with names of up to 14 letters."""
    names = (f"{LONG_NAMES[k % 7]}{'' if k < 7 else f' {k // 7 + 1}'}" for k in range(count))
    return Classes(names=tuple(names), noun="thing", nouns="things")


CLASSES = {3: Classes(names=("a", "b", "c"), noun="letter", nouns="letters"), 10: DIGITS, 12: letters(12), 20: letters(20)}  # fmt: skip


def estimate(value: float, half: float = 0.01) -> Estimate:
    """Return an estimate in the middle of its interval."""
    return Estimate(value=value, low=value - half, high=value + half)


@dataclass(frozen=True)
class Predicted:
    """What all other records follow from: labels and predicted classes (n,), confidence (n,)."""

    classes: Classes
    labels: NDArray[np.intp]
    predicted: NDArray[np.intp]
    confidence: NDArray[np.float64]

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the prediction is the label, (n,)."""
        return np.asarray(self.labels == self.predicted)

    @property
    def counts(self) -> NDArray[np.intp]:
        """The confusion matrix, [label][predicted]."""
        k = len(self.classes.names)
        return np.bincount(k * self.labels + self.predicted, minlength=k * k).reshape(k, k)


def predicted(count: int, kind: Kind, images: int = 1500) -> Predicted:
    """Return the predictions of a network: right in 19 of 20 images, in all, in none, or equally sure in all."""
    rng = np.random.default_rng(count)
    labels = rng.permutation(np.arange(images) % count)
    share = {"ordinary": 0.95, "flawless": 1.0, "hopeless": 0.0, "constant": 0.8}[kind]
    right = rng.random(images) < share
    off = rng.choice([1, 2, count - 1], size=images, p=[0.5, 0.3, 0.2])
    wrong = (labels + np.where(off % count == 0, 1, off)) % count
    sure = 1 - 10 ** -np.where(right, rng.uniform(1, 6, images), rng.uniform(0.3, 3, images))
    if kind == "constant":
        sure = np.full(images, 0.5)
    return Predicted(CLASSES[count], labels, np.where(right, labels, wrong), sure)


def scores(made: Predicted) -> AccuracyFindings:
    """Return the scores of every class."""
    counts = made.counts
    support = counts.sum(axis=1)
    right = np.diag(counts)
    classes = tuple(
        ClassScores(
            label=k,
            support=int(support[k]),
            predicted=int(counts[:, k].sum()),
            errors=int(support[k] - right[k]),
            precision=proportion(int(right[k]), int(counts[:, k].sum())) if counts[:, k].any() else None,
            recall=proportion(int(right[k]), int(support[k])),
            f1=estimate(0.9),
        )
        for k in range(len(support))
    )
    lowest = int(np.argmin(right / support))
    return AccuracyFindings(
        overall=proportion(int(right.sum()), int(support.sum())),
        overall_axis=AXIS,
        errors=proportion(int(support.sum() - right.sum()), int(support.sum())),
        errors_axis=AXIS,
        macro_f1=estimate(0.9),
        majority=proportion(int(support.max()), int(support.sum())),
        majority_label=0,
        near_chance=False,
        classes=classes,
        recalls_equal_p=0.5,
        recalls_differ=False,
        lowest_recall=lowest,
        lowest_recall_significant=True,
        largest_gap=None,
        never_predicted=(),
    )


def pairs(made: Predicted) -> tuple[Pair, ...]:
    """Return all pairs; the two with most errors are significant, the pairs (0, 1) and (1, 2) were named."""
    counts = made.counts
    found = [(int(counts[a, b] + counts[b, a]), a, b) for a, b in combinations(range(len(counts)), 2)]
    ranked = sorted(found, key=lambda each: (-each[0], *each[1:]))
    return tuple(
        Pair(
            classes=(a, b),
            errors=errors,
            first_as_second=int(counts[a, b]),
            second_as_first=int(counts[b, a]),
            rate=proportion(errors, int(counts[[a, b]].sum())),
            share=None,
            adjusted_p=0.5,
            significant=rank < 2 and errors > 0,
            verdict="not supported",
            rank_low=1,
            rank_high=2,
            any_rank=True,
            named=(a, b) in {(0, 1), (1, 2)},
        )
        for rank, (errors, a, b) in enumerate(ranked)
    )


def errors(made: Predicted) -> tuple[PredictedImage, ...]:
    """Return every error."""
    return tuple(
        PredictedImage(
            index=int(row),
            label=int(made.labels[row]),
            predicted=int(made.predicted[row]),
            second=None,
            confidence=float(made.confidence[row]),
            label_probability=None,
            disputed=False,
        )
        for row in np.flatnonzero(~made.correct)
    )


def confused(made: Predicted) -> ConfusionFindings:
    """Return the confusion matrix with its pairs and errors."""
    ranked, counts, wrong = pairs(made), made.counts, errors(made)
    return ConfusionFindings(
        counts=tuple(map(tuple, counts.tolist())),
        row_shares=(),
        row_error_rates=(),
        pairs=ranked,
        pair_count=len(ranked),
        cell_count=2 * len(ranked),
        comparison_count=0,
        pairs_shown=min(12, len(ranked)),
        cells=0,
        uniformity_p=None,
        uniform=True,
        significant_count=2,
        verified_ranks=0,
        tied_with_first=0,
        largest_cell=None,
        shades=(),
        named_pairs=None,
        errors=wrong,
        errors_shown=len(wrong),
        errors_total=len(wrong),
    )
