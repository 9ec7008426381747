"""Which digit does it take for which, and is that more than chance?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binom, binomtest

from analysis.bundle.confusion import ConfusionFindings, LookAlikes, Mistake, Pair
from analysis.studies import intervals
from analysis.studies.chance import DRAWS, TIE, holm, monte_carlo_p
from analysis.studies.pairs import CLAIMED, PAIRS, exchanged, per_pair

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.classifier.predictions import Predictions

MISTAKES_KEPT = 300


def rank(predictions: Predictions, rng: np.random.Generator) -> ConfusionFindings:
    """Rank the pairs of digits by mistakes, and test what the ranking is worth."""
    counts = predictions.confusion
    pairs, even_spread_p = _pairs(counts, rng)
    return ConfusionFindings(
        counts=tuple(map(tuple, counts.tolist())),
        row_shares=tuple(map(tuple, (counts / counts.sum(axis=1, keepdims=True)).tolist())),
        pairs=pairs,
        cells=int((_off_diagonal(counts) > 0).sum()),
        even_spread_p=even_spread_p,
        verified_order=_verified_order(pairs),
        look_alikes=_look_alikes(counts),
        mistakes=_mistakes(predictions),
        mistakes_total=int(_off_diagonal(counts).sum()),
    )


def _off_diagonal(counts: NDArray[np.intp]) -> NDArray[np.intp]:
    return counts * ~np.eye(10, dtype=bool)


def _exposure(counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Images of either digit, per pair: (45,)."""
    support = counts.sum(axis=1)
    return per_pair(support[:, None] + support)


def _pairs(counts: NDArray[np.intp], rng: np.random.Generator) -> tuple[tuple[Pair, ...], float | None]:
    """Return the 45 pairs, most mistakes first, and the p of an even spread over them."""
    mistakes, images = exchanged(counts), _exposure(counts)
    total = int(mistakes.sum())
    even_spread_p, adjusted = _against_even_spread(mistakes, images / images.sum(), rng)
    best, worst = _rank_limits(mistakes)
    found = [
        Pair(
            digits=(a, b),
            mistakes=int(mistakes[i]),
            first_as_second=int(counts[a, b]),
            second_as_first=int(counts[b, a]),
            rate=intervals.proportion(mistakes[i], images[i]),
            share=intervals.proportion(mistakes[i], total) if total else None,
            adjusted_p=None if adjusted is None else float(adjusted[i]),
            tier="stands out"
            if adjusted is not None and adjusted[i] < 0.05
            else "seen"
            if mistakes[i]
            else "never seen",
            rank_low=int(best[i]),
            rank_high=int(worst[i]),
            claimed=(a, b) in CLAIMED,
        )
        for i, (a, b) in enumerate(PAIRS)
    ]
    return tuple(
        sorted(found, key=lambda pair: (-pair.mistakes, -pair.rate.value, pair.digits))
    ), even_spread_p


def _against_even_spread(
    mistakes: NDArray[np.intp], weights: NDArray[np.floating], rng: np.random.Generator
) -> tuple[float | None, NDArray[np.floating] | None]:
    """Simulate mistakes that fall on the pairs by their images alone.

    Returns the p of Pearson's χ² (its table needs larger counts), and per pair the p of as many mistakes or more,
    adjusted by the simulated minimum over the 45 (single-step min-p, Westfall & Young 1993).
    """
    total = mistakes.sum()
    if not total:
        return None, None
    expected = total * weights
    simulated = rng.multinomial(total, weights, DRAWS)

    def chi_squared(found: NDArray[np.integer]) -> NDArray[np.floating]:
        return np.asarray(((found - expected) ** 2 / expected).sum(axis=-1))

    least = binom.sf(simulated - 1, total, weights).min(axis=1)
    tails = binom.sf(mistakes - 1, total, weights)
    adjusted = [(1 + (least <= tail * (1 + TIE)).sum()) / (1 + DRAWS) for tail in tails]
    return monte_carlo_p(chi_squared(simulated), float(chi_squared(mistakes))), np.array(adjusted)


def _two_sided(a: NDArray[np.integer], b: NDArray[np.integer]) -> NDArray[np.floating]:
    """Binomial p that two counts have one expectation, as of `binomtest(a, a + b)`, elementwise."""
    return np.asarray(np.minimum(1.0, 2 * binom.cdf(np.minimum(a, b), a + b, 0.5)))


def _rank_limits(mistakes: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Best and worst rank of each pair, all 45 at once at 95% (Bazylik et al. 2024): Holm over 990 comparisons."""
    a, b = np.triu_indices(len(mistakes), 1)
    different = holm(_two_sided(mistakes[a], mistakes[b])) < 0.05
    above = np.zeros((len(mistakes), len(mistakes)), bool)
    above[a, b] = different & (mistakes[a] > mistakes[b])
    above[b, a] = different & (mistakes[b] > mistakes[a])
    return 1 + above.sum(axis=0), len(mistakes) - above.sum(axis=1)


def _verified_order(pairs: tuple[Pair, ...]) -> tuple[tuple[int, int], ...]:
    """Return the pairs whose rank is beyond chance: winner against runner-up, down the list until one fails.

    No adjustment is needed (Hung & Fithian 2019).
    """
    ordered = np.array([pair.mistakes for pair in pairs])
    passed = _two_sided(ordered[:-1], ordered[1:]) <= 0.05
    return tuple(pair.digits for pair in pairs[: int(np.logical_and.accumulate(passed).sum())])


def _look_alikes(counts: NDArray[np.intp]) -> LookAlikes | None:
    """Put three statements to the claimed pairs: above an even spread, above what each digit explains, mainly."""
    mistakes, images = exchanged(counts), _exposure(counts)
    total = int(mistakes.sum())
    if not total:
        return None
    claimed = np.array([pair in CLAIMED for pair in PAIRS])
    found = int(mistakes[claimed].sum())
    even = float(images[claimed].sum() / images.sum())
    margins = min(1.0, float(exchanged(_quasi_independent(counts))[claimed].sum() / total))
    share = intervals.proportion(found, total)
    return LookAlikes(
        pairs=CLAIMED,
        share=share,
        even_share=even,
        even_p=float(binomtest(found, total, even, alternative="greater").pvalue),
        margins_share=margins,
        margins_p=float(binomtest(found, total, margins, alternative="greater").pvalue),
        mainly=share.low > 0.5,
    )


def _quasi_independent(counts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Expect what each digit's own proneness to be misread and to be named explains (Goodman 1968).

    Fits a_i b_j, i ≠ j, to the margins of the mistakes by iterative proportional fitting: (10, 10).
    """
    mistakes = _off_diagonal(counts)
    fit = 1.0 - np.eye(10)
    for _ in range(1000):
        before = fit
        for axis in (1, 0):
            margin = fit.sum(axis=axis, keepdims=True)
            wanted = mistakes.sum(axis=axis, keepdims=True)
            fit = fit * np.divide(wanted, margin, where=margin > 0, out=np.zeros(margin.shape))
        if np.abs(fit - before).max() < 1e-9 * mistakes.sum():
            break
    return fit


def _mistakes(predictions: Predictions) -> tuple[Mistake, ...]:
    """Largest cell first, the surest first within a cell; beyond 300, the same number of every large cell."""
    cells = _off_diagonal(predictions.confusion)
    wrong = np.flatnonzero(~predictions.correct)
    label, read = predictions.labels[wrong].astype(np.intp), predictions.predicted[wrong]
    order = np.lexsort((wrong, -predictions.certainty[wrong], read, label, -cells[label, read]))
    return tuple(
        Mistake(
            index=int(i),
            label=int(predictions.labels[i]),
            predicted=int(predictions.predicted[i]),
            confidence=float(predictions.confidence[i]),
            label_probability=float(predictions.probabilities[i, predictions.labels[i]]),
        )
        for i in _at_most(wrong[order], cells, predictions)
    )


def _at_most(
    ordered: NDArray[np.intp], cells: NDArray[np.intp], predictions: Predictions
) -> NDArray[np.intp]:
    """Keep the first of each cell: as many per cell as come to no more than `MISTAKES_KEPT` in all."""
    limit = max(k for k in range(MISTAKES_KEPT + 1) if np.minimum(cells, k).sum() <= MISTAKES_KEPT)
    cell = 10 * predictions.labels[ordered].astype(np.intp) + predictions.predicted[ordered]
    starts = np.r_[True, cell[1:] != cell[:-1]] if len(cell) else np.zeros(0, bool)
    rank = np.arange(len(cell)) - np.maximum.accumulate(np.where(starts, np.arange(len(cell)), 0))
    return ordered[rank < limit]
