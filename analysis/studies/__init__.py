"""Predictions → findings: one question per file, each file one public function; no study knows another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analysis.studies import accuracy, claims, confidence, confusion, gallery, projection
from analysis.studies import class_means as mean_digits

if TYPE_CHECKING:
    from analysis.bundle.accuracy import AccuracyFindings
    from analysis.bundle.claims import Claim
    from analysis.bundle.class_means import MeanFindings
    from analysis.bundle.confidence import ConfidenceFindings
    from analysis.bundle.confusion import ConfusionFindings
    from analysis.bundle.gallery import Gallery, PredictionTable
    from analysis.bundle.projection import ProjectionFindings
    from analysis.evidence import Evidence


class StudyFindings(NamedTuple):
    """What the studies found, under the names of the bundle: `Findings(…, **found._asdict())`."""

    accuracy: AccuracyFindings
    confusion: ConfusionFindings
    mean_digits: MeanFindings
    confidence: ConfidenceFindings
    projection: ProjectionFindings
    claims: tuple[Claim, ...]
    gallery: Gallery
    predictions: PredictionTable


def study(evidence: Evidence) -> StudyFindings:
    """Run all studies.  Equal evidence gives equal findings."""
    predictions, rng = evidence.predictions, evidence.rng
    scores = accuracy.score(predictions, rng("accuracy"))
    confused = confusion.rank(predictions, rng("confusion"))
    means = mean_digits.average(evidence.training, evidence.test, predictions.confusion, rng("mean-digits"))
    certainty = confidence.weigh(predictions, evidence.validation, rng("confidence"))
    planes = projection.project(
        evidence.training,
        evidence.test,
        evidence.training_features,
        evidence.test_features,
        rng("projection"),
    )
    examples = [image.index for image in (*certainty.surest_mistakes, *certainty.least_sure_hits)]
    return StudyFindings(
        accuracy=scores,
        confusion=confused,
        mean_digits=means,
        confidence=certainty,
        projection=planes,
        claims=claims.judge(scores, confused, means, certainty, planes),
        gallery=gallery.choose(evidence.test, predictions, confused.mistakes, examples, rng("gallery")),
        predictions=gallery.prediction_table(predictions),
    )
