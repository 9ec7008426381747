"""How much do runs with different random seeds differ?"""

from __future__ import annotations

from analysis.bundle.record import Estimate, Proportion, Record


class SeedRun(Record):
    """One training with one random seed."""

    seed: int
    accuracy: Proportion
    """On the test set, evaluated once."""
    errors: int
    log_loss: float
    scaled_log_loss: float
    """After the temperature fitted on this run's validation split."""


class PairOverRuns(Record):
    """One pair of classes over all runs."""

    classes: tuple[int, int]
    errors: int
    """Added over the runs."""
    runs_with_errors: int
    runs_significant: int
    """Runs in which the pair has more errors than a uniform spread explains."""
    named: bool


class SeedFindings(Record):
    """The same recipe with several random seeds."""

    preset: str
    runs: tuple[SeedRun, ...]
    run_count: int
    errors_total: int
    """Added over the runs."""
    accuracy: Estimate
    """Mean over the runs, with the t-interval for this test set."""
    accuracy_sd: float
    """Standard deviation between runs (ddof 1)."""
    new_images: Estimate
    """The same mean, with an interval that allows for seeds and for the choice of images (two-way random effects)."""
    log_loss: Estimate
    log_loss_sd: float
    pairs: tuple[PairOverRuns, ...]
    """The ten pairs with most errors over all runs, and the named pairs; most errors first."""
