"""Bundles of more classes than a page can show one by one."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.classes import Classes
from analysis.data.images import ImageSet
from analysis.evidence import Evidence
from analysis.statistics import mantel, uniformity
from analysis.statistics.probabilities import Probabilities
from analysis.studies import accuracy
from tests.evidences import with_images
from tests.made_up import bundle_of

EACH, SIDE = 12, 10
# Names as people give them: one letter, thirty letters, words with a meaning of their own, several scripts.
SCRIPTS = ("a", "error", "T-shirt/top", "pair of <boots> & laces", "ఆ", "日本", "عين", "Ω", "ffl", "x" * 30)


def names(k: int) -> tuple[str, ...]:
    """Return k different names, in several scripts."""
    return SCRIPTS[:k] + tuple(f"class {number}" for number in range(len(SCRIPTS), k))


def evidence_of(k: int, each: int = EACH, side: int = SIDE) -> Evidence:
    """Return some images of each class and a network that takes each class now and then for its neighbour."""
    rng, labels = np.random.default_rng(k), np.repeat(np.arange(k), each)
    patterns = rng.random((k, side, side)) > 0.6
    ink = patterns[labels] * rng.uniform(90, 255, (2, len(labels), side, side)) + rng.normal(
        0, 60, (2, len(labels), side, side)
    )
    classes = Classes(names=names(k), noun="shape", nouns="shapes")
    training, test = (ImageSet(part, labels, classes) for part in np.clip(ink, 0, 255).astype(np.uint8))
    often = rng.random(len(labels)) < rng.random(k)[labels] / 2
    logits = 6 * np.eye(k)[np.where(often, labels ^ 1, labels)] + rng.normal(size=(len(labels), k))
    hidden = rng.normal(size=(side * side, 8)) / 255
    return with_images(Probabilities(labels, logits), training, test, hidden)


def bundle(k: int, draws: int = 400, each: int = EACH, side: int = SIDE) -> Bundle:
    """Study that network with fewer draws than usual: the pages are the same, the p values coarser."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (accuracy, mantel, uniformity):
            patch.setattr(module, "DRAWS", draws)
        patch.setattr(accuracy, "RESAMPLES", draws)
        return bundle_of(evidence_of(k, each, side))
