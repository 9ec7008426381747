"""Small bundles for the tests of single chapters, made of few records and without TensorFlow."""
# ruff: noqa: ANN401  # `**changes` may be any fields of a record

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.classes import DIGITS, Classes, ImageFormat
from analysis.bundle.dataset import (
    Augmentation,
    Balance,
    DatasetFindings,
    Part,
    PixelStatistics,
    Preprocessing,
)
from analysis.bundle.gallery import Gallery
from analysis.bundle.record import Estimate, Packed, Proportion
from analysis.bundle.training import Epoch, Layer, Network, TrainingFindings
from analysis.run.brought_study import of_predictions
from analysis.run.settings import Settings
from report.chapters.model import Chapter
from report.figures.canvas import Medium
from report.output.render import Renderer
from tests.pretended import changed as with_other
from tests.pretended import pretended

ANIMALS = Classes(names=("cat", "dog", "emu"), noun="animal", nouns="animals")


@cache  # asked for fifty times while tests are collected
def alone(classes: Classes = DIGITS, *, flawless: bool = False) -> Bundle:
    """Labels and predictions of 200 images, and nothing else."""
    rng, k = np.random.default_rng(3), len(classes.names)
    labels = np.arange(200) % k
    wrong = np.zeros(200, bool) if flawless else rng.random(200) < 0.1
    predicted = np.where(wrong, (labels + 1) % k, labels)
    return of_predictions(classes, labels, predicted, Settings())


def with_network(classes: Classes = DIGITS, name: str = "digits", **network: Any) -> Bundle:
    """The same with a network that was given as a file, and with images of 9 × 8 pixels."""
    bundle = alone(classes)
    k = len(classes.names)
    findings = {
        "dataset": data(k, name=name),
        "network": net(k, **network),
        "gallery": gallery(k),
    }
    images = ImageFormat(height=9, width=8, channels=1, polarity="ink")
    return changed(bundle.model_copy(update={"images": images}), **findings)


def trained(classes: Classes = DIGITS, name: str = "digits", **training: Any) -> Bundle:
    """The same with the story of its training, and augmented images."""
    bundle = with_network(classes, name)
    dataset = bundle.findings.dataset.model_copy(update={"augmentation": augmentation(elastic=1.5)})
    return changed(bundle, dataset=dataset, training=history(**training))


def changed(bundle: Bundle, **findings: Any) -> Bundle:
    """Put other findings into a bundle."""
    return bundle.model_copy(update={"findings": with_other(bundle.findings, **findings)})


def data(k: int, **changes: Any) -> DatasetFindings:
    """Three parts with equally many images of each of k classes."""
    training, validation, test = (Part(per_class=(each,) * k) for each in (300, 30, 200 // k))
    return pretended(
        DatasetFindings,
        **{
            "title": "the sample of scikit-learn",
            "source": "the library itself",
            "fallback": False,
            "tried": (),
            "sha256": {"train-images": "a" * 64, "test-labels": "b" * 64},
            "images": training.images + validation.images + test.images,
            "training": training,
            "validation": validation,
            "test": test,
            "balance": Balance(least=0, most=0, ratio=1, level="equal"),
            "pixels": PixelStatistics(mean=0.13, standard_deviation=0.31, ink_share=0.19),
            "preprocessing": pretended(
                Preprocessing,
                index=0,
                image=Packed.of(np.zeros((9, 8), np.uint8)),
                row=4,
                columns=(2, 3, 4),
                before=(0, 51, 0),
                after=(0.0, 0.2, 0.0),
            ),
            **changes,
        },
    )


def augmentation(elastic: float = 0) -> Augmentation:
    """Two originals, each augmented three times."""
    return Augmentation(
        rotation_degrees=15,
        scale=0.15,
        shear=0.2,
        shift_pixels=3,
        elastic_pixels=elastic,
        originals=Packed.of(np.zeros((2, 9, 8), np.uint8)),
        augmented=Packed.of(np.zeros((2, 3, 9, 8), np.uint8)),
    )


def gallery(k: int) -> Gallery:
    """Two examples of each of k classes."""
    indices = tuple(range(2 * k))
    return pretended(
        Gallery,
        typical=tuple(range(k)),
        mosaic=(),
        mosaic_size=0,
        mosaic_ends_in_error=False,
        rows=tuple((label, k + label) for label in range(k)),
        indices=indices,
        pixels=Packed.of(np.zeros((2 * k, 9, 8), np.uint8)),
    )


def net(k: int, **changes: Any) -> Network:
    """A convolution, and a dense layer with k outputs."""
    return pretended(
        Network,
        **{
            "input_shape": (9, 8, 1),
            "layers": (
                layer("conv1", "Convolution", 60, "3 × 3, same padding", "ReLU", (9, 8, 6)),
                layer("features", "Flatten", 0, "", "", (432,)),
                layer("logits", "Dense", 433 * k, "", "", (k,)),
            ),
            "parameters": 60 + 433 * k,
            "convolutions": 1,
            "kind": "convolutional",
            "heaviest": ("logits",),
            "heaviest_share": 433 * k / (60 + 433 * k),
            "feature_layer": "features",
            "features": 432,
            **changes,
        },
    )


def layer(  # noqa: PLR0913, PLR0917  # what a layer is made of
    name: str, operation: str, parameters: int, details: str, activation: str, shape: tuple[int, ...]
) -> Layer:
    """One layer."""
    return Layer(
        name=name,
        operation=operation,
        details=details,
        activation=activation,
        output_shape=shape,
        parameters=parameters,
    )


def history(**changes: Any) -> TrainingFindings:
    """Three epochs, the last on images as they are."""
    return pretended(
        TrainingFindings,
        **{
            "preset": "standard",
            "seed": 736,
            "batch_size": 64,
            "loss": "cross-entropy of the softmax",
            "initialisation": "normal random numbers (He)",
            "optimizer": "Muon and AdamW",
            "schedule": "linear increase, then linear decrease",
            "peak_learning_rate": 0.00225,
            "warm_up": 0.08,
            "weight_decay": 0.5,
            "dropout": 0.3,
            "averaging": 0.99,
            "averaging_steps": 100,
            "precision": "float32",
            "epochs": tuple(epoch(number, augmented=number < 3) for number in (1, 2, 3)),
            "epoch_count": 3,
            "unaugmented_epochs": 1,
            "validation": share(294, 300),
            "validation_errors": share(6, 300),
            "training_sample": share(297, 300),
            "generalisation_gap": Estimate(value=0.01, low=-0.01, high=0.034),
            "overfitting": "not detected",
            **changes,
        },
    )


def epoch(number: int, *, augmented: bool) -> Epoch:
    """One epoch; the later, the fewer errors."""
    return Epoch(
        number=number,
        training_loss=0.9 / number,
        training_accuracy=1 - 0.3 / number,
        training_error_rate=0.3 / number,
        validation_loss=0.6 / number,
        validation_accuracy=1 - 0.2 / number,
        validation_error_rate=0.2 / number,
        learning_rate=0.002 / number,
        augmented=augmented,
    )


def share(part: int, whole: int) -> Proportion:
    """A proportion; its interval is made up."""
    value = part / whole
    return pretended(
        Proportion, count=part, total=whole, value=value, low=max(0, value - 0.02), high=min(1, value + 0.02)
    )


def rendered(
    chapter: Callable[[Bundle], Chapter | None],
    bundle: Bundle,
    monkeypatch: pytest.MonkeyPatch,
    medium: Medium = "web",
) -> str:
    """Render one chapter as if it were the whole report: on its page, or on paper."""
    monkeypatch.setattr("report.chapters.CHAPTERS", (chapter,))
    monkeypatch.setattr("report.pages.PAGES", ())
    renderer = Renderer(bundle, medium)
    return renderer.paper() if medium == "paper" else "".join(renderer.pages().values())
