"""Whether a bundle can be true: every number that follows from others in the same file, or has bounds, is held to them.

Records say what a bundle looks like, this folder what its values may be.  One module per part of the bundle; each
computes anew, from the predictions table on, with formulas of its own.
"""

from __future__ import annotations

from analysis.bundle import Bundle
from analysis.bundle.checks import (
    accuracy,
    calibration,
    claims,
    class_means,
    confidence,
    confusion,
    dataset,
    gallery,
    limits,
    network,
    network_use,
    projection,
    provenance,
    reading,
    scores,
    seeds,
    selective_prediction,
    test_set,
    training,
)
from analysis.bundle.checks.table import table_of

CHECKS = (
    provenance.check,
    dataset.check,
    reading.check,
    accuracy.check,
    confusion.check,
    network.check,
    network_use.check,
    training.check,
    seeds.check,
    scores.check,
    confidence.check,
    calibration.check,
    selective_prediction.check,
    class_means.check,
    projection.check,
    test_set.check,
    gallery.check,
    claims.check,
)


def check(bundle: Bundle) -> None:
    """Raise ContradictionError, which names the field, where a bundle is beyond the limits or cannot be true."""
    limits.check_leaves("", bundle)
    limits.check_classes(bundle.classes)
    table = table_of(bundle)
    for each in CHECKS:
        each(bundle, table)
