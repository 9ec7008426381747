"""Small evidences: labels and logits, with or without images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from analysis.bundle.classes import DIGITS, Classes
from analysis.data.images import ImageSet
from analysis.evidence import Evidence, Features, LabelledVectors, named_pairs
from analysis.statistics.probabilities import Probabilities


def evidence_of(labels: np.ndarray, logits: np.ndarray, **more: object) -> Evidence:
    """Return the evidence of scores alone, (n, K), with more parts where they are given."""
    k = logits.shape[1]
    classes = DIGITS if k == 10 else Classes(names=tuple(map(str, range(k))), noun="class", nouns="classes")
    found = Probabilities(np.asarray(labels), np.asarray(logits, float))
    parts = {"named_pairs": named_pairs(classes), **more}
    return Evidence(classes=classes, predictions=found.predictions, seed=0, probabilities=found, **parts)  # type: ignore[arg-type]  # whatever a test gives


def answers(labels: np.ndarray, predicted: np.ndarray, k: int = 10, **more: object) -> Evidence:
    """Return the evidence of confident predictions."""
    return evidence_of(labels, 20 * np.eye(k)[predicted], **more)


def renamed(evidence: Evidence, names: np.ndarray) -> Evidence:
    """Give each class another label: class i becomes names[i]."""
    assert evidence.probabilities is not None
    found = evidence.probabilities
    return evidence_of(names[found.labels], found.logits[:, np.argsort(names)])


def empty_images(labels: np.ndarray) -> ImageSet:
    """Return images without ink."""
    return ImageSet(np.zeros((len(labels), 28, 28), np.uint8), labels)


def whole(k: int, logits_of: Callable[[np.ndarray], np.ndarray], *, blank: bool = False) -> Evidence:
    """Return an evidence of k classes with all parts, twelve small images of each; scores (n, k) from labels (n,)."""
    rng, labels = np.random.default_rng(k), np.repeat(np.arange(k), 12)
    names = Classes(names=tuple(f"c{label}" for label in range(k)), noun="class", nouns="classes")
    drawn = rng.integers(0, 256, (2, len(labels), 5, 4)) * (not blank)
    training, test = (ImageSet(part.astype(np.uint8), labels, names) for part in drawn)
    hidden = rng.normal(size=(20, 6)) * (not blank)
    found = Probabilities(labels, np.asarray(logits_of(labels), float))
    return replace(with_images(found, training, test, hidden), named_pairs=((0, 1),))


def with_images(found: Probabilities, training: ImageSet, test: ImageSet, hidden: np.ndarray) -> Evidence:
    """Return what follows from scores and images: features are their pixels (n, d) times `hidden` (d, m)."""
    rows = np.arange(0, len(training), 2)
    vectors = [part.images.reshape(len(part), -1) @ hidden for part in (training[rows], test)]
    return Evidence(
        classes=test.classes,
        predictions=found.predictions,
        seed=1,
        probabilities=found,
        validation=found,
        images=test,
        training_images=training,
        features=Features(LabelledVectors(vectors[0], training.labels[rows]), rows, vectors[1]),
    )
