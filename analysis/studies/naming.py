"""Which pairs of classes are named before any error is looked at, where nobody has named any?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.evidence import Evidence
from analysis.statistics import means
from analysis.statistics.pairs import pairs_of, per_pair

PAIRS = 2
# Among three classes, two pairs of three would take most errors whatever they look like.
FEWEST_CLASSES = 4


def with_named_pairs(evidence: Evidence) -> Evidence:
    """Name the two pairs whose training means are closest, unless others are named or there are no training images."""
    training, k = evidence.training_images, len(evidence.classes.names)
    if evidence.named_pairs or training is None or k < FEWEST_CLASSES:
        return evidence
    mean = np.array(
        [means.mean_and_deviation(training.images[training.labels == label])[0] for label in range(k)]
    )
    closest = np.argsort(per_pair(means.distances(mean)), kind="stable")[:PAIRS]
    pairs = pairs_of(k)
    return replace(evidence, named_pairs=tuple(pairs[place] for place in closest), named_by="training means")
