"""Do confidence and accuracy agree, and which predictions have a low or a high confidence?"""

from __future__ import annotations

from typing import Any

from analysis.bundle import Bundle
from analysis.bundle.confidence import ConfidenceFindings
from analysis.bundle.record import present
from report.chapters.claims import claim_named
from report.chapters.confidence import (
    calibration,
    confidence_distribution,
    extreme_images,
    selective_prediction,
    temperature_scaling,
)
from report.chapters.model import Chapter, Section
from report.chapters.phrases import ERROR_CONFIDENCE, confidence_auroc
from report.text.formats import long_confidence, sentence
from report.text.grammar import plural, things
from report.text.naming import Naming


def chapter(bundle: Bundle) -> Chapter | None:
    """Build the chapter on confidence, calibration and selective prediction; None without probabilities."""
    found, naming = present(bundle.findings.confidence), Naming(bundle.classes)
    if found is None:
        return None
    images = present(bundle.findings.gallery) is not None
    return Chapter(
        slug="confidence",
        name="Confidence",
        summary="Whether confidence and accuracy agree",
        title=f"Confidence: {ERROR_CONFIDENCE[found.error_confidence]}",
        lead=lead(found),
        sections=_sections(bundle),
        say=_sentences(bundle, found)
        | {"rounding": rounding(bundle.findings.predictions.decimals)}
        | calibration.sentences(bundle)
        | selective_prediction.sentences(bundle)
        | extreme_images.sentences(bundle, found, naming, images=images),
        things=extreme_images.things(found, naming) if images else (),
        figures={
            "confidence": confidence_distribution.histogram(found),
            "class-confidence": confidence_distribution.by_class(found, bundle.findings.confusion, naming),
            "reliability": calibration.reliability(bundle),
            "risk-coverage": selective_prediction.figure(bundle),
            "most-confident-errors": extreme_images.errors(found, naming) if images else None,
            "least-confident-correct": extreme_images.correct(found, naming) if images else None,
        },
        tables={
            "calibration": temperature_scaling.table(bundle),
            "extremes": None if images else extreme_images.table(found, naming),
        },
    )


def rounding(decimals: int | None) -> str:
    """Say how coarse the confidences are; nothing where they are not rounded."""
    if decimals is None:
        return ""
    step, half = f"{10.0**-decimals:.{decimals}f}", f"{0.5 * 10.0**-decimals:.{decimals + 1}f}"
    return (
        f"All probabilities that were given are multiples of {step}: a confidence may be off by {half}, bins are no finer, "
        "and what this rounding may decide is left out."
    )


def lead(found: ConfidenceFindings) -> str:
    """Give the median confidences of correct predictions and of errors."""
    right, wrong = found.correct, found.incorrect
    if right.median is None:
        return f"No prediction was correct. The median confidence of {things(wrong.count, 'error')} is {long_confidence(wrong.median or 0.0)}."
    start = f"The median confidence is {long_confidence(right.median)} for {things(right.count, 'correct prediction')}"
    if wrong.median is None:
        return f"{start}. No image was misclassified, so nothing can be compared with it."
    if found.error_confidence == "too few":
        errors = sentence(things(wrong.count, "error"))
        return f"{start}. {errors} {plural(wrong.count, 'is', 'are')} too few to compare it with."
    return f"{start} and {long_confidence(wrong.median)} for {things(wrong.count, 'error')}."


def _sections(bundle: Bundle) -> list[Section]:
    sections = [Section("distribution", "Distribution of confidence")]
    found = present(bundle.findings.calibration)
    if found:
        sections.append(Section("calibration", "Calibration"))
    if found and present(found.temperature):
        sections.append(Section("temperature", "Temperature scaling"))
    if present(bundle.findings.selective_prediction):
        sections.append(Section("selective-prediction", "Selective prediction"))
    return [*sections, Section("extremes", "Extremes")]


def _sentences(bundle: Bundle, found: ConfidenceFindings) -> dict[str, Any]:
    return {
        "thresholds": confidence_distribution.thresholds(found),
        "auroc": confidence_auroc(bundle),
        "sure_claim": claim_named(bundle, "sure-when-right"),
        "sure": confidence_distribution.quantiles(found.correct),
    }
