"""Are the predictions worse for images that look a certain way?"""

from __future__ import annotations

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.record import Packed
from analysis.bundle.slices import (
    ImageFeature,
    SlicedFeature,
    SliceFindings,
    SliceTest,
    halves,
    margins,
    measured,
    sliced,
)
from analysis.data.images import ImageSet
from analysis.evidence import Evidence, rounding_decides
from analysis.statistics import image_moments
from analysis.statistics.probabilities import Probabilities
from analysis.statistics.slices import DRAWS, fifths, reached_within_classes

FEWEST = 100
EXAMPLES = 5


def undecided(evidence: Evidence) -> str | None:
    """Say that there are too few images, or that their margins are not known."""
    if len(evidence.predictions) < FEWEST:
        return f"there are fewer than {FEWEST} test images"
    if evidence.decimals is not None or evidence.labels_at_zero:
        return rounding_decides(evidence, "how large a margin is")
    if not isinstance(evidence.view, Probabilities):
        return "there are too many scores to keep them"
    return None


def study(evidence: Evidence) -> SliceFindings:
    """Compare the mean margin between the fifths of each number that differs between images."""
    view = evidence.view
    assert isinstance(view, Probabilities)  # noqa: S101  # `undecided` says so
    assert evidence.images is not None  # noqa: S101  # STUDIES names what is needed
    images = evidence.images.grey()
    rows = measured(len(images), images.images[0].size)
    shown, view = images[rows], Probabilities(view.labels[rows], view.logits[rows])
    values = _measured(shown)
    tests = _tests(evidence, rows, view, values)
    return SliceFindings(
        measured=len(rows),
        features=tuple(_feature(name, each, tests[name], shown, rows, view) for name, each in values.items()),
    )


def _measured(images: ImageSet) -> dict[ImageFeature, NDArray[np.float32]]:
    """Return the numbers that differ enough between the images to part them."""
    measure = image_moments.of_photographs if images.polarity == "photograph" else image_moments.of_ink
    found = {name: values.astype(np.float32) for name, values in measure(images.images).items()}
    return {name: values for name, values in found.items() if len(np.unique(fifths(values))) > 1}  # type: ignore[misc]  # their names


def _tests(
    evidence: Evidence,
    rows: NDArray[np.intp],
    view: Probabilities,
    values: dict[ImageFeature, NDArray[np.float32]],
) -> dict[ImageFeature, list[SliceTest]]:
    """Test all numbers by the same permutations, for each part of the images on its own."""
    tests: dict[ImageFeature, list[SliceTest]] = {name: [] for name in values}
    known, rng = margins(view), evidence.rng("slices")
    for part, ours in halves(rows, mnist=bool(evidence.mnist_test_set)).items():
        cuts = [fifths(each)[ours] for each in values.values()]
        reached = reached_within_classes(known[ours], view.labels[ours], cuts, rng)
        for name, count in zip(values, reached, strict=True):
            tests[name].append(SliceTest(seed=evidence.seed, draws=DRAWS, reached=count, images=part))
    return tests


def _feature(  # noqa: PLR0913, PLR0917  # what is known of it
    name: ImageFeature,
    values: NDArray[np.float32],
    tests: list[SliceTest],
    images: ImageSet,
    rows: NDArray[np.intp],
    view: Probabilities,
) -> SlicedFeature:
    where = fifths(values)
    examples = [_middle(values, np.flatnonzero(where == each)) for each in np.unique(where)]
    return SlicedFeature(
        name=name,
        values=Packed.of(values),
        slices=sliced(values, margins(view), view.correct),
        tests=tuple(tests),
        examples=tuple(tuple(rows[each].tolist()) for each in examples),
        pixels=Packed.of(images.images[list(chain(*examples))]),
    )


def _middle(values: NDArray[np.float32], ours: NDArray[np.intp]) -> list[int]:
    """Return the images nearest to the median of theirs, in rising order."""
    near = np.argsort(np.abs(values[ours] - np.median(values[ours])), kind="stable")[:EXAMPLES]
    found: list[int] = sorted(ours[near].tolist())
    return found
