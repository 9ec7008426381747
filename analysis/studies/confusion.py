"""Which classes are taken for each other, and is that more than chance?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.confusion import ConfusionFindings, UniformityTest
from analysis.evidence import Evidence
from analysis.statistics.pairs import confused, images_of
from analysis.statistics.selection import shown_errors
from analysis.statistics.uniformity import uniformity_test


def study(evidence: Evidence) -> ConfusionFindings:
    """Count the confusions, and test whether they are spread over the pairs of classes as chance would."""
    counts = evidence.predictions.confusion
    return ConfusionFindings(
        counts=tuple(map(tuple, counts.tolist())),
        uniformity=_uniformity(counts, evidence),
        named=evidence.named_pairs,
        named_by=evidence.named_by,
        errors=evidence.shown(shown_errors(evidence.predictions, evidence.view)),
    )


def _uniformity(counts: NDArray[np.intp], evidence: Evidence) -> UniformityTest | None:
    errors, images = confused(counts), images_of(counts)
    if not errors.any():
        return None
    found = uniformity_test(errors, images / images.sum(), evidence.rng("confusion"))
    return UniformityTest.of(found, evidence.seed)
