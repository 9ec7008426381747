"""The shelf of reports of every kind: made-up bundles, each by its name, on which a check can be made everywhere.

All come from the real studies, from images, labels and scores that are the same on every machine; nothing is trained.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial import KDTree

from analysis.bundle import Bundle, storage
from analysis.bundle.classes import DIGITS, Classes
from analysis.bundle.dataset import MNIST_SHA256
from analysis.data import sample
from analysis.data.images import ImageSet
from analysis.data.pixels import luminance
from analysis.evidence import AskedNetwork, Evidence, Features, LabelledVectors, named_pairs
from analysis.run import provenance
from analysis.run.brought_in_memory import Handed, study_handed
from analysis.run.settings import Settings
from analysis.statistics import mantel, uniformity
from analysis.statistics.probabilities import Probabilities
from analysis.studies import accuracy
from analysis.studies.seeds import Replicate, summarise, with_named
from analysis.system.progress import NullProgress
from tests import made_up, many_classes
from tests.made_up_brought import GIVEN, READING, candidate, given_of, use

Labels = NDArray[np.integer]

PUBLISHED = Path(__file__).parents[1] / "site" / "results.json"
FEWER_DRAWS = 400
LONG_NAMES = (
    "parallelogram with rounded corners", "half of a regular hexagon", "$x$ & {braces} 100% _low_", "<b>bold</b>",
    "spiral staircase, seen from above",
)  # fmt: skip


def published() -> Bundle:
    """The report on MNIST as it is published."""
    return storage.read(PUBLISHED)


def sample_digits() -> Bundle:
    """The sample of scikit-learn where MNIST is not found: the nearest mean stands in for a network."""
    training, test = sample.read()
    means = np.stack([training.images[training.labels == label].mean(axis=0) for label in range(10)]) / 255

    def logits(images: NDArray[np.uint8]) -> NDArray[np.float64]:
        apart = (images[:, None] / 255 - means).reshape(len(images), 10, -1)
        return np.asarray(-(apart**2).sum(axis=2) / 4)

    def scores(part: ImageSet) -> Probabilities:
        return Probabilities(part.labels.astype(np.intp), logits(part.images))

    return made_up.bundle_of(
        replace(
            _evidence(
                (training[np.arange(300, len(training))], test),
                scores(test),
                scores(training[np.arange(300)]),
                logits,
            ),
            all_images=True,
        )
    )


def distinct_numbers() -> Bundle:
    """Every value is another one, and few are small: each class, each cell and each run has a count of its own."""
    rng = np.random.default_rng(2)
    supports = 600 + np.array([26, -14, 47, -36, 4, -47, 35, -3, -25, 13])
    labels = rng.permutation(np.repeat(np.arange(10), supports))
    predicted, errors = labels.copy(), iter(rng.permutation(np.arange(11, 31)).tolist())
    for first in range(10):
        for second in ((first + 1) % 10, (first + 4) % 10):
            rows = np.flatnonzero((labels == first) & (predicted == first))
            predicted[rows[: next(errors)]] = second
    training = _drawn(np.repeat(np.arange(10), 230 + 17 * rng.permutation(10)), (16, 16), DIGITS)
    test = _drawn(labels, (16, 16), DIGITS)
    held_out = rng.permutation(np.repeat(np.arange(10), 150 + 11 * rng.permutation(10)))
    wrong = rng.random(len(held_out)) < 0.1
    validation = _scores(held_out, np.where(wrong, (held_out + 3) % 10, held_out), 10)
    evidence = replace(
        _evidence((training, test), _scores(labels, predicted, 10), validation),
        seed=736,
        mnist_test_set=True,
        all_images=True,
    )
    bundle = _with_runs(made_up.bundle_of(evidence), evidence)
    mixed = bundle.findings.training.model_copy(update={"precision": "mixed_bfloat16"})
    findings = bundle.findings.model_copy(update={"training": mixed})
    cover = {
        "title": "Five hundred kinds of error",
        "authors": ("Ada Example", "Émile Müller-Łukasz"),
        "acknowledgements": "We thank the writers.",
        "site_url": "https://example.org/report",
        "paper": "a4",
    }
    return bundle.model_copy(update={"findings": findings, "cover": bundle.cover.model_copy(update=cover)})


def two_classes() -> Bundle:
    """Two classes, a short report on paper, and pairs that nobody named."""
    classes = Classes(names=("cat", "dog"), noun="animal", nouns="animals")
    bundle = made_up.bundle_of(_made_up(classes, (12, 16), each=60, wrong=0.15))
    return bundle.model_copy(update={"cover": bundle.cover.model_copy(update={"length": "short"})})


def three_without_scores() -> Bundle:
    """Three classes, labels and predictions only."""
    classes = Classes(names=("circle", "cross", "bar"), noun="shape", nouns="shapes")
    return made_up.predictions_alone(_made_up(classes, (8, 8), each=70, wrong=0.12))


def forty_classes() -> Bundle:
    """Forty classes, some with long names or with letters that mean something in HTML, LaTeX and Matplotlib."""
    names = (*many_classes.names(40 - len(LONG_NAMES)), *LONG_NAMES)
    classes = Classes(names=names, noun="shape", nouns="shapes")
    return made_up.bundle_of(_made_up(classes, (10, 10), each=9, wrong=0.2))


def photographs() -> Bundle:
    """Photographs, whose colours a report leaves out, and a network, both from files of the user's own."""
    classes = Classes(names=("Anna", "Boris", "Chloé", "Maximilianus"), noun="person", nouns="people")
    evidence = _made_up(classes, (12, 9), each=40, wrong=0.15, polarity="photograph")
    bundle = given_of(made_up.bundle_of(replace(evidence, named_pairs=((0, 2),), named_by="settings")))
    reading = READING.model_copy(update={"polarity": "photographs", "polarity_of_test": "photographs"})
    dataset = bundle.findings.dataset.model_copy(update={"reading": reading})
    right = (("0-255, inverted", 284), ("0-255", 97), ("0-1", 53), ("0-1, inverted", 53))
    candidates = tuple(candidate(name, count, total=300) for name, count in right)
    changed = {"dataset": dataset, "network_use": use(height=12, width=9, images=300, candidates=candidates)}
    return bundle.model_copy(update={"findings": bundle.findings.model_copy(update=changed)})


def guessing() -> Bundle:
    """A network that guesses, and likes the 3: more errors than pages show."""
    evidence = _made_up(DIGITS, (10, 10), each=14, wrong=0.1)
    logits = np.random.default_rng(5).normal(size=(140, 10)) + 3 * np.eye(10)[3]
    found = Probabilities(evidence.predictions.labels, logits)
    return made_up.bundle_of(replace(evidence, probabilities=found, predictions=found.predictions))


def flawless() -> Bundle:
    """A network from a file, on data of the user's own, without an error."""
    bundle = made_up.bundle_of(_made_up(DIGITS, (16, 16), each=36, wrong=0))
    data = {
        "name": "folder",
        "title": "the data in “mine”",
        "fallback": False,
        "augmentation": GIVEN,
        "reading": READING,
    }
    made = bundle.provenance.model_copy(update={"model_source": "file", "run_key": None})
    dataset = bundle.findings.dataset.model_copy(update=data)
    findings = bundle.findings.model_copy(update={"dataset": dataset, "training": GIVEN})
    return bundle.model_copy(update={"findings": findings, "provenance": made})


def one_error() -> Bundle:
    """A single error."""
    evidence = _made_up(DIGITS, (10, 10), each=36, wrong=0)
    labels = evidence.predictions.labels
    predicted = labels.copy()
    predicted[17] = (labels[17] + 2) % 10
    found = _scores(labels, predicted, 10)
    return made_up.bundle_of(replace(evidence, probabilities=found, predictions=found.predictions))


def notebook() -> Bundle:
    """Arrays and probabilities that a notebook handed over, with training images and a history."""
    classes = Classes(
        names=("ankle boot", "bag", "coat", "dress", "pullover"), noun="garment", nouns="garments"
    )
    evidence = _made_up(classes, (14, 14), each=50, wrong=0.15)
    test, training, found = evidence.images, evidence.training_images, evidence.probabilities
    assert test
    assert training
    assert found
    handed = Handed(
        x_test=test.images,
        y_test=found.labels,
        predictions=found.probabilities,
        x_train=training.images,
        y_train=training.labels,
        history={"accuracy": [0.61, 0.83, 0.91], "val_accuracy": [0.58, 0.79, 0.84], "loss": [1.2, 0.6, 0.3]},
        classes=classes.names,
        noun="garment",
    )
    return _studied(handed)


def scores_alone() -> Bundle:
    """Labels and probabilities that a notebook handed over, without images."""
    classes = Classes(names=("rain", "snow", "sun", "fog"), noun="sky", nouns="skies")
    found = _made_up(classes, (8, 8), each=60, wrong=0.15).probabilities
    assert found
    return _studied(
        Handed(y_test=found.labels, predictions=found.probabilities, classes=classes.names, noun=classes.noun)
    )


KINDS: dict[str, Callable[[], Bundle]] = {
    "published": published,
    "sample": sample_digits,
    "distinct-numbers": distinct_numbers,
    "two-classes": two_classes,
    "three-without-scores": three_without_scores,
    "forty-classes": forty_classes,
    "photographs": photographs,
    "guessing": guessing,
    "flawless": flawless,
    "one-error": one_error,
    "notebook": notebook,
    "scores-alone": scores_alone,
}


def bundle_of(kind: str) -> Bundle:
    """Make the bundle of a kind, and read it back as a render does: what the border refuses is no kind."""
    return _read_back(KINDS[kind], kind)


def rival_of(bundle: Bundle, seed: int = 0) -> Bundle:
    """Return the report on other predictions of the same test images, handed over without images: a tenth are other ones."""
    table, k = bundle.findings.predictions, len(bundle.classes.names)
    rng = np.random.default_rng(seed)
    changed = rng.random(len(table.labels)) < 0.1
    predicted = np.where(changed, rng.integers(0, k, len(changed)), table.predicted)
    found = table.view(k)
    if isinstance(found, Probabilities):
        logits = found.logits.astype(np.float64)
        logits[np.arange(len(logits)), predicted] += changed * rng.exponential(4, len(changed)) + 0.2
        given: NDArray[np.generic] = Probabilities(found.labels, logits).probabilities
    else:
        given = predicted
    handed = Handed(
        y_test=np.array(table.labels),
        predictions=given,
        classes=bundle.classes.names,
        noun=bundle.classes.noun,
    )
    return _read_back(lambda: _studied(handed), "rival")


def _read_back(make: Callable[[], Bundle], name: str) -> Bundle:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795348800")
        for module in (accuracy, mantel, uniformity):
            patch.setattr(module, "DRAWS", FEWER_DRAWS)  # p values are coarser, pages the same
        patch.setattr(accuracy, "RESAMPLES", FEWER_DRAWS)
        return storage.parse(storage.dump(make()), name)


def _studied(handed: Handed) -> Bundle:
    """Study what a notebook handed over, on a day and a machine of nowhere."""
    settings = Settings(seed=4)  # of somebody who has no settings file
    with redirect_stdout(io.StringIO()):
        bundle, _ = study_handed(handed, settings, provenance.Stopwatch(NullProgress()))
    made = made_up.provenance().model_copy(
        update={
            "model_source": "none",
            "run_key": None,
            "model_sha256": None,
            "scores": bundle.provenance.scores,
        }
    )
    cover = bundle.cover.model_copy(update={"date": "2026-11-22"})
    return bundle.model_copy(update={"provenance": made, "cover": cover})


def _made_up(
    classes: Classes,
    shape: tuple[int, int],
    each: int,
    wrong: float,
    polarity: Literal["ink", "photograph"] = "ink",
) -> Evidence:
    """Return an evidence with all parts: `each` test images of a class, twice as many training images."""
    k = len(classes.names)
    rng = np.random.default_rng(k)
    labels = rng.permutation(np.repeat(np.arange(k), each))
    training, test = (_drawn(part, shape, classes, polarity) for part in (np.tile(labels, 2), labels))
    found, validation = (
        _scores(
            part, np.where(rng.random(len(part)) < wrong, part ^ 1 if k % 2 == 0 else (part + 1) % k, part), k
        )
        for part in (labels, labels[: len(labels) // 2])
    )
    return _evidence((training, test), found, validation)


def _evidence(
    images: tuple[ImageSet, ImageSet],
    found: Probabilities,
    validation: Probabilities,
    network: Callable[[NDArray[np.uint8]], NDArray[np.float64]] | None = None,
) -> Evidence:
    """Join images and scores; features are sixteen sums of pixels of every second training image.

    Where no network is given, one answers as for the test image that is nearest in four of them.
    """
    training, test = images  # what is coloured is studied without colour
    rows = np.arange(0, len(training), 2)
    hidden = np.random.default_rng(9).normal(size=(test.grey().images[0].size, 16)) / 255

    def features(images: NDArray[np.uint8]) -> NDArray[np.float64]:
        grey = images if images.ndim == 3 else luminance(images)
        return np.asarray(grey.reshape(len(images), -1) @ hidden)

    def logits(images: NDArray[np.uint8]) -> NDArray[np.float64]:
        return np.asarray(found.logits[known.query(features(images)[:, :4])[1]], np.float64)

    known = KDTree(features(test.images)[:, :4])

    return Evidence(
        classes=test.classes,
        predictions=found.predictions,
        seed=1,
        probabilities=found,
        validation=validation,
        images=test.grey(),
        training_images=training.grey(),
        features=Features(
            LabelledVectors(features(training.images[rows]), training.labels[rows]),
            rows,
            features(test.images),
        ),
        network=AskedNetwork(network or logits, features, test.images, training.images),
        named_pairs=named_pairs(test.classes),
    )


def _drawn(
    labels: Labels, shape: tuple[int, int], classes: Classes, polarity: Literal["ink", "photograph"] = "ink"
) -> ImageSet:
    """Draw an image for each label, (n,): a pattern of its class, lighter or darker, with noise; more ink at the top."""
    rng = np.random.default_rng(len(labels))
    deep = (*shape, 3) if polarity == "photograph" else shape
    patterns = np.random.default_rng(7).random((len(classes.names), *deep)) > 0.6
    level = np.linspace(1.2, 0.6, shape[0]).reshape(-1, *[1] * (len(deep) - 1))
    strength = rng.uniform(90, 255, (len(labels), *[1] * len(deep)))
    ink = patterns[labels] * strength * level + rng.integers(-40, 40, (len(labels), *deep))
    return ImageSet(np.clip(ink, 0, 255).astype(np.uint8), labels, classes, polarity)


def _scores(labels: Labels, predicted: Labels, k: int) -> Probabilities:
    """Give each predicted class the highest score, and the label the next one most of the time: logits (n, k)."""
    rng, rows = np.random.default_rng([len(labels), k]), np.arange(len(labels))
    logits = rng.normal(size=(len(labels), k))
    logits[rows, labels] += 2
    lead = rng.exponential(np.where(labels == predicted, 3, 0.8)) + 0.05
    logits[rows, predicted] = logits.max(axis=1) + lead
    return Probabilities(labels, logits)


def _with_runs(bundle: Bundle, evidence: Evidence) -> Bundle:
    """Say that the run is one of four on MNIST."""
    assert evidence.validation
    assert evidence.probabilities
    rng = np.random.default_rng(4)

    def again(found: Probabilities, much: float) -> Probabilities:
        return Probabilities(found.labels, found.logits + much * rng.normal(size=found.logits.shape))

    first = Replicate(736, evidence.validation, evidence.probabilities)
    runs = [first] + [
        Replicate(seed, again(first.validation, much), again(first.test, much))
        for seed, much in ((737, 0.3), (741, 0.6), (752, 0.9))
    ]
    seeds = with_named(summarise("quick", runs), evidence.named_pairs)
    dataset = bundle.findings.dataset.model_copy(
        update={
            "name": "mnist",
            "title": "MNIST",
            "source": "the cache",
            "fallback": False,
            "tried": (),
            "sha256": MNIST_SHA256,
        }
    )
    return bundle.model_copy(
        update={"findings": bundle.findings.model_copy(update={"seeds": seeds, "dataset": dataset})}
    )
