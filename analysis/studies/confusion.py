"""Which classes are taken for each other, and is that more than chance?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from analysis.bundle.confusion import Cell, ConfusionFindings, NamedPairs, Pair, PredictedImage, Shade
from analysis.bundle.record import Proportion, Verdict
from analysis.evidence import Evidence
from analysis.statistics import axes, intervals
from analysis.statistics.pairs import confused, images_of, off_diagonal, pairs_of
from analysis.statistics.quasi_independence import quasi_independent
from analysis.statistics.ranking import rank_limits, uniformity_test, verified
from analysis.statistics.selection import predicted_images, shown_errors

# Pairs that a figure shows: so many, or as many as have a distinct count where the last ones would be tied.
PAIRS_SHOWN, PAIRS_AT_MOST = 12, 16


def study(evidence: Evidence) -> ConfusionFindings:
    """Rank the pairs of classes by errors, and test what the ranking is worth."""
    counts = evidence.predictions.confusion
    errors = off_diagonal(counts)
    pairs, uniformity_p = _pairs(counts, evidence)
    shown = shown_errors(evidence.predictions, evidence.probabilities)
    m, first = len(pairs), pairs[0].errors
    return ConfusionFindings(
        counts=tuple(map(tuple, counts.tolist())),
        row_shares=tuple(map(tuple, (counts / counts.sum(axis=1, keepdims=True)).tolist())),
        row_error_rates=_row_error_rates(counts),
        pairs=pairs,
        pair_count=m,
        cell_count=2 * m,
        comparison_count=m * (m - 1) // 2,
        pairs_shown=_pairs_shown([pair.errors for pair in pairs]),
        cells=int((errors > 0).sum()),
        uniformity_p=uniformity_p,
        uniform=uniformity_p is None or uniformity_p >= 0.05,
        significant_count=sum(pair.significant for pair in pairs),
        verified_ranks=verified([pair.errors for pair in pairs]),
        tied_with_first=sum(pair.errors == first for pair in pairs) - 1,
        largest_cell=_largest_cell(errors),
        shades=_shades(int(errors.max())),
        named_by=evidence.named_by,
        named_pairs=_named_pairs(counts, evidence.named_pairs),
        errors=tuple(PredictedImage(**each) for each in predicted_images(evidence, shown)),
        errors_shown=len(shown),
        errors_total=int(errors.sum()),
    )


def _row_error_rates(counts: NDArray[np.intp]) -> tuple[Proportion, ...]:
    support = counts.sum(axis=1)
    errors = support - counts.diagonal()
    return tuple(intervals.proportion(wrong, n) for wrong, n in zip(errors, support, strict=True))


def _pairs(counts: NDArray[np.intp], evidence: Evidence) -> tuple[tuple[Pair, ...], float | None]:
    """Return all pairs, those with most errors first, and the p of a uniform spread over them."""
    errors, images = confused(counts), images_of(counts)
    total = int(errors.sum())
    uniformity_p, adjusted = uniformity_test(errors, images / images.sum(), evidence.rng("confusion"))
    best, worst = rank_limits(errors)
    uniform_rate = total / images.sum()
    found = [
        Pair(
            classes=(a, b),
            errors=int(errors[i]),
            first_as_second=int(counts[a, b]),
            second_as_first=int(counts[b, a]),
            rate=intervals.proportion(errors[i], images[i]),
            share=intervals.proportion(errors[i], total) if total else None,
            adjusted_p=float(adjusted[i]) if total else None,
            significant=bool(adjusted[i] < 0.05),
            verdict=_verdict(bool(adjusted[i] < 0.05), bool(errors[i] / images[i] > uniform_rate)),
            rank_low=int(best[i]),
            rank_high=int(worst[i]),
            any_rank=bool(best[i] == 1 and worst[i] == len(errors)),
            named=(a, b) in evidence.named_pairs,
        )
        for i, (a, b) in enumerate(pairs_of(len(counts)))
    ]
    ordered = sorted(found, key=lambda pair: (-pair.errors, -pair.rate.value, pair.classes))
    return tuple(ordered), uniformity_p if total else None


def _verdict(significant: bool, above: bool) -> Verdict:
    return "supported" if significant else "partly supported" if above else "not supported"


def _pairs_shown(falling: Sequence[int]) -> int:
    """Count the pairs to draw: not cut inside a tie, unless the tie is too long for a figure."""
    if len(falling) <= PAIRS_SHOWN:
        return len(falling)
    following = [*falling[1:], -1]
    ends = [k for k in range(1, PAIRS_AT_MOST + 1) if k <= len(falling) and falling[k - 1] > following[k - 1]]
    return ends[-1] if ends else PAIRS_SHOWN


def _named_pairs(counts: NDArray[np.intp], named: tuple[tuple[int, int], ...]) -> NamedPairs | None:
    """Test three statements: above a uniform spread, above quasi-independence, and the majority.

    `counts` is the confusion matrix (K, K).  None without errors, or where no pair was named.
    """
    errors, images = confused(counts), images_of(counts)
    total = int(errors.sum())
    if not total or not named:
        return None
    chosen = np.array([pair in named for pair in pairs_of(len(counts))])
    found, share = int(errors[chosen].sum()), intervals.proportion(errors[chosen].sum(), total)
    uniform = float(images[chosen].sum() / images.sum())
    quasi = min(1.0, float(confused(quasi_independent(counts))[chosen].sum() / total))
    uniform_p, quasi_p = (
        float(binomtest(found, total, expected, alternative="greater").pvalue)
        for expected in (uniform, quasi)
    )
    return NamedPairs(
        pairs=named,
        share=share,
        share_axis=axes.of_share(share.low),
        uniform_share=uniform,
        uniform_p=uniform_p,
        above_uniform=uniform_p < 0.05,
        quasi_independence_share=quasi,
        quasi_independence_p=quasi_p,
        above_quasi_independence=quasi_p < 0.05,
        majority=share.low > 0.5,
        minority=share.high < 0.5,
    )


def _largest_cell(errors: NDArray[np.intp]) -> Cell | None:
    label, predicted = (int(place) for place in np.unravel_index(errors.argmax(), errors.shape))
    most = int(errors[label, predicted])
    if not most:
        return None
    unique = int((errors == most).sum()) == 1
    return Cell(
        label=label, predicted=predicted, count=most, reverse=int(errors[predicted, label]), unique=unique
    )


def _shades(fullest: int) -> tuple[Shade, ...]:
    """Return four steps of 1, 2, 3 and 5 errors, or of 10, 20, … where the fullest cell has fifty, 500, …"""
    step = 1
    while fullest >= 50 * step:
        step *= 10
    lows = (1, *(edge * step for edge in (2, 3, 5)))
    highs = (*(low - 1 for low in lows[1:]), None)
    return tuple(Shade(low=low, high=high) for low, high in zip(lows, highs, strict=True))
