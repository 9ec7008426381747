"""Which classes are taken for each other?"""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from analysis.bundle.record import MonteCarloTest, Proportion, Record, Verdict, derived, monte_carlo_p
from analysis.statistics.pairs import confused, images_of, off_diagonal, pairs_of
from analysis.statistics.probabilities import Confidences, Predictions, Probabilities, View
from analysis.statistics.quasi_independence import quasi_independent
from analysis.statistics.ranking import rank_limits, verified
from analysis.statistics.resampling import Reached
from analysis.statistics.tails import binomial_upper

NamedBy = Literal["usage", "settings", "training means"]
"""Digits that are usually called look-alikes; the user; or, for want of either, the two closest training means."""


class Pair(Record):
    """Two classes, and how often either was predicted as the other."""

    classes: tuple[int, int]
    """Smaller label first."""
    first_as_second: int
    second_as_first: int
    rate: Proportion
    """Errors of the pair per test image of the two classes."""
    share: Proportion | None
    """Errors of the pair per error; null when there was no error at all."""
    adjusted_p: float | None
    """Single-step min-p adjusted p of the null hypothesis that errors are proportional to the images of the pairs."""
    verdict: Verdict
    """On “confused more often than expected”: significantly; more but not significantly; not more."""
    rank_low: int
    """Best rank that the data allow, simultaneously for all pairs at 95%."""
    rank_high: int
    any_rank: bool
    """True when the data allow every rank."""
    named: bool
    """True for a prespecified pair."""

    @derived
    def errors(self) -> int:
        """Either way."""
        return self.first_as_second + self.second_as_first

    @derived
    def significant(self) -> bool:
        """True when that p is below 0.05: more errors than expected by chance."""
        return self.adjusted_p is not None and self.adjusted_p < 0.05


class NamedPairs(Record):
    """The claim that errors occur mainly between prespecified pairs."""

    pairs: tuple[tuple[int, int], ...]
    share: Proportion
    """Of all errors."""
    uniform_share: float
    """What is expected of these pairs if errors are proportional to images."""
    quasi_independence_share: float
    """What the row and column totals of the errors alone would give."""
    uniform_p: float
    """One-sided binomial p against that."""
    quasi_independence_p: float
    """One-sided binomial p against quasi-independence."""

    @derived
    def above_uniform(self) -> bool:
        """True when that p is below 0.05."""
        return self.uniform_p < 0.05

    @derived
    def above_quasi_independence(self) -> bool:
        """True when that p is below 0.05."""
        return self.quasi_independence_p < 0.05

    @derived
    def majority(self) -> bool:
        """True when the lower limit of the share exceeds one half."""
        return self.share.low > 0.5

    @derived
    def minority(self) -> bool:
        """True when the upper limit of the share is below one half."""
        return self.share.high < 0.5


class PredictedImage(Record):
    """One test image, its label and its prediction."""

    index: int
    """Row of the test set, from 0."""
    label: int
    predicted: int
    second: int | None
    """The second most probable class; null without probabilities."""
    confidence: float | None
    """Probability of the predicted class; null without probabilities."""
    label_probability: float | None
    disputed: bool
    """True when a published list of label errors holds this image."""

    @classmethod
    def of(
        cls, row: int, found: Predictions | View, label_probability: float | None, *, disputed: bool
    ) -> Self:
        """Describe a row of the test set; the probability of its label, which needs all scores, is given."""
        sure = found if isinstance(found, Probabilities | Confidences) else None
        return cls(
            index=row,
            label=int(found.labels[row]),
            predicted=int(found.predicted[row]),
            second=None if sure is None else int(sure.second[row]),
            confidence=None if sure is None else float(sure.confidence[row]),
            label_probability=label_probability,
            disputed=disputed,
        )


class Cell(Record):
    """The most frequent kind of error, and its reverse."""

    label: int
    predicted: int
    count: int
    reverse: int
    unique: bool
    """False when another cell holds as many errors."""


class UniformityTest(MonteCarloTest):
    """χ² of the null hypothesis that errors are proportional to the images of either class."""

    reached_by_pair: tuple[int, ...]
    """For each pair, smaller labels first, the draws in which some pair has as small a p as it has (single-step min-p)."""

    @classmethod
    def of(cls, found: Reached, seed: int) -> Self:
        """Return what the draws came to."""
        return cls(
            seed=seed, draws=found.draws, reached=found.uneven, reached_by_pair=tuple(found.each.tolist())
        )


class ConfusionFindings(Record):
    """The confusion matrix and what can be said of its pairs."""

    counts: tuple[tuple[int, ...], ...] = Field(min_length=2)
    """[true label][predicted label]."""
    uniformity: UniformityTest | None
    """Null without errors."""
    named: tuple[tuple[int, int], ...]
    """The prespecified pairs, named before looking at the errors; the smaller label first."""
    named_by: NamedBy = "usage"
    """Who named the pairs, where any is named."""
    errors: tuple[PredictedImage, ...]
    """Largest cell first, the most confident first within a cell.  All; beyond 300, as many of each cell as fit,
    and where there are more than 300 cells, one of each of the largest."""

    @property
    def matrix(self) -> NDArray[np.intp]:
        """The counts as an array, (K, K)."""
        return np.array(self.counts, np.intp)

    @derived
    def row_shares(self) -> tuple[tuple[float, ...], ...]:
        """The same, divided by the number of images of the true label."""
        return tuple(tuple(count / sum(row) for count in row) for row in self.counts)

    @derived
    def row_error_rates(self) -> tuple[Proportion, ...]:
        """Misclassified images of each true label."""
        return tuple(Proportion.of(sum(row) - row[label], sum(row)) for label, row in enumerate(self.counts))

    @derived
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs, most errors first, then by rate."""
        best, worst = rank_limits(confused(self.matrix))
        ranks = zip(best.tolist(), worst.tolist(), strict=True)
        found = [self._pair(place, *rank) for place, rank in enumerate(ranks)]
        return tuple(
            sorted(found, key=lambda pair: (-pair.errors, -pair.errors / pair.rate.total, pair.classes))
        )

    def _pair(self, place: int, best: int, worst: int) -> Pair:
        a, b = pairs_of(len(self.counts))[place]
        there, back = self.counts[a][b], self.counts[b][a]
        errors, images = there + back, sum(self.counts[a]) + sum(self.counts[b])
        test, uniform_rate = self.uniformity, self.errors_total / self._images_of_pairs
        p = monte_carlo_p(test.reached_by_pair[place], test.draws) if test else None
        significant, above = p is not None and p < 0.05, errors / images > uniform_rate
        return Pair(
            classes=(a, b),
            first_as_second=there,
            second_as_first=back,
            rate=Proportion.of(errors, images),
            share=Proportion.of(errors, self.errors_total) if self.errors_total else None,
            adjusted_p=p,
            verdict="supported" if significant else "partly supported" if above else "not supported",
            rank_low=best,
            rank_high=worst,
            any_rank=(best, worst) == (1, self.pair_count),
            named=(a, b) in self.named,
        )

    @property
    def _images_of_pairs(self) -> int:
        """Images of either class, added over all pairs: each image counts in K − 1 of them."""
        return (len(self.counts) - 1) * sum(map(sum, self.counts))

    @derived
    def pair_count(self) -> int:
        """K(K − 1)/2."""
        return self.cell_count // 2

    @derived
    def cell_count(self) -> int:
        """K(K − 1) ways to misclassify."""
        return len(self.counts) * (len(self.counts) - 1)

    @derived
    def comparison_count(self) -> int:
        """Comparisons of two pairs."""
        return self.pair_count * (self.pair_count - 1) // 2

    @derived
    def cells(self) -> int:
        """How many of the ways to misclassify occurred."""
        return int((off_diagonal(self.matrix) > 0).sum())

    @derived
    def uniformity_p(self) -> float | None:
        """Monte-Carlo p of the hypothesis that errors are proportional to the images of the pairs; null without errors."""
        return self.uniformity.p if self.uniformity else None

    @derived
    def uniform(self) -> bool:
        """False when that p is below 0.05."""
        return self.uniformity is None or self.uniformity.p >= 0.05

    @derived
    def significant_count(self) -> int:
        """Pairs with significantly more errors than expected."""
        return sum(pair.significant for pair in self.pairs)

    @derived
    def verified_ranks(self) -> int:
        """How many pairs have a rank beyond chance, from the first on; often 0."""
        return verified([pair.errors for pair in self.pairs])

    @derived
    def tied_with_first(self) -> int:
        """Other pairs with as many errors as the first."""
        return sum(pair.errors == self.pairs[0].errors for pair in self.pairs) - 1

    @derived
    def largest_cell(self) -> Cell | None:
        """Null without errors."""
        errors = off_diagonal(self.matrix)
        label, predicted = (int(place) for place in np.unravel_index(errors.argmax(), errors.shape))
        most = int(errors[label, predicted])
        if not most:
            return None
        reverse, unique = int(errors[predicted, label]), int((errors == most).sum()) == 1
        return Cell(label=label, predicted=predicted, count=most, reverse=reverse, unique=unique)

    @derived
    def named_pairs(self) -> NamedPairs | None:
        """Null without errors, or where no pair was prespecified."""
        return self.share_of(self.named) if self.errors_total and self.named else None

    def share_of(self, pairs: tuple[tuple[int, int], ...]) -> NamedPairs:
        """Return what these pairs have of all errors, against two baselines; there is an error and a pair."""
        chosen = np.array([pair in pairs for pair in pairs_of(len(self.counts))])
        images, expected = images_of(self.matrix)[chosen].sum(), confused(quasi_independent(self.matrix))
        found = int(confused(self.matrix)[chosen].sum())
        uniform = float(images / self._images_of_pairs)
        quasi = min(1.0, float(expected[chosen].sum() / self.errors_total))
        return NamedPairs(
            pairs=pairs,
            share=Proportion.of(found, self.errors_total),
            uniform_share=uniform,
            quasi_independence_share=quasi,
            uniform_p=binomial_upper(found, self.errors_total, uniform),
            quasi_independence_p=binomial_upper(found, self.errors_total, quasi),
        )

    @derived
    def errors_shown(self) -> int:
        """How many of the errors are listed."""
        return len(self.errors)

    @derived
    def errors_total(self) -> int:
        """All errors."""
        return int(off_diagonal(self.matrix).sum())
