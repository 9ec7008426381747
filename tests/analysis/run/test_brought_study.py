"""Predictions with whatever else was given become a bundle that agrees with itself; the rest is omitted with its reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from analysis.brought import resolve
from analysis.brought.predictions import by_shape
from analysis.bundle import Bundle, storage
from analysis.bundle.record import Omitted, present
from analysis.data import sample
from analysis.data.images import Dataset, ImageSet
from analysis.run import brought_file, provenance
from analysis.run.brought_study import study_brought
from analysis.run.settings import Settings
from analysis.system.errors import PredictionsError, SettingsError
from analysis.system.progress import NullProgress

NEEDS_A_NETWORK = ("network", "network_use", "training", "seeds")


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """Return scikit-learn's sample."""
    return Dataset("digits", "the sample", "the library itself", *sample.read(), sha256={})


@pytest.fixture(scope="module")
def shares(digits: Dataset) -> np.ndarray:
    """Return probabilities for its test images, (360, 10)."""
    first, test = digits.training[np.arange(400)], digits.test
    model = LogisticRegression(max_iter=50, tol=0.05).fit(_small(first), first.labels)
    return np.asarray(model.predict_proba(_small(test)))


def _small(part: ImageSet) -> np.ndarray:
    """Take every third pixel either way: enough to be mostly right."""
    return part.images[:, 2::3, 2::3].reshape(len(part), -1) / 255.0


def study(brought: np.ndarray, digits: Dataset) -> Bundle:
    """Study predictions for the sample, and read the bundle back as it is checked."""
    bundle = study_brought(resolve.with_dataset(by_shape(brought), digits), Settings(seed=4), None)
    return storage.parse(storage.dump(bundle), "here")


def test_pairs_of_the_settings_are_those_of_the_report(shares: np.ndarray, digits: Dataset) -> None:
    """They replace the usual look-alikes in table and claim, and the bundle says who named them."""
    settings = Settings(seed=4, pairs=(("7", "1"),))
    found = study_brought(resolve.with_dataset(by_shape(shares), digits), settings, None).findings.confusion

    assert [pair.classes for pair in found.pairs if pair.named] == [(1, 7)]
    assert found.named_by == "settings"
    assert found.named_pairs


def test_probabilities_with_images(shares: np.ndarray, digits: Dataset) -> None:
    """All studies are made but those of a network, and accuracy and log loss are what NumPy computes."""
    bundle = study(shares, digits)
    found, rows = bundle.findings, np.arange(len(digits.test))

    assert found.accuracy.overall.count == (shares.argmax(axis=1) == digits.test.labels).sum()
    scores = present(found.scores)
    assert scores
    log_loss = present(scores.log_loss)
    assert log_loss
    assert log_loss.value == pytest.approx(-np.log(shares[rows, digits.test.labels]).mean(), rel=1e-4)
    assert all(isinstance(getattr(found, part), Omitted) for part in NEEDS_A_NETWORK)
    assert all(
        present(each) for each in (found.class_means, found.calibration, found.projection, found.gallery)
    )
    assert bundle.provenance.scores == "probabilities: every row sums to 1"
    assert found.dataset.training
    assert found.dataset.training.images == len(digits.training)


def test_predicted_classes_with_images(shares: np.ndarray, digits: Dataset) -> None:
    """Without scores, what needs them is omitted and says so; the images are there all the same."""
    found = study(shares.argmax(axis=1), digits).findings

    assert present(found.gallery)
    for part in (found.scores, found.confidence, found.calibration, found.selective_prediction):
        assert part == Omitted(reason="no probabilities were given")
    assert found.network == Omitted(reason="no network was given")


def test_the_labels_beside_must_be_those_of_the_data(shares: np.ndarray, digits: Dataset) -> None:
    """Predictions in another order than the images are not studied as if they were bad ones."""
    brought = by_shape(shares, digits.test.labels[::-1])

    with pytest.raises(PredictionsError, match="in the order of the test images"):
        resolve.with_dataset(brought, digits)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (np.zeros((360, 9)), "Expected 10 columns of scores, one per class, found 9"),
        (np.zeros((360, 12)), "found 12"),
        (np.full((359, 10), 0.1), "for 360 test images, found 359"),
        (np.full(360, 10), "from 0 to 9, found 10"),
        (np.full(360, "eleven"), "found “eleven”"),
        (np.zeros((360, 10, 1)), "found the shape"),
    ],
)
def test_what_does_not_fit_the_data(wrong: np.ndarray, said: str, digits: Dataset) -> None:
    """Columns, rows and classes must be those of the data."""
    with pytest.raises(PredictionsError, match=said):
        resolve.with_dataset(by_shape(wrong), digits)


def test_a_network_as_well(tmp_path: Path) -> None:
    """Predictions and a network contradict each other."""
    settings = Settings(model=tmp_path / "m.keras", predictions=tmp_path / "p.csv")

    with pytest.raises(SettingsError, match="found both"):
        brought_file.analyze(settings, tmp_path / "p.csv", provenance.Stopwatch(NullProgress()))


def rounded_bundle(n: int, sharpness: float, decimals: int | None) -> tuple[Bundle, float]:
    """Study probabilities of ten classes with so many decimals; return the log loss of the unrounded ones, too."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, n)
    shares = softmax(rng.normal(size=(n, 10)) * 1.5 + sharpness * np.eye(10)[labels], axis=1)
    given = shares if decimals is None else shares.round(decimals)
    bundle = study_brought(resolve.alone(by_shape(given, labels)), Settings(seed=4), None)
    true = -np.log(shares[np.arange(n), labels]).mean()
    return storage.parse(storage.dump(bundle), "here"), float(true)


@pytest.mark.parametrize(
    ("n", "sharpness", "decimals", "left_out"),
    [
        (1_000, 2, None, set()),
        (1_000, 2, 2, {"log_loss"}),
        (1_000, 5, 2, set()),
        (4_000, 9, 2, {"calibration", "log_loss"}),
        (4_000, 9, 4, set()),
        (1_000, 2, 4, set()),
    ],
)
def test_rounded_probabilities_are_studied_as_far_as_rounding_allows(
    n: int, sharpness: float, decimals: int | None, left_out: set[str]
) -> None:
    """What rounding may decide is omitted with the reason; a log loss that is given is that of the unrounded scores."""
    bundle, true = rounded_bundle(n, sharpness, decimals)
    found, scores = bundle.findings, present(bundle.findings.scores)
    assert scores
    log_loss = present(scores.log_loss)

    omitted = {
        name for name in ("calibration", "selective_prediction") if isinstance(getattr(found, name), Omitted)
    }
    assert omitted | ({"log_loss"} if log_loss is None else set()) == left_out
    if log_loss:
        assert log_loss.low <= true <= log_loss.high
    assert found.predictions.decimals == decimals
    assert any(
        f"multiples of {10.0 ** -(decimals or 0):.{decimals or 0}f}" in note
        for note in bundle.provenance.reading
    ) == (decimals is not None)
    confidence = present(found.confidence)
    assert confidence
    finest = 1 - max(edge for edge in confidence.edges if edge < 1)
    assert decimals is None or finest > 10.0**-decimals


def test_a_label_with_a_probability_of_0_has_no_log_loss() -> None:
    """Votes of five neighbours: where none is of the label, the logarithm is infinite; the Brier score is there."""
    rng, labels = np.random.default_rng(1), np.arange(500) % 4
    votes = np.array([rng.multinomial(5, 0.15 + 0.4 * np.eye(4)[label]) / 5 for label in labels])
    bundle = study_brought(resolve.alone(by_shape(votes, labels)), Settings(), None)
    scores = present(bundle.findings.scores)
    assert scores

    zeros = int((votes[np.arange(500), labels] == 0).sum())
    assert zeros > 1
    assert scores.log_loss == Omitted(
        reason=f"the label of {zeros} test images has a probability of 0, whose logarithm is infinite"
    )
    assert scores.brier.value == pytest.approx(
        ((votes - np.eye(4)[labels]) ** 2).sum(axis=1).mean(), rel=1e-4
    )


def test_decisions_have_no_study_of_confidence() -> None:
    """One-hot rows name a class and nothing more."""
    labels = np.arange(300) % 3
    decided = np.eye(3)[np.where(np.arange(300) % 7 == 0, 0, labels)]
    found = study_brought(resolve.alone(by_shape(decided, labels)), Settings(), None).findings

    for part in (found.scores, found.confidence, found.calibration, found.selective_prediction):
        assert part == Omitted(reason=resolve.DECISIONS)
    assert found.accuracy.overall.count == (decided.argmax(axis=1) == labels).sum()
