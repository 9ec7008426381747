"""`report.build` with Keras: models, histories and tf.data, as they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

import report
from analysis.bundle.record import Omitted, present
from analysis.models.backend import keras, tf
from analysis.statistics.probabilities import Probabilities
from tests.report.cli.calls import call, one_sentence
from tests.sharing import drawn_once

if TYPE_CHECKING:
    from report.notebook import Report

SMALL = load_digits()
X, Y = (SMALL.images / 16).astype(np.float32), SMALL.target
TRAIN, HELD, TEST = slice(0, 1000), slice(1000, 1400), slice(1400, 1797)


@pytest.fixture(scope="module", autouse=True)
def once() -> Iterator[None]:
    """Draw equal figures of these reports once."""
    with drawn_once():
        yield


@pytest.fixture(scope="module")
def fitted() -> tuple[keras.Model, keras.callbacks.History]:
    """Return a network that was trained in a second, and its history."""
    keras.utils.set_random_seed(1)
    layers = [keras.layers.Flatten(), keras.layers.Dense(24, "relu"), keras.layers.Dense(10, "softmax")]
    model = keras.Sequential([keras.layers.Input((8, 8)), *layers])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(
        X[TRAIN], Y[TRAIN], batch_size=50, epochs=6, validation_data=(X[HELD], Y[HELD]), verbose=0
    )
    return model, history


@pytest.fixture(scope="module")
def built(
    fitted: tuple[keras.Model, keras.callbacks.History], tmp_path_factory: pytest.TempPathFactory
) -> Report:
    """Report on it."""
    model, history = fitted
    return report.build(
        model, X[TEST], Y[TEST], x_train=X[TRAIN], y_train=Y[TRAIN], history=history,
        out=tmp_path_factory.mktemp("keras") / "site", pdf=False, quiet=True,
    )  # fmt: skip


def test_the_accuracy_is_that_of_keras(
    fitted: tuple[keras.Model, keras.callbacks.History], built: Report
) -> None:
    """`evaluate` says the same, and the model is as it was: its softmax, its weights, its optimizer."""
    model, _ = fitted

    assert built.accuracy == pytest.approx(model.evaluate(X[TEST], Y[TEST], verbose=0)[1], abs=1e-5)
    assert model.layers[-1].activation is keras.activations.softmax
    assert model.optimizer.iterations > 0


def test_confidences_are_of_logits(
    fitted: tuple[keras.Model, keras.callbacks.History], built: Report
) -> None:
    """The softmax is taken off a copy: the confidences are those of the network, computed in float64."""
    model, _ = fitted
    found = np.array(built.bundle.findings.predictions.confidence)

    assert found == pytest.approx(model.predict(X[TEST], verbose=0).max(axis=1), abs=1e-4)
    assert built.bundle.provenance.scores
    assert built.bundle.provenance.scores.startswith("logits")


def test_layers_features_and_curves_are_in_the_report(built: Report) -> None:
    """The network is described, its features are projected, and the history gives the curves."""
    found = built.bundle.findings
    network, projection = present(found.network), present(found.projection)

    assert network
    assert network.features == 24
    assert projection
    assert not isinstance(projection.features, Omitted)
    assert found.history
    assert found.history.epoch_count == 6
    assert (built.site / "figures" / "training-error.svg").is_file()
    assert "came with the network" in (built.site / "method.html").read_text(encoding="utf-8")


def test_no_page_speaks_of_a_file(built: Report) -> None:
    """A network from a notebook is called that, and no page tells the reader to give a file of it."""
    pages = {page.name: page.read_text(encoding="utf-8") for page in built.site.glob("*.html")}

    assert not [name for name, page in pages.items() if "given as a file" in page or "--model" in page]
    assert "taken from a notebook or script" in pages["introduction.html"]
    assert "by <code>report.build</code>" in pages["reproducibility.html"]


def test_the_published_network_is_this_one(
    fitted: tuple[keras.Model, keras.callbacks.History], built: Report
) -> None:
    """`model.keras` opens in Keras, says the same, and carries no optimizer."""
    again = keras.saving.load_model(built.site / "model.keras")

    assert np.allclose(again.predict(X[:20], verbose=0), fitted[0].predict(X[:20], verbose=0), atol=1e-6)
    assert getattr(again, "optimizer", None) is None


def test_the_published_network_answers_new_pictures(
    fitted: tuple[keras.Model, keras.callbacks.History], built: Report, tmp_path: Path
) -> None:
    """`predict` gives pictures to it in the form of the notebook's arrays, and says what the notebook's model says."""
    for number in range(6):
        Image.fromarray(255 - (X[TEST][number] * 255).round().astype(np.uint8)).save(
            tmp_path / f"{number}.png"
        )

    done = call("predict", tmp_path, "--model", built.site / "model.keras", "--out", tmp_path / "answers.csv")

    assert done.exit_code == 0, done.output
    with (tmp_path / "answers.csv").open(encoding="utf-8") as file:
        answers = list(csv.DictReader(file))
    shares = fitted[0].predict(X[TEST][:6], verbose=0)
    assert [int(each["class"]) for each in answers] == shares.argmax(axis=1).tolist()
    assert [float(each["confidence"]) for each in answers] == pytest.approx(shares.max(axis=1), abs=0.02)


def test_arrays_that_pictures_cannot_become(tmp_path: Path) -> None:
    """Where each pixel has a scale of its own, the report says so, and `predict` refuses in one sentence."""
    x = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-3)
    model = keras.Sequential([keras.layers.Input((8, 8)), keras.layers.Flatten(), keras.layers.Dense(10)])
    found = report.build(model, x[TEST], Y[TEST], out=tmp_path / "site", pdf=False, quiet=True)
    Image.new("L", (8, 8)).save(tmp_path / "a.png")
    said = one_sentence(call("predict", tmp_path / "a.png", "--model", found.site / "model.keras", "-q"))

    assert "not grey values on one scale" in said
    assert "not grey values on one scale" in (found.site / "reproducibility.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("first", [False, True])
def test_colours_standardised_by_channel(first: bool, tmp_path: Path) -> None:
    """The report shows the pictures as they were, and `predict` gives new ones to the network in the form of its arrays."""
    light = np.random.default_rng(1).integers(0, 256, (1, 8, 8, 3))
    pictures = np.where(X[TEST][..., np.newaxis] > 0.5, light, 255 - light * [0.2, 0.5, 1]).astype(np.uint8)
    pictures[0, 0, :2] = [[0] * 3, [255] * 3]
    x = ((pictures / 255 - [0.49, 0.48, 0.45]) / [0.25, 0.24, 0.26]).astype(np.float32)
    x = x.transpose(0, 3, 1, 2) if first else x
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [keras.layers.Input(x.shape[1:]), keras.layers.Flatten(), keras.layers.Dense(10)]
    )
    found = report.build(model, x, Y[TEST], out=tmp_path / "site", pdf=False, quiet=True)
    for number in range(4):
        Image.fromarray(pictures[number]).save(tmp_path / f"{number}.png")
    done = call(
        "predict",
        *(tmp_path / f"{k}.png" for k in range(4)),
        "--model",
        found.site / "model.keras",
        "--out",
        tmp_path / "a.csv",
    )

    assert done.exit_code == 0, done.output
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        confidences = [float(each["confidence"]) for each in csv.DictReader(file)]
    logits = np.asarray(model(x[:4]), np.float64)
    assert confidences == pytest.approx(Probabilities(Y[:4], logits).confidence, abs=1e-4)
    gallery = present(found.bundle.findings.gallery)
    assert gallery
    shown, were = gallery.pixels.array(), pictures[list(gallery.indices)]
    assert np.array_equal(shown, were)


def test_one_column_for_two_classes(tmp_path: Path) -> None:
    """A sigmoid says how probable the second class is, and is no predicted class; new pictures are answered alike."""
    two = np.flatnonzero(Y < 2)
    model = keras.Sequential(
        [keras.layers.Input((8, 8)), keras.layers.Flatten(), keras.layers.Dense(1, "sigmoid")]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(X[two[:200]], Y[two[:200]], epochs=3, verbose=0)
    found = report.build(
        model,
        X[two[200:]],
        Y[two[200:]],
        classes=["nought", "one"],
        out=tmp_path / "site",
        pdf=False,
        quiet=True,
    )
    image = X[two[200]]
    Image.fromarray((255 * image).round().astype(np.uint8)).save(tmp_path / "a.png")
    done = call(
        "predict", tmp_path / "a.png", "--model", found.site / "model.keras", "--out", tmp_path / "a.csv"
    )

    assert found.accuracy == pytest.approx(model.evaluate(X[two[200:]], Y[two[200:]], verbose=0)[1], abs=1e-6)
    share = float(model.predict(image[np.newaxis], verbose=0)[0, 0])
    assert done.exit_code == 0, done.output
    _, answer, confidence, _, _ = (tmp_path / "a.csv").read_text().splitlines()[1].rsplit(",", 4)
    assert answer == ["nought", "one"][share > 0.5]
    assert float(confidence) == pytest.approx(max(share, 1 - share), abs=0.01)


def test_datasets_and_tensors(fitted: tuple[keras.Model, keras.callbacks.History], tmp_path: Path) -> None:
    """A tf.data dataset of batches and tensors say the same as the arrays that they were made of."""
    model, _ = fitted
    batches = tf.data.Dataset.from_tensor_slices((X[TEST], Y[TEST])).batch(64)
    asked = [
        report.build(model, batches, out=tmp_path / "a", pdf=False, quiet=True),
        report.build(
            model, tf.constant(X[TEST]), tf.constant(Y[TEST]), out=tmp_path / "b", pdf=False, quiet=True
        ),
    ]

    assert asked[0].bundle.findings == asked[1].bundle.findings


def test_a_network_of_ones_own_class(tmp_path: Path) -> None:
    """What Keras cannot copy is asked all the same, and its layers are omitted."""

    class Own(keras.Model):  # type: ignore[misc]  # it ships no types
        def __init__(self) -> None:
            super().__init__()
            self.dense = keras.layers.Dense(10)

        def call(self, images: tf.Tensor) -> tf.Tensor:
            return self.dense(tf.reshape(images, (-1, 64)))

    model = Own()
    found = report.build(model, X[TEST], Y[TEST], out=tmp_path / "site", pdf=False, quiet=True)
    logits = np.asarray(model(X[TEST]), np.float64)

    assert isinstance(found.bundle.findings.network, Omitted)
    expected = Probabilities(Y[TEST], logits).confidence
    assert np.array(found.bundle.findings.predictions.confidence) == pytest.approx(expected, abs=1e-5)
