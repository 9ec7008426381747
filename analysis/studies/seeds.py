"""How much does the result depend on the seed, how accurate is the recipe, and which pairs recur?"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.record import Estimate
from analysis.bundle.seeds import PairOverRuns, SeedFindings, SeedRun
from analysis.evidence.predictions import Probabilities
from analysis.statistics import intervals, temperature
from analysis.statistics.pairs import confused, images_of, pairs_of
from analysis.statistics.ranking import uniformity_test

PAIRS_KEPT = 10


@dataclass(frozen=True)
class Replicate:
    """What one network of a sweep says of the two parts that it was not trained on."""

    seed: int
    validation: Probabilities
    test: Probabilities


def summarise(preset: str, replicates: Sequence[Replicate]) -> SeedFindings:
    """Summarise two or more trainings of one recipe, all tested on the same images in the same order; with all pairs."""
    runs = tuple(map(_run, replicates))
    correct = np.array([replicate.test.correct for replicate in replicates])
    losses = np.array([run.log_loss for run in runs])
    return SeedFindings(
        preset=preset,
        runs=runs,
        run_count=len(runs),
        errors_total=sum(run.errors for run in runs),
        accuracy=these_images(correct.mean(axis=1), (0, 1)),
        accuracy_sd=float(correct.mean(axis=1).std(ddof=1)),
        new_images=new_images(correct),
        log_loss=these_images(losses, (0, np.inf)),
        log_loss_sd=float(losses.std(ddof=1)),
        pairs=pairs_over_runs(replicates),
    )


def _run(replicate: Replicate) -> SeedRun:
    test = replicate.test
    after = temperature.scaled(test, temperature.fitted(replicate.validation))
    return SeedRun(
        seed=replicate.seed,
        accuracy=intervals.proportion(test.correct.sum(), len(test)),
        errors=int((~test.correct).sum()),
        log_loss=float(test.losses.mean()),
        scaled_log_loss=float(after.losses.mean()),
    )


def with_named(found: SeedFindings, named: Sequence[tuple[int, int]]) -> SeedFindings:
    """Keep, of all pairs, the ten with most errors, and those that were named beforehand, marked as such."""
    marked = [pair.model_copy(update={"named": pair.classes in named}) for pair in found.pairs]
    kept = tuple(pair for rank, pair in enumerate(marked) if rank < PAIRS_KEPT or pair.named)
    return found.model_copy(update={"pairs": kept})


def pairs_over_runs(replicates: Sequence[Replicate]) -> tuple[PairOverRuns, ...]:
    """Return all pairs, those with most errors over all runs first; none is named.

    A pair counts as significant in a run by the same test as in the study of the confusion matrix.
    """
    errors, significant = zip(*map(_errors_per_pair, replicates), strict=True)
    total, with_errors = np.sum(errors, axis=0), np.sum(np.array(errors) > 0, axis=0)
    found = [
        PairOverRuns(
            classes=(a, b),
            errors=int(total[i]),
            runs_with_errors=int(with_errors[i]),
            runs_significant=int(np.sum(significant, axis=0)[i]),
            named=False,
        )
        for i, (a, b) in enumerate(pairs_of(replicates[0].test.predictions.class_count))
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.errors, pair.classes)))


def _errors_per_pair(replicate: Replicate) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Count the errors of each pair, either way, and test which are more than a uniform spread: (m,) each."""
    confusion = replicate.test.predictions.confusion
    errors, images = confused(confusion), images_of(confusion)
    rng = np.random.default_rng(np.random.SeedSequence([replicate.seed, zlib.crc32(b"seeds")]))
    _, adjusted = uniformity_test(errors, images / images.sum(), rng)
    return errors, adjusted < 0.05


def these_images(scores: NDArray[np.floating], bounds: tuple[float, float]) -> Estimate:
    """Mean of the runs' scores, (s,), with Student's interval: other seeds, the same test images."""
    error = float(scores.std(ddof=1)) / len(scores) ** 0.5
    return intervals.t_interval(float(scores.mean()), error, len(scores) - 1, bounds)


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
    return intervals.t_interval(float(correct.mean()), variance**0.5, freedom, (0, 1))


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
