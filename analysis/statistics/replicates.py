"""Several trainings of one recipe, tested on the same images: what their mean is worth, for these images and for others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.intervals import Interval, t_interval


def these_images(scores: NDArray[np.floating], bounds: tuple[float, float]) -> Interval:
    """Mean of the runs' scores, (s,), with Student's interval: other seeds, the same test images."""
    error = float(scores.std(ddof=1)) / len(scores) ** 0.5
    return t_interval(float(scores.mean()), error, len(scores) - 1, bounds)


def new_images(correct: NDArray[np.bool_]) -> Interval:
    """Mean accuracy with an interval for other seeds and other images, from correctness (s, n).

    Two-way random effects, Satterthwaite's degrees of freedom (Searle, Casella & McCulloch 1992, chapter 4).
    """
    s, n = correct.shape
    of_seeds, of_images, of_both = mean_squares(correct)
    variance, freedom = of_seeds / (s * n), float(s - 1)
    if of_images >= of_both:
        variance = (of_seeds + of_images - of_both) / (s * n)
        parts = of_seeds**2 / (s - 1) + of_images**2 / (n - 1) + of_both**2 / ((s - 1) * (n - 1))
        freedom = (of_seeds + of_images - of_both) ** 2 / parts if parts else freedom
    return t_interval(float(correct.mean()), variance**0.5, freedom, (0, 1))


def mean_squares(correct: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Mean squares between seeds, between images, and of their interaction, from correctness (s, n)."""
    s, n = correct.shape
    middle = correct.mean()
    by_seed, by_image = correct.mean(axis=1, keepdims=True), correct.mean(axis=0, keepdims=True)
    rest = correct - by_seed - by_image + middle
    return (
        float(n * ((by_seed - middle) ** 2).sum() / (s - 1)),
        float(s * ((by_image - middle) ** 2).sum() / (n - 1)),
        float((rest**2).sum() / ((s - 1) * (n - 1))),
    )
