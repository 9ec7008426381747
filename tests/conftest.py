"""What tests share: small problems without TensorFlow, bundles of them, and real MNIST where there is any."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

import numpy as np
import pytest
from hypothesis import settings
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from analysis import studies
from analysis.bundle import Bundle
from analysis.bundle.classes import Classes
from analysis.bundle.dataset import MNIST_SHA256
from analysis.data import folder
from analysis.data.images import Dataset, ImageSet
from analysis.evidence import Evidence, Features, LabelledVectors, named_pairs
from analysis.statistics.probabilities import Probabilities
from analysis.studies.seeds import Replicate, summarise, with_named
from analysis.system.cache import NOWHERE, Kept
from report.figures import kept
from tests import kinds, many_classes
from tests.made_up import bundle_of, predictions_alone
from tests.made_up_brought import given_of
from tests.order import LONGEST, TESTS
from tests.sharing import Store

# Seconds for a test with what it is given; the longest trains a network, and machines may be busy.
LIMIT = 300

# A core each for the processes of pytest-xdist: threads of linear algebra that wait for each other cost a third.
threadpool_limits(1)
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")

# The same examples in every run, and no deadline: a busy machine is no failure.
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("repeatable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that at the end no process works alone."""
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.relative_to(TESTS).as_posix(), len(rank)))


def pytest_collection_finish() -> None:
    """Take what was imported out of each search for garbage: TensorFlow's modules alone cost half a second a time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Let no test wait for ever: it fails where it waits; Windows, without such an alarm, trusts it."""
    if not hasattr(signal, "SIGALRM"):
        return (yield)
    before = signal.signal(signal.SIGALRM, _too_late)
    signal.alarm(LIMIT)
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _too_late(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise TimeoutError(f"Expected a test to end within {LIMIT} s.")


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    """Draw and study each time: what was made before, perhaps by other code, would pass for what this code makes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "store", lambda: Kept(NOWHERE, 0))
        patch.setattr(studies, "store", lambda: Kept(NOWHERE, 0))
        yield


@pytest.fixture(scope="session")
def digits() -> ImageSet:
    """Scikit-learn's 1,797 digits, each pixel enlarged to 3 × 3, with a margin of two."""
    small = load_digits()
    large = np.pad(small.images.repeat(3, axis=1).repeat(3, axis=2), ((0, 0), (2, 2), (2, 2)))
    return ImageSet((large * (255 / 16)).astype(np.uint8), small.target.astype(np.uint8))


@pytest.fixture(scope="session")
def mnist() -> Dataset:
    """Real MNIST, from the folder that DIGITS_REPORT_DATA names."""
    place = os.environ.get("DIGITS_REPORT_DATA")
    if not place:
        pytest.skip("DIGITS_REPORT_DATA names no folder with MNIST")
    training, test = folder.read(Path(place))
    return Dataset("mnist", "MNIST", "DIGITS_REPORT_DATA", training, test, sha256={})


@dataclass(frozen=True)
class Network:
    """A logistic regression of the pixels, with random features in place of a hidden layer."""

    model: LogisticRegression
    hidden: np.ndarray

    @classmethod
    def trained(cls, training: ImageSet, strength: float) -> Network:
        """Fit the regression."""
        model = LogisticRegression(C=strength, max_iter=500).fit(_flat(training), training.labels)
        return cls(model, np.random.default_rng(2).normal(size=(_flat(training).shape[1], 40)))

    def probabilities(self, part: ImageSet) -> Probabilities:
        """Return the scores of a part."""
        scores = self.model.decision_function(_flat(part))
        both = scores if scores.ndim == 2 else np.stack([-scores / 2, scores / 2], axis=1)
        return Probabilities(part.labels, both)

    def features(self, part: ImageSet) -> LabelledVectors:
        """Return forty numbers for each image."""
        return LabelledVectors(np.maximum(0, _flat(part) @ self.hidden).astype(np.float32), part.labels)


def _flat(part: ImageSet) -> np.ndarray:
    """Take every third pixel: of the enlarged digits, what scikit-learn's 8 × 8 images hold."""
    small = part.images[:, 3:26:3, 3:26:3] if part.shape == (28, 28) else part.images[:, ::2, ::2]
    return small.reshape(len(part), -1) / 255.0


def evidence_of(parts: tuple[ImageSet, ImageSet, ImageSet], strength: float) -> Evidence:
    """Train on the first part, and study the answers for the third; the second is the validation split."""
    training, validation, test = parts
    network = Network.trained(training, strength)
    found = network.probabilities(test)
    rows = np.arange(0, len(training), 2)
    return Evidence(
        classes=test.classes,
        predictions=found.predictions,
        seed=736,
        probabilities=found,
        validation=network.probabilities(validation),
        images=test,
        training_images=training,
        features=Features(network.features(training[rows]), rows, network.features(test).vectors),
        named_pairs=named_pairs(test.classes),
    )


@pytest.fixture(scope="session")
def store_of_run(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What the processes of this run share."""
    return Store.of_this_run(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def kind(store_of_run: Store) -> Callable[[str], Bundle]:
    """The bundle of a kind of report, by its name."""

    def found(name: str) -> Bundle:
        if name == "published" and not kinds.PUBLISHED.exists():
            pytest.skip("site/ is not here: nothing is published")
        return store_of_run.once(f"kind {name}", lambda: kinds.bundle_of(name))

    return found


@pytest.fixture(scope="session")
def tiny_evidence(digits: ImageSet, store_of_run: Store) -> Evidence:
    """360 of the small digits, about twenty of them misclassified; 1,257 train the network."""
    rows = np.random.default_rng(1).permutation(len(digits))
    parts = (digits[rows[540:]], digits[rows[360:540]], digits[rows[:360]])
    return store_of_run.once("tiny evidence", lambda: replace(evidence_of(parts, 0.02), all_images=True))


@pytest.fixture(scope="session")
def tiny_bundle(tiny_evidence: Evidence, store_of_run: Store) -> Bundle:
    """A complete bundle: every finding comes from the real studies, the rest is made up but possible."""
    return store_of_run.once("tiny bundle", lambda: bundle_of(tiny_evidence))


@pytest.fixture(scope="session")
def bare_bundle(tiny_evidence: Evidence) -> Bundle:
    """Labels and predicted classes only."""
    return predictions_alone(tiny_evidence)


@pytest.fixture(scope="session")
def given_bundle(tiny_bundle: Bundle) -> Bundle:
    """Images and network from files of the user's own."""
    return given_of(tiny_bundle)


def shapes(names: tuple[str, ...], shape: tuple[int, int], count: int) -> ImageSet:
    """Draw images of made-up classes: a pattern for each, with noise and now and then another pattern."""
    rng, k = np.random.default_rng(7), len(names)
    patterns = rng.random((k, *shape)) > 0.6
    labels = np.arange(count) % k
    drawn = np.where(rng.random(count) < 0.04, rng.integers(0, k, count), labels)
    ink = patterns[drawn] * rng.uniform(90, 255, (count, *shape)) + rng.normal(0, 60, (count, *shape))
    classes = Classes(names=names, noun="shape", nouns="shapes")
    return ImageSet(np.clip(ink, 0, 255).astype(np.uint8), labels.astype(np.uint8), classes)


def bundle_of_shapes(names: tuple[str, ...], shape: tuple[int, int], count: int) -> Bundle:
    """Study a network for made-up classes."""
    images, rows = shapes(names, shape, count), np.random.default_rng(8).permutation(count)
    cuts = count // 2, count * 2 // 3
    training, validation, test = (images[part] for part in np.split(rows, cuts))
    return bundle_of(evidence_of((training, validation, test), 0.01))


@pytest.fixture(scope="session")
def three_bundle(store_of_run: Store) -> Bundle:
    """Three classes, images of 16 × 16 pixels."""
    return store_of_run.once("three", lambda: bundle_of_shapes(("circle", "cross", "bar"), (16, 16), 450))


@pytest.fixture(scope="session")
def twelve_bundle(store_of_run: Store) -> Bundle:
    """Twelve classes with long names, images of 20 × 12 pixels."""
    names = (
        "circle", "cross", "bar", "triangle", "pentagon", "hexagon", "rhombus", "parallelogram", "ellipse", "star",
        "arrow", "crescent",
    )  # fmt: skip
    return store_of_run.once("twelve", lambda: bundle_of_shapes(names, (20, 12), 1200))


@pytest.fixture(scope="session")
def sixteen_bundle(store_of_run: Store) -> Bundle:
    """Sixteen classes, one of them with a very long name, images of 16 × 16 pixels."""
    names = (
        "circle", "cross", "bar", "triangle", "pentagon", "hexagon", "rhombus", "parallelogram", "ellipse", "star",
        "arrow", "crescent", "trapezoid with rounded corners", "heart", "spiral staircase", "letter",
    )  # fmt: skip
    return store_of_run.once("sixteen", lambda: bundle_of_shapes(names, (16, 16), 1600))


@pytest.fixture(scope="session")
def coarse_bundle() -> Bundle:
    """Scikit-learn's digits on 16 × 16 pixels, as USPS has them."""
    small = load_digits()
    large = (small.images.repeat(2, axis=1).repeat(2, axis=2) * (255 / 16)).astype(np.uint8)
    images = ImageSet(large, small.target.astype(np.uint8))
    rows = np.random.default_rng(1).permutation(len(images))
    return bundle_of(evidence_of((images[rows[540:]], images[rows[360:540]], images[rows[:360]]), 0.02))


@pytest.fixture(scope="session")
def thirty_bundle(store_of_run: Store) -> Bundle:
    """Thirty classes with names in several scripts: too many for a matrix of numbers."""
    return store_of_run.once("thirty", lambda: many_classes.bundle(30))


@pytest.fixture(scope="session")
def hundred_bundle(store_of_run: Store) -> Bundle:
    """A hundred classes, as many as there may be."""
    return store_of_run.once("hundred", lambda: many_classes.bundle(100))


@pytest.fixture(scope="session")
def swept_bundle(tiny_evidence: Evidence, tiny_bundle: Bundle) -> Bundle:
    """The ordinary run, called MNIST, with two runs more."""
    rng = np.random.default_rng(4)
    assert tiny_evidence.validation
    assert tiny_evidence.probabilities

    def again(found: Probabilities) -> Probabilities:
        return Probabilities(found.labels, found.logits + rng.normal(size=found.logits.shape))

    runs = [Replicate(736, tiny_evidence.validation, tiny_evidence.probabilities)]
    runs += [Replicate(seed, again(runs[0].validation), again(runs[0].test)) for seed in (737, 738)]
    data = {"name": "mnist", "title": "MNIST", "fallback": False, "sha256": MNIST_SHA256}
    dataset = tiny_bundle.findings.dataset.model_copy(update=data)
    seeds = with_named(summarise("quick", runs), tiny_evidence.named_pairs)
    findings = tiny_bundle.findings.model_copy(update={"seeds": seeds, "dataset": dataset})
    return tiny_bundle.model_copy(update={"findings": findings})
