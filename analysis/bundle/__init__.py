"""`results.json`: everything the report may say.  Left of it numbers are made, right of it they are only shown."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.bundle.accuracy import AccuracyFindings
from analysis.bundle.all_images import AllImages
from analysis.bundle.binary import BinaryFindings
from analysis.bundle.calibration import CalibrationFindings
from analysis.bundle.claims import Claim, VerdictCounts, count_verdicts, judge
from analysis.bundle.class_means import ClassMeanFindings
from analysis.bundle.classes import Classes, ImageFormat
from analysis.bundle.confidence import ConfidenceFindings
from analysis.bundle.confusion import ConfusionFindings
from analysis.bundle.dataset import DatasetFindings
from analysis.bundle.errors import ErrorCards, ErrorEvidence, cards_of
from analysis.bundle.gallery import Gallery
from analysis.bundle.network_use import ArrayUse, NetworkUse
from analysis.bundle.predictions import BEFORE_SCORES, PredictionTable, ValidationScores
from analysis.bundle.projection import ProjectionFindings
from analysis.bundle.provenance import Cover, Provenance
from analysis.bundle.record import Omitted, Record, derived, present, study_called
from analysis.bundle.scores import ScoreFindings
from analysis.bundle.seeds import SeedFindings
from analysis.bundle.selective_prediction import SelectivePredictionFindings
from analysis.bundle.slices import SliceFindings
from analysis.bundle.stress import StressFindings
from analysis.bundle.test_set import DisputedLabels, WriterGroups
from analysis.bundle.training import BroughtHistory, Network, TrainingFindings

# 1 (2026-11): first version.
# 2 (2026-11): classes and image format at the head, studies that may be omitted, the field's terms as names.
# 3 (2026-12): what follows from other fields is computed by its record; presentation is gone; draws are counted.
SCHEMA_VERSION = 3
READ_VERSIONS = (2, 3)


class Findings(Record):
    """What was found.  Equal for equal data, settings, seed, machine and versions.

    A field that may be omitted defaults to it, so that a bundle from before the field existed still renders.
    """

    dataset: DatasetFindings
    accuracy: AccuracyFindings
    confusion: ConfusionFindings
    predictions: PredictionTable
    validation: ValidationScores | Omitted = BEFORE_SCORES
    network: Network | Omitted = study_called("Architecture of the network")
    network_use: NetworkUse | Omitted | None = study_called(
        "Preparation of the images for a given network", None
    )
    """Of a network that was given; null for one that was trained by this program, where there is nothing to find."""
    array_use: ArrayUse | Omitted | None = study_called("Prediction of new pictures", None)
    """Of a network from a notebook; null where there is none, or no file of it."""
    page_network: Omitted | None = study_called("Trying the network in a page", None)
    """Null where a page runs the network, and in older bundles, where that is found out when the site is made."""
    training: TrainingFindings | Omitted = study_called("Training")
    history: BroughtHistory | None = None
    """Of a training that this program did not do; null where none was given."""
    seeds: SeedFindings | Omitted = study_called("Variation between random seeds")
    scores: ScoreFindings | Omitted = study_called("Scores of the probabilities")
    binary: BinaryFindings | Omitted = study_called("Sensitivity and specificity")
    class_means: ClassMeanFindings | Omitted = study_called("Class means")
    confidence: ConfidenceFindings | Omitted = study_called("Distribution of confidence")
    calibration: CalibrationFindings | Omitted = study_called("Calibration")
    selective_prediction: SelectivePredictionFindings | Omitted = study_called("Selective prediction")
    projection: ProjectionFindings | Omitted = study_called("Principal components of the pixels")
    slices: SliceFindings | Omitted = study_called("Weak spots")
    stress: StressFindings | Omitted = study_called("Stress")
    writer_groups: WriterGroups | Omitted = study_called("Groups of writers")
    disputed_labels: DisputedLabels | Omitted = study_called("Disputed labels")
    error_evidence: ErrorEvidence | Omitted = study_called("Evidence on single errors")
    gallery: Gallery | Omitted = study_called("Test images")
    all_images: AllImages | Omitted = study_called("All test images")

    @derived
    def claims(self) -> tuple[Claim, ...]:
        """In reading order; those that could be judged."""
        probable = self.confidence, self.calibration
        return judge(self.accuracy, *probable, self.confusion, self.class_means, self.projection)

    @derived
    def error_cards(self) -> ErrorCards:
        """Of the sixty most confident errors, or of all: what the evidence says of each."""
        return cards_of(
            self.predictions,
            len(self.confusion.counts),
            present(self.error_evidence),
            present(self.seeds),
            disputed=present(self.disputed_labels) is not None,
        )

    @derived
    def verdicts(self) -> VerdictCounts:
        """Of all claims."""
        return count_verdicts(self.claims)


class Bundle(Record):
    """One run, complete: what was found, and where it comes from."""

    schema_version: Literal[3] = 3
    classes: Classes
    images: ImageFormat | Omitted = Field(title="Size and kind of the images")
    cover: Cover
    provenance: Provenance
    findings: Findings
