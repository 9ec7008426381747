"""Evidence → findings: one question per file, each `study(evidence)`; no study knows another."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from analysis.bundle.errors import ErrorEvidence
from analysis.bundle.record import Omitted, Record
from analysis.bundle.stress import StressFindings
from analysis.evidence import Evidence, Part
from analysis.studies import (
    accuracy,
    all_images,
    binary,
    calibration,
    class_means,
    confidence,
    confusion,
    disputed_labels,
    error_evidence,
    gallery,
    naming,
    predictions,
    projection,
    scores,
    selective_prediction,
    slices,
    stress,
    writer_groups,
)
from analysis.system import cache

MOST_KEPT = 64 * 2**20
"""Bytes of studies that take long: those of MNIST take a quarter of a megabyte."""
ROOMS = ("bundle", "data", "statistics", "studies")
"""Whose code may decide what a study finds."""


class Study(NamedTuple):
    """One question: the field of the bundle that holds its answer, who answers it, and what that needs."""

    field: str
    study: Callable[[Evidence], Record]
    needs: tuple[Part, ...] = ()
    undecided: Callable[[Evidence], str | None] = lambda _: None
    """Says what else speaks against it, as a clause; None where nothing does."""
    kept_as: type[Record] | None = None
    """Of one that takes long, the record that it gives: it is kept for the same data and network."""


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
    Study("stress", stress.study, ("images", "probabilities"), stress.undecided, StressFindings),
    Study("writer_groups", writer_groups.study, ("mnist_test_set",)),
    Study("disputed_labels", disputed_labels.study, ("mnist_test_set",)),
    Study("error_evidence", error_evidence.study, (), error_evidence.no_error, ErrorEvidence),
    Study("gallery", gallery.study, ("images",)),
    Study("all_images", all_images.study, ("images",), all_images.not_to_be_shown),
    Study("predictions", predictions.study),
    Study("validation", predictions.validation, ("validation",)),
)


def study(evidence: Evidence) -> dict[str, Any]:
    """Run all studies: the fields of `Findings`.  Equal evidence gives equal findings."""
    evidence = naming.with_named_pairs(evidence)
    return {each.field: run(each, evidence) for each in STUDIES}


def run(each: Study, evidence: Evidence) -> Record:
    """Put one question to the evidence; omitted where something is missing, recalled where it takes long."""
    missing = evidence.missing(each.needs) or each.undecided(evidence)
    if missing:
        return Omitted(reason=missing)
    return _kept(each, each.kept_as, evidence) if each.kept_as else each.study(evidence)


def store() -> cache.Kept:
    """Return where studies that take long are kept."""
    return cache.Kept(cache.place("studies"), MOST_KEPT)


def _kept(each: Study, kind: type[Record], evidence: Evidence) -> Record:
    """Return what a study found before of the same data and network; else make it, and keep it."""
    if evidence.key is None or not evidence.extras:
        return each.study(evidence)
    kept = store()
    wrong = np.flatnonzero(~evidence.predictions.correct).astype("<i8").tobytes()
    key = sha256(b"\0".join([each.field.encode(), evidence.key.encode(), _code(), wrong])).hexdigest()
    try:
        return kind.model_validate_json(kept.get(key) or b"", strict=True, extra="ignore")
    except ValidationError:  # nothing was kept
        found = each.study(evidence)
        kept.put({key: found.model_dump_json().encode()})
        return found


@lru_cache(1)
def _code() -> bytes:
    here = Path(__file__).parents[1]
    code = [path.read_bytes() for room in ROOMS for path in sorted((here / room).glob("*.py"))]
    return sha256(b"\0".join([*code, (here / "evidence.py").read_bytes(), np.__version__.encode()])).digest()
