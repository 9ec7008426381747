"""Evidence → findings: one question per file, each `study(evidence)`; no study knows another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from analysis.bundle.record import Omitted, Record
from analysis.evidence import Evidence, Part
from analysis.studies import (
    accuracy,
    binary,
    calibration,
    class_means,
    confidence,
    confusion,
    disputed_labels,
    gallery,
    naming,
    predictions,
    projection,
    scores,
    selective_prediction,
    slices,
    writer_groups,
)


class Study(NamedTuple):
    """One question: the field of the bundle that holds its answer, who answers it, and what that needs."""

    field: str
    study: Callable[[Evidence], Record]
    needs: tuple[Part, ...] = ()
    undecided: Callable[[Evidence], str | None] = lambda _: None
    """Says what else speaks against it, as a clause; None where nothing does."""


STUDIES = (
    Study("accuracy", accuracy.study),
    Study("scores", scores.study, ("probabilities",)),
    Study("confusion", confusion.study),
    Study("binary", binary.study, (), binary.undecided),
    Study("class_means", class_means.study, ("images", "training_images")),
    Study("confidence", confidence.study, ("probabilities",)),
    Study("calibration", calibration.study, ("probabilities",), calibration.undecided),
    Study(
        "selective_prediction",
        selective_prediction.study,
        ("probabilities",),
        selective_prediction.undecided,
    ),
    Study("projection", projection.study, ("images", "training_images")),
    Study("slices", slices.study, ("images", "probabilities"), slices.undecided),
    Study("writer_groups", writer_groups.study, ("mnist_test_set",)),
    Study("disputed_labels", disputed_labels.study, ("mnist_test_set",)),
    Study("gallery", gallery.study, ("images",)),
    Study("predictions", predictions.study),
    Study("validation", predictions.validation, ("validation",)),
)


def study(evidence: Evidence) -> dict[str, Any]:
    """Run all studies: the fields of `Findings`.  Equal evidence gives equal findings."""
    evidence = naming.with_named_pairs(evidence)
    return {each.field: _run(each, evidence) for each in STUDIES}


def _run(each: Study, evidence: Evidence) -> Record:
    missing = evidence.missing(each.needs) or each.undecided(evidence)
    return Omitted(reason=missing) if missing else each.study(evidence)
