"""Predictions from a file, as the command line asks for them."""

from __future__ import annotations

from pathlib import Path

from analysis.brought import predictions_file, resolve
from analysis.brought.resolve import Brought
from analysis.bundle import Bundle
from analysis.run.brought_study import study_brought
from analysis.run.provenance import Stopwatch
from analysis.run.settings import Settings
from analysis.system.errors import SettingsError


def analyze(settings: Settings, path: Path, watch: Stopwatch) -> Bundle:
    """Study the predictions in a file; with a dataset, which must be named, also its images.

    Raises PredictionsError, DatasetError, and SettingsError where a network is named as well.
    """
    given = read(settings, path, watch)
    with watch.stage("studying the predictions"):
        return study_brought(given, settings, watch)


def read(settings: Settings, path: Path, watch: Stopwatch) -> Brought:
    """Read predictions, labels and images."""
    from analysis.run import pipeline

    if settings.model:
        raise SettingsError(
            "Expected --model or --predictions, found both: leave one of them out, since predictions need no network."
        )
    with watch.stage("reading the predictions"):
        brought = predictions_file.read(path)
    if settings.dataset == "auto":  # MNIST is no part of predictions of which nobody says so
        given = resolve.alone(brought, settings.classes or None, settings.noun)
    else:
        given = resolve.with_dataset(brought, pipeline.read(settings, watch))
    if given.scores:
        watch.progress.say(f"The scores were read as {given.scores.meaning}.")
    return given
