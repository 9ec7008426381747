"""Which digit does it take for which, and is that more than chance?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binomtest

from analysis.bundle.confusion import ConfusionFindings, LookAlikes, Mistake, Pair
from analysis.statistics import intervals
from analysis.statistics.pairs import CLAIMED, PAIRS, exchanged, per_pair
from analysis.statistics.ranking import against_even_spread, rank_limits, verified

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.predictions import Predictions

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
        verified_order=tuple(pair.digits for pair in pairs[: verified([pair.mistakes for pair in pairs])]),
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
    even_spread_p, adjusted = against_even_spread(mistakes, images / images.sum(), rng)
    best, worst = rank_limits(mistakes)
    found = [
        Pair(
            digits=(a, b),
            mistakes=int(mistakes[i]),
            first_as_second=int(counts[a, b]),
            second_as_first=int(counts[b, a]),
            rate=intervals.proportion(mistakes[i], images[i]),
            share=intervals.proportion(mistakes[i], total) if total else None,
            adjusted_p=float(adjusted[i]) if total else None,
            tier="stands out" if adjusted[i] < 0.05 else "seen" if mistakes[i] else "never seen",
            rank_low=int(best[i]),
            rank_high=int(worst[i]),
            claimed=(a, b) in CLAIMED,
        )
        for i, (a, b) in enumerate(PAIRS)
    ]
    ordered = sorted(found, key=lambda pair: (-pair.mistakes, -pair.rate.value, pair.digits))
    return tuple(ordered), even_spread_p if total else None


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
    """Largest cell first, the surest first within a cell; where all are too many, as many of each cell as fit."""
    cells = _off_diagonal(predictions.confusion)
    kept = max(k for k in range(MISTAKES_KEPT + 1) if np.minimum(cells, k).sum() <= MISTAKES_KEPT)
    ordered = sorted(np.argwhere(cells).tolist(), key=lambda cell: (-cells[tuple(cell)], cell))
    return tuple(
        Mistake(
            index=int(i),
            label=label,
            predicted=read,
            confidence=float(predictions.confidence[i]),
            label_probability=float(predictions.probabilities[i, label]),
        )
        for label, read in ordered
        for i in _surest_first(predictions, label, read)[:kept]
    )


def _surest_first(predictions: Predictions, label: int, read: int) -> NDArray[np.intp]:
    rows = np.flatnonzero((predictions.labels == label) & (predictions.predicted == read))
    return rows[np.argsort(-predictions.certainty[rows], kind="stable")]
