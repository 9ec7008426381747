"""How much do runs with different random seeds differ?"""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, NonNegativeFloat, model_validator

from analysis.bundle.confusion import UniformityTest
from analysis.bundle.record import (
    Estimate,
    Omitted,
    Packed,
    Proportion,
    Record,
    derived,
    monte_carlo_p,
    present,
)
from analysis.statistics import replicates
from analysis.statistics.pairs import confused, pairs_of

MAX_RUNS = 1_000
PAIRS_KEPT = 10
NOT_KEPT = Omitted(reason="the bundle is older than the predictions of its runs")


class SeedRun(Record):
    """One training with one random seed."""

    seed: int = Field(ge=-(2**63), lt=2**64)
    accuracy: Proportion
    """On the test set, evaluated once."""
    predicted: Packed | Omitted
    """uint8 (n,): the predicted class of each test image."""
    log_loss: NonNegativeFloat
    scaled_log_loss: NonNegativeFloat
    """After the temperature fitted on this run's validation split."""
    uniformity: UniformityTest | None
    """Of this run's errors, as that of the confusion matrix; null without errors, and in older bundles."""

    @derived
    def errors(self) -> int:
        """Misclassified test images."""
        return self.accuracy.total - self.accuracy.count


class PairOverRuns(Record):
    """One pair of classes over all runs."""

    classes: tuple[int, int]
    errors: int
    """Added over the runs."""
    runs_with_errors: int
    runs_significant: int
    """Runs in which the pair has significantly more errors than expected."""
    named: bool


class SumsOverRuns(Record):
    """What follows from the predictions of the runs, in a bundle that does not hold them."""

    new_images: Estimate
    pairs: tuple[PairOverRuns, ...]


class SeedFindings(Record):
    """The same recipe with several random seeds."""

    preset: str
    labels: Packed | Omitted
    """uint8 (n,): the true label of each test image."""
    runs: tuple[SeedRun, ...] = Field(min_length=2, max_length=MAX_RUNS)
    named: tuple[tuple[int, int], ...]
    """Pairs that were named before looking at the errors; the smaller label first."""
    sums: SumsOverRuns | None = None
    """In older bundles, which do not hold the predictions of the runs; else null."""

    @model_validator(mode="after")
    def _is_of_one_test_set(self) -> Self:
        if len({run.seed for run in self.runs}) < len(self.runs):
            msg = "each seed once"
            raise ValueError(msg)
        if len({run.accuracy.total for run in self.runs}) > 1:
            msg = "runs with equally many test images"
            raise ValueError(msg)
        if isinstance(self.labels, Omitted):
            self._check_sums()
        else:
            self._check_predictions(self.labels)
        return self

    def _check_predictions(self, labels: Packed) -> None:
        """Hold the accuracy of each run to its predictions, and its test to its errors."""
        n, pairs = self.runs[0].accuracy.total, len(pairs_of(self._class_count(labels)))
        if self.sums or (labels.dtype, labels.shape) != ("uint8", (n,)):
            msg = f"labels of {n:,} images, and no sums beside them"
            raise ValueError(msg)
        for run in self.runs:
            predicted, test = present(run.predicted), run.uniformity
            if not isinstance(predicted, Packed) or (predicted.dtype, predicted.shape) != ("uint8", (n,)):
                msg = f"predictions of {n:,} images in each run"
                raise ValueError(msg)
            right = int((predicted.array() == labels.array()).sum())
            if run.accuracy.count != right or predicted.array().max() >= self._class_count(labels):
                msg = f"predictions of which {run.accuracy.count:,} are correct, with seed {run.seed}"
                raise ValueError(msg)
            reached = test.reached_by_pair if test else ()
            if (test is None) != (run.errors == 0) or len(reached) != (pairs if test else 0):
                msg = f"a test of {pairs:,} pairs where a run has errors"
                raise ValueError(msg)
            if test and not 0 <= min(reached) <= max(reached) <= test.draws:
                msg = f"pairs that at most {test.draws:,} draws reach"
                raise ValueError(msg)

    def _check_sums(self) -> None:
        """Bound what older bundles hold."""
        if self.sums is None:
            msg = "sums over the runs, or their predictions"
            raise ValueError(msg)
        pairs, count = self.sums.pairs, len(self.runs)
        falls = all(
            (-one.errors, one.classes) < (-other.errors, other.classes) for one, other in pairwise(pairs)
        )
        if not falls or sum(pair.errors for pair in pairs) > self.errors_total:
            msg = "pairs with at most all errors, most errors first"
            raise ValueError(msg)
        for pair in pairs:
            least, most = min(1, pair.errors), min(count, pair.errors)
            if not (
                least <= pair.runs_with_errors <= most and 0 <= pair.runs_significant <= pair.runs_with_errors
            ):
                msg = f"runs with errors of {pair.classes} among {count}"
                raise ValueError(msg)
        mean = sum(run.accuracy.count for run in self.runs) / count / self.runs[0].accuracy.total
        if abs(self.sums.new_images.value - mean) > 2e-6:
            msg = f"a mean accuracy of {mean:.6g}"
            raise ValueError(msg)

    @staticmethod
    def _class_count(labels: Packed) -> int:
        """Return how many classes there are, each of which occurs in the test set."""
        return int(labels.array().max(initial=1)) + 1

    @derived
    def run_count(self) -> int:
        """Runs."""
        return len(self.runs)

    @derived
    def errors_total(self) -> int:
        """Added over the runs."""
        return sum(run.errors for run in self.runs)

    @property
    def _accuracies(self) -> NDArray[np.float64]:
        return np.array([run.accuracy.count / run.accuracy.total for run in self.runs])

    @property
    def _log_losses(self) -> NDArray[np.float64]:
        return np.array([run.log_loss for run in self.runs])

    @derived
    def accuracy(self) -> Estimate:
        """Mean over the runs, with the t-interval for this test set."""
        return Estimate.of(replicates.these_images(self._accuracies, (0, 1)))

    @derived
    def accuracy_sd(self) -> float:
        """Standard deviation between runs (ddof 1)."""
        return float(self._accuracies.std(ddof=1))

    @derived
    def new_images(self) -> Estimate:
        """The same mean, with an interval that allows for seeds and for the choice of images (two-way random effects)."""
        if self.sums:
            return self.sums.new_images
        return Estimate.of(replicates.new_images(self._predictions == self._true_labels))

    @derived
    def log_loss(self) -> Estimate:
        """Mean over the runs, with the t-interval for this test set."""
        return Estimate.of(replicates.these_images(self._log_losses, (0, inf)))

    @derived
    def log_loss_sd(self) -> float:
        """Standard deviation between runs (ddof 1)."""
        return float(self._log_losses.std(ddof=1))

    @derived
    def pairs(self) -> tuple[PairOverRuns, ...]:
        """The ten pairs with most errors over all runs, and the named pairs; most errors first."""
        if self.sums:
            return self.sums.pairs
        return tuple(pair for rank, pair in enumerate(self._all_pairs()) if rank < PAIRS_KEPT or pair.named)

    def _all_pairs(self) -> list[PairOverRuns]:
        k = int(self._true_labels.max(initial=1)) + 1
        cells = [np.bincount(k * self._true_labels + row, minlength=k * k) for row in self._predictions]
        errors = np.array([confused(each.reshape(k, k)) for each in cells])
        found = [
            PairOverRuns(
                classes=pair,
                errors=int(errors[:, place].sum()),
                runs_with_errors=int((errors[:, place] > 0).sum()),
                runs_significant=sum(_significant(run.uniformity, place) for run in self.runs),
                named=pair in self.named,
            )
            for place, pair in enumerate(pairs_of(k))
        ]
        return sorted(found, key=lambda pair: (-pair.errors, pair.classes))

    @property
    def _true_labels(self) -> NDArray[np.intp]:
        """Labels of the test images, (n,); none where the bundle does not hold them."""
        return (
            self.labels.array().astype(np.intp) if isinstance(self.labels, Packed) else np.zeros(0, np.intp)
        )

    @property
    def _predictions(self) -> NDArray[np.intp]:
        """Predicted classes of all runs, (s, n)."""
        return np.array(
            [run.predicted.array() for run in self.runs if isinstance(run.predicted, Packed)], np.intp
        )


def _significant(test: UniformityTest | None, place: int) -> bool:
    return test is not None and monte_carlo_p(test.reached_by_pair[place], test.draws) < 0.05
