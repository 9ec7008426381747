"""What does the average digit look like, and how far does that carry?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

from analysis.bundle.class_means import MeanDifference, MeanDistance, MeanFindings
from analysis.bundle.record import Packed
from analysis.statistics import intervals
from analysis.statistics.pairs import CLAIMED, PAIRS, exchanged, per_pair
from analysis.statistics.resampling import DRAWS, monte_carlo_p
from analysis.statistics.vectors import pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.bundle.record import Proportion
    from analysis.data.images import DigitSet


def average(
    training: DigitSet, test: DigitSet, confusion: NDArray[np.intp], rng: np.random.Generator
) -> MeanFindings:
    """Average the training images of each digit, and set the distances beside the confusion matrix (10, 10)."""
    by_digit = [training.images[training.labels == digit] for digit in range(10)]
    means, spreads = (np.array(rows) for rows in zip(*map(mean_and_spread, by_digit), strict=True))
    distances = np.linalg.norm(means[:, None] - means, axis=2)
    ranked = _ranked(distances, _standard_errors(by_digit, means, distances), exchanged(confusion))
    rho, p = link(per_pair(distances), exchanged(confusion), rng)
    return MeanFindings(
        means=Packed.of(_bytes(means, 1)),
        spreads=Packed.of(_bytes(spreads, 0.5)),
        mean_ink=tuple(means.sum(axis=1).tolist()),
        mean_spread=tuple(spreads.mean(axis=1).tolist()),
        distances=tuple(map(tuple, distances.tolist())),
        ranked=ranked,
        differences=tuple(_difference(means, pair) for pair in _shown(ranked)),
        nearest_mean=nearest_mean(means, test),
        link_rho=rho,
        link_p=p,
    )


def mean_and_spread(images: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and standard deviation (ddof 1) of each pixel, in [0, 1]: (784,) each, from uint8 (n ≥ 2, 28, 28)."""
    n, sums, squares = len(images), np.zeros(784), np.zeros(784)
    for part in pixels(images):
        sums += part.sum(axis=0)
        squares += np.einsum("ij,ij->j", part, part)
    mean = sums / n
    return mean, np.sqrt(np.maximum(0.0, squares - n * mean**2) / (n - 1))


def _standard_errors(
    by_digit: list[NDArray[np.uint8]], means: NDArray[np.float64], distances: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Delta method: the variance of each mean along the line between the two, √(uᵀΣ_a u/n_a + uᵀΣ_b u/n_b): (10, 10)."""
    variance = np.zeros((10, 10))
    for a, images in enumerate(by_digit):
        lines = (means[a] - means) / np.where(distances[a] > 0, distances[a], 1.0)[:, None]
        along = np.concatenate([part @ lines.T for part in pixels(images)])
        variance[a] = along.var(axis=0, ddof=1) / len(images)
    return np.asarray(np.sqrt(variance + variance.T))


def _ranked(
    distances: NDArray[np.float64], errors: NDArray[np.float64], mistakes: NDArray[np.intp]
) -> tuple[MeanDistance, ...]:
    """All 45 pairs, closest first."""
    found = [
        MeanDistance(
            digits=(a, b),
            distance=float(distances[a, b]),
            standard_error=float(errors[a, b]),
            mistakes=int(mistakes[i]),
        )
        for i, (a, b) in enumerate(PAIRS)
    ]
    return tuple(sorted(found, key=lambda pair: (pair.distance, pair.digits)))


def _shown(ranked: tuple[MeanDistance, ...]) -> tuple[tuple[int, int], ...]:
    """Return the claimed pairs, the closest one, and the most confused one if there was any mistake."""
    confused = max(ranked, key=lambda pair: pair.mistakes)
    others = (ranked[0], confused) if confused.mistakes else (ranked[0],)
    return tuple(dict.fromkeys([*CLAIMED, *(pair.digits for pair in others)]))


def _difference(means: NDArray[np.float64], pair: tuple[int, int]) -> MeanDifference:
    signed = means[pair[0]] - means[pair[1]]
    return MeanDifference(
        digits=pair,
        difference=Packed.of(np.rint(127 * signed).astype(np.int8).reshape(28, 28)),
        largest=float(np.abs(signed).max()),
        pixels_beyond_tenth=int((np.abs(signed) > 0.1).sum()),
        ink=float(signed.sum()),
        claimed=pair in CLAIMED,
    )


def nearest_mean(means: NDArray[np.float64], test: DigitSet) -> Proportion:
    """Count how often the nearest of the means (10, 784) names the digit."""
    half_norms = (means**2).sum(axis=1) / 2
    named = np.concatenate([(part @ means.T - half_norms).argmax(axis=1) for part in pixels(test.images)])
    return intervals.proportion((named == test.labels).sum(), len(test))


def link(
    distances: NDArray[np.float64], mistakes: NDArray[np.intp], rng: np.random.Generator
) -> tuple[float | None, float | None]:
    """Spearman's ρ of distance and mistakes over the 45 pairs, (45,) each, and its one-sided Mantel p.

    The pairs share digits, so they are not independent: the p comes from permuting the names of the digits in
    one of the two tables.  Small p: closer means go with more mistakes.
    """
    if np.ptp(mistakes) == 0 or np.ptp(distances) == 0:
        return None, None
    near, often = (_standard_ranks(values) for values in (distances, mistakes))
    table = np.zeros((10, 10))
    first, second = np.array(PAIRS).T
    table[first, second] = table[second, first] = near
    names = rng.permuted(np.tile(np.arange(10), (DRAWS, 1)), axis=1)
    shuffled = table[names[:, first], names[:, second]] @ often / len(PAIRS)
    rho = float(near @ often) / len(PAIRS)
    return rho, monte_carlo_p(-shuffled, -rho)


def _standard_ranks(values: NDArray[np.number]) -> NDArray[np.float64]:
    ranks = rankdata(values)
    return np.asarray((ranks - ranks.mean()) / ranks.std())


def _bytes(images: NDArray[np.float64], white: float) -> NDArray[np.uint8]:
    """Scale (10, 784) so that `white` becomes 255: uint8 (10, 28, 28)."""
    return np.asarray(np.rint(np.minimum(images / white, 1) * 255).astype(np.uint8)).reshape(-1, 28, 28)
