"""What do training images and the network show of single errors?

The nearest training images of the predicted and of the true class, in pixels and in features, and occlusion of the
difference of the two logits (Zeiler & Fergus 2014, section 4.1, there of one class).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.errors import ErrorEvidence, Neighbours, NeighbourSpace, Occlusion, TrainingImage
from analysis.bundle.record import Omitted, Packed
from analysis.data.images import ImageSet
from analysis.evidence import LEFT_OUT, NOT_GIVEN, AskedNetwork, Evidence, Images
from analysis.statistics.nearest import nearest_by_class
from analysis.statistics.selection import explained_errors
from analysis.statistics.vectors import pixels, rows_of

WINDOWS, STEPS = 5, 14
"""How many squares beside each other, and how many steps, an image is about wide."""


class Space(NamedTuple):
    """Errors (e, d), and the training images among which neighbours are looked for, by their rows of the data."""

    errors: NDArray[np.floating]
    training: Iterable[NDArray[np.floating]]
    labels: NDArray[np.integer]
    rows: NDArray[np.intp]


def study(evidence: Evidence) -> ErrorEvidence:
    """Look at the sixty most confident errors, or at all of fewer; there is one."""
    errors = np.array(explained_errors(evidence.predictions, evidence.view))
    in_pixels, in_features = _pixels(evidence, errors), _features(evidence, errors)
    spaces = {
        name: each if isinstance(each, Omitted) else _neighbours(each, evidence, errors)
        for name, each in (("pixels", in_pixels), ("features", in_features))
    }
    near = [one for each in spaces.values() if isinstance(each, NeighbourSpace) for one in each.errors]
    named = {image.index for one in near for image in (one.predicted, one.true, one.other) if image}
    shown, training = np.array(sorted(named), np.intp), evidence.every_training_image
    return ErrorEvidence(
        indices=tuple(errors.tolist()),
        pixels=spaces["pixels"],
        features=spaces["features"],
        occlusion=_occlusion(evidence, errors),
        training_indices=tuple(shown.tolist()),
        training_pixels=Packed.of(training.images[shown]) if training and named else None,
    )


def no_error(evidence: Evidence) -> str | None:
    """Say that there is nothing to look at, where that is so."""
    return "no image was misclassified" if evidence.predictions.correct.all() else None


def _pixels(evidence: Evidence, errors: NDArray[np.intp]) -> Space | Omitted:
    if not evidence.extras:
        return Omitted(reason=LEFT_OUT)
    training, test = evidence.every_training_image, evidence.images
    if training is None or test is None:
        return Omitted(reason=evidence.missing(("images", "training_images")) or "")
    return Space(
        np.concatenate(list(pixels(test.images[errors]))),
        pixels(training.images),
        training.labels,
        np.arange(len(training)),
    )


def _features(evidence: Evidence, errors: NDArray[np.intp]) -> Space | Omitted:
    """Ask the network for the features of all training images; without it, take those of a sample that are known."""
    known, training, network = evidence.features, evidence.every_training_image, evidence.network
    if not evidence.extras:
        return Omitted(reason=LEFT_OUT)
    if known is None or training is None:
        return Omitted(reason=evidence.missing(("images", "training_images", "features")) or "")
    if network:
        of_errors, of_training = network.features(network.test[errors]), network.features(network.training)
        return Space(of_errors[:], rows_of(of_training), training.labels, np.arange(len(training)))
    of_errors = np.concatenate([known.test[row : row + 1] for row in errors.tolist()])
    return Space(of_errors, rows_of(known.training.vectors), known.training.labels, known.rows)


def _neighbours(space: Space, evidence: Evidence, errors: NDArray[np.intp]) -> NeighbourSpace:
    k = len(evidence.classes.names)
    rows, distances = nearest_by_class(space.errors, space.training, space.labels, k)

    def image(place: int, label: int) -> TrainingImage:
        row, distance = int(space.rows[rows[place, label]]), float(distances[place, label])
        return TrainingImage(index=row, label=label, distance=distance)

    found = []
    for place, error in enumerate(errors.tolist()):
        classes = int(evidence.predictions.predicted[error]), int(evidence.predictions.labels[error])
        closest = int(distances[place].argmin())
        beyond = distances[place, closest] < distances[place, classes].min()
        found.append(
            Neighbours(
                predicted=image(place, classes[0]),
                true=image(place, classes[1]),
                other=image(place, closest) if beyond else None,
            )
        )
    return NeighbourSpace(dimensions=space.errors.shape[1], among=len(space.labels), errors=tuple(found))


def _occlusion(evidence: Evidence, errors: NDArray[np.intp]) -> Occlusion | Omitted:
    network, images = evidence.network, evidence.images
    if network is None or images is None:
        return Omitted(reason=NOT_GIVEN["images"] if images is None else evidence.no_network)
    if not evidence.extras:
        return Omitted(reason=LEFT_OUT)
    side = min(images.shape)
    window, step = max(1, round(side / WINDOWS)), max(1, round(side / STEPS))
    maps = [_map(network, images, evidence, error, window, step) for error in errors.tolist()]
    largest = [float(np.abs(each).max()) for each in maps]
    scaled = [np.rint(127 * each / (most or 1)) for each, most in zip(maps, largest, strict=True)]
    return Occlusion(
        window=window, step=step, largest=tuple(largest), maps=Packed.of(np.array(scaled).astype(np.int8))
    )


def _map(  # noqa: PLR0913, PLR0917  # what an image is covered with, and where
    network: AskedNetwork, images: ImageSet, evidence: Evidence, error: int, window: int, step: int
) -> NDArray[np.float64]:
    """Return by how much the difference of the logits falls where each square is covered, (rows, columns)."""
    image = network.test[error]
    colour = image.mean(axis=(0, 1)) if images.polarity == "photograph" else 0
    copies, shape = covered(image, colour, window, step)
    scores = network.logits(np.concatenate([image[None], copies]))
    predictions = evidence.predictions
    difference = scores[:, predictions.labels[error]] - scores[:, predictions.predicted[error]]
    return np.asarray(difference[0] - difference[1:], np.float64).reshape(shape)


def covered(
    image: Images, colour: NDArray[np.floating] | float, window: int, step: int
) -> tuple[Images, tuple[int, int]]:
    """Return copies of an image, each with a square covered around the middle of one of the steps, and their rows and columns."""
    height, width = image.shape[:2]
    tops, lefts = (
        [start + step // 2 - window // 2 for start in range(0, side, step)] for side in (height, width)
    )
    copies = np.repeat(image[None], len(tops) * len(lefts), axis=0)
    for place, copy in enumerate(copies):
        top, left = tops[place // len(lefts)], lefts[place % len(lefts)]
        copy[max(0, top) : top + window, max(0, left) : left + window] = colour
    return copies, (len(tops), len(lefts))
