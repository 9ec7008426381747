"""All test images, for the page on which a reader looks for those that he wants to see."""

from __future__ import annotations

import gzip

from analysis.bundle.all_images import AllImages, rows_of
from analysis.evidence import Evidence

MOST_BYTES = 1_100_000
"""Of the packed pixels as a browser gets them: base64, gzipped."""
MOST_SCORES = 250_000
"""Scores of the kept images: a megabyte."""
YOURS = (
    "the images are not those of a published set, and the setting `all_images` does not ask to publish them"
)


def study(evidence: Evidence) -> AllImages:
    """Pack every test image, or where that is too much an even share and all errors."""
    assert evidence.images is not None  # noqa: S101  # STUDIES names what is needed
    images, correct = evidence.images.grey().images, evidence.predictions.correct
    scores = len(evidence.classes.names) if evidence.probabilities is not None else 0
    each = 1
    while True:
        rows = rows_of(correct, each)
        found = AllImages.of(images[rows], each)
        over = max(len(rows) * scores / MOST_SCORES, sent(found) / MOST_BYTES)
        if over <= 1 or each >= len(images):
            return found
        each = max(each + 1, int(each * over))


def not_to_be_shown(evidence: Evidence) -> str | None:
    """Say, as a clause, why images are not published; None where they are."""
    return None if evidence.all_images else YOURS


def sent(found: AllImages) -> int:
    """Return about how many bytes a browser gets of packed images."""
    return len(gzip.compress(found.greys.data.encode(), 6)) + len(gzip.compress(found.boxes.data.encode(), 6))
