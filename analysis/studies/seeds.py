"""How much does the result depend on the seed, and how accurate is the recipe?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.bundle.training import SeedRun, SweepFindings
from analysis.statistics import intervals, temperature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.bundle.record import Estimate
    from analysis.predictions import Predictions


@dataclass(frozen=True)
class Replicate:
    """The predictions of one training of a sweep."""

    seed: int
    validation: Predictions
    test: Predictions


def summarise(preset: str, replicates: Sequence[Replicate]) -> SweepFindings:
    """Summarise two or more trainings of one recipe, all tested on the same images in the same order."""
    runs = tuple(map(_run, replicates))
    correct = np.array([replicate.test.correct for replicate in replicates])
    losses = np.array([run.log_loss for run in runs])
    return SweepFindings(
        preset=preset,
        runs=runs,
        accuracy=these_images(correct.mean(axis=1), (0, 1)),
        accuracy_sd=float(correct.mean(axis=1).std(ddof=1)),
        new_images=new_images(correct),
        log_loss=these_images(losses, (0, np.inf)),
        log_loss_sd=float(losses.std(ddof=1)),
    )


def _run(replicate: Replicate) -> SeedRun:
    test = replicate.test
    calibrated = temperature.divided(test, temperature.fitted(replicate.validation))
    return SeedRun(
        seed=replicate.seed,
        accuracy=intervals.proportion(test.correct.sum(), len(test)),
        log_loss=float(test.losses.mean()),
        calibrated_log_loss=float(calibrated.losses.mean()),
    )


def these_images(scores: NDArray[np.floating], bounds: tuple[float, float]) -> Estimate:
    """Mean of the runs' scores, (s,), with Student's interval: other seeds, the same test images."""
    error = float(scores.std(ddof=1)) / len(scores) ** 0.5
    return intervals.few(float(scores.mean()), error, len(scores) - 1, bounds)


def new_images(correct: NDArray[np.bool_]) -> Estimate:
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
    return intervals.few(float(correct.mean()), variance**0.5, freedom, (0, 1))


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
