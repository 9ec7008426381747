"""Which classes are taken for each other?"""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import Axis, Proportion, Record, Verdict

NamedBy = Literal["usage", "settings", "training means"]
"""Digits that are usually called look-alikes; the user; or, for want of either, the two closest training means."""


class Pair(Record):
    """Two classes, and how often either was predicted as the other."""

    classes: tuple[int, int]
    """Smaller label first."""
    errors: int
    first_as_second: int
    second_as_first: int
    rate: Proportion
    """Errors of the pair per test image of the two classes."""
    share: Proportion | None
    """Errors of the pair per error; null when there was no error at all."""
    adjusted_p: float | None
    """Single-step min-p adjusted p against a uniform spread of the errors over all pairs."""
    significant: bool
    """True when that p is below 0.05: more errors than a uniform spread explains."""
    verdict: Verdict
    """On “often confused”: significant; above a uniform share but not significantly; not above it."""
    rank_low: int
    """Best rank that the data allow, simultaneously for all pairs at 95%."""
    rank_high: int
    any_rank: bool
    """True when the data allow every rank."""
    named: bool
    """True for a pair that was named before looking at the errors."""


class NamedPairs(Record):
    """The claim that errors occur mainly between pairs that were named before looking."""

    pairs: tuple[tuple[int, int], ...]
    share: Proportion
    """Of all errors."""
    share_axis: Axis
    """In percent."""
    uniform_share: float
    """What a uniform spread over all pairs would give these pairs."""
    uniform_p: float
    """One-sided binomial p against the uniform spread."""
    above_uniform: bool
    """True when that p is below 0.05."""
    quasi_independence_share: float
    """What the row and column totals of the errors alone would give."""
    quasi_independence_p: float
    """One-sided binomial p against quasi-independence."""
    above_quasi_independence: bool
    majority: bool
    """True when the lower limit of the share exceeds one half."""
    minority: bool
    """True when the upper limit of the share is below one half."""


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


class Cell(Record):
    """The most frequent kind of error, and its reverse."""

    label: int
    predicted: int
    count: int
    reverse: int
    unique: bool
    """False when another cell holds as many errors."""


class Shade(Record):
    """Counts that one shade of the matrix stands for."""

    low: int
    high: int | None
    """Null: and more."""


class ConfusionFindings(Record):
    """The confusion matrix and what can be said of its pairs."""

    counts: tuple[tuple[int, ...], ...]
    """[true label][predicted label]."""
    row_shares: tuple[tuple[float, ...], ...]
    """The same, divided by the number of images of the true label."""
    row_error_rates: tuple[Proportion, ...]
    """Misclassified images of each true label."""
    pairs: tuple[Pair, ...]
    """All pairs, most errors first, then by rate."""
    pair_count: int
    """K(K − 1)/2."""
    cell_count: int
    """K(K − 1) ways to misclassify."""
    comparison_count: int
    """Comparisons of two pairs."""
    pairs_shown: int
    """How many pairs a figure shows, the first ones: no tie is cut."""
    cells: int
    """How many of the ways to misclassify occurred."""
    uniformity_p: float | None
    """Monte-Carlo p of the hypothesis that errors spread uniformly over the pairs; null without errors."""
    uniform: bool
    """False when that p is below 0.05."""
    significant_count: int
    """Pairs with more errors than a uniform spread explains."""
    verified_ranks: int
    """How many pairs have a rank beyond chance, from the first on; often 0."""
    tied_with_first: int
    """Other pairs with as many errors as the first."""
    largest_cell: Cell | None
    """Null without errors."""
    shades: tuple[Shade, ...]
    named_by: NamedBy = "usage"
    """Who named the pairs, where any is named."""
    named_pairs: NamedPairs | None
    """Null without errors, or where no pair was named beforehand."""
    errors: tuple[PredictedImage, ...]
    """Largest cell first, the most confident first within a cell.  All; beyond 300, as many of each cell as fit,
    and where there are more than 300 cells, one of each of the largest."""
    errors_shown: int
    errors_total: int
