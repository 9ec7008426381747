"""`results.json`: everything the report may say.  Left of it numbers are made, right of it they are only shown."""

from __future__ import annotations

from typing import Literal

from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.claims import Claim
from analysis.bundle.class_means import MeanFindings
from analysis.bundle.confidence import ConfidenceFindings
from analysis.bundle.confusion import ConfusionFindings
from analysis.bundle.dataset import DatasetFindings
from analysis.bundle.gallery import Gallery, PredictionTable
from analysis.bundle.projection import ProjectionFindings
from analysis.bundle.provenance import Cover, Provenance
from analysis.bundle.record import Record
from analysis.bundle.training import Network, SweepFindings, TrainingFindings

# 1 (2026-11): first version.
SCHEMA_VERSION = 1


class Findings(Record):
    """What was found.  Equal for equal data, settings, seed, machine and versions."""

    dataset: DatasetFindings
    network: Network
    training: TrainingFindings | None
    """Null where the network was given as a file."""
    sweep: SweepFindings | None
    """Null until `digits-report sweep` has run."""
    accuracy: AccuracyFindings
    confusion: ConfusionFindings
    mean_digits: MeanFindings
    confidence: ConfidenceFindings
    projection: ProjectionFindings
    claims: tuple[Claim, ...]
    """In reading order."""
    gallery: Gallery
    predictions: PredictionTable


class Bundle(Record):
    """One run, complete: what was found, and where it comes from."""

    schema_version: Literal[1] = 1
    cover: Cover
    provenance: Provenance
    findings: Findings
