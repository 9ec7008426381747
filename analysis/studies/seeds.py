"""How much does the result depend on the seed, how accurate is the recipe, and which pairs recur?"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.bundle.confusion import UniformityTest
from analysis.bundle.record import Packed, Proportion
from analysis.bundle.seeds import SeedFindings, SeedRun
from analysis.statistics import temperature
from analysis.statistics.pairs import confused, images_of
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.uniformity import uniformity_test


@dataclass(frozen=True)
class Replicate:
    """What one network of a sweep says of the two parts that it was not trained on."""

    seed: int
    validation: Probabilities
    test: Probabilities


def summarise(preset: str, replicates: Sequence[Replicate]) -> SeedFindings:
    """Keep what two or more trainings of one recipe predict, all tested on the same images in the same order."""
    return SeedFindings(
        preset=preset,
        labels=Packed.of(replicates[0].test.labels.astype(np.uint8)),
        runs=tuple(map(_run, replicates)),
        named=(),
    )


def _run(replicate: Replicate) -> SeedRun:
    test = replicate.test
    after = test.scaled(temperature.fitted(replicate.validation))
    return SeedRun(
        seed=replicate.seed,
        accuracy=Proportion.of(test.correct.sum(), len(test)),
        predicted=Packed.of(test.predictions.predicted.astype(np.uint8)),
        log_loss=float(test.losses.mean()),
        scaled_log_loss=float(after.losses.mean()),
        uniformity=_uniformity(replicate),
    )


def _uniformity(replicate: Replicate) -> UniformityTest | None:
    """Test a run's errors as the study of the confusion matrix does; None without errors."""
    confusion = replicate.test.predictions.confusion
    errors, images = confused(confusion), images_of(confusion)
    if not errors.any():
        return None
    rng = np.random.default_rng(np.random.SeedSequence([replicate.seed, zlib.crc32(b"seeds")]))
    return UniformityTest.of(uniformity_test(errors, images / images.sum(), rng), replicate.seed)


def with_named(found: SeedFindings, named: Sequence[tuple[int, int]]) -> SeedFindings:
    """Return the same with the pairs that were named beforehand."""
    return found.model_copy(update={"named": tuple(named)})
