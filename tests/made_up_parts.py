"""Data, network and training that are possible, for the bundles of `made_up`."""

from __future__ import annotations

import numpy as np

from analysis.bundle.dataset import (
    Augmentation,
    DatasetFindings,
    Part,
    PixelStatistics,
    Preprocessing,
    SourceTried,
)
from analysis.bundle.record import Packed, Proportion
from analysis.bundle.training import Epoch, Layer, Network, TrainingFindings
from analysis.data.images import ImageSet
from analysis.evidence import Evidence

SAMPLE_TRIED = (
    SourceTried(name="DIGITS_REPORT_DATA", outcome="not set"),
    SourceTried(name="scikit-learn", outcome="used"),
)


def _part(images: ImageSet) -> Part:
    return Part(per_class=images.per_class())


def dataset(evidence: Evidence) -> DatasetFindings:
    """Describe the images of the evidence."""
    training, test, validation = evidence.training_images, evidence.images, evidence.validation
    assert training is not None
    assert test is not None
    assert validation is not None
    k, parts = len(evidence.classes.names), ("train-images", "train-labels", "test-images", "test-labels")
    held_out = tuple(np.bincount(validation.labels, minlength=k).tolist())
    return DatasetFindings(
        name="digits" if evidence.classes.are_digits else "folder",
        title="Scikit-learn's handwritten digits" if evidence.classes.are_digits else "made-up shapes",
        source="scikit-learn" if evidence.classes.are_digits else "the path in --dataset",
        fallback=evidence.classes.are_digits,
        tried=SAMPLE_TRIED if evidence.classes.are_digits else (),
        sha256=dict.fromkeys(parts, "0" * 64),
        training=_part(training),
        validation=Part(per_class=held_out),
        test=_part(test),
        pixels=PixelStatistics(
            mean=float(training.images.mean() / 255),
            standard_deviation=float(training.images.std() / 255),
            ink_share=float((training.images > 0).mean()),
        ),
        preprocessing=Preprocessing(index=0, image=Packed.of(training.grey().images[0])),
        augmentation=_augmentation(training),
    )


def _augmentation(training: ImageSet) -> Augmentation:
    shifted = [np.roll(training.images[:2], step, axis=2) for step in (-1, 0, 1)]
    return Augmentation(
        rotation_degrees=12,
        scale=0.12,
        shear=0.15,
        shift_pixels=2.5,
        elastic_pixels=0,
        originals=Packed.of(training.images[:2]),
        augmented=Packed.of(np.stack(shifted, axis=1)),
    )


def network(evidence: Evidence) -> Network:
    """Return a network with one hidden layer."""
    assert evidence.images is not None
    assert evidence.features is not None
    (height, width), k = evidence.images.shape, len(evidence.classes.names)
    hidden = evidence.features.training.vectors.shape[1]
    sizes = {
        "flatten": (height * width, 0),
        "hidden": (hidden, hidden * (height * width + 1)),
        "scores": (k, (hidden + 1) * k),
    }
    layers = tuple(
        Layer(
            name=name,
            operation="Flatten" if name == "flatten" else "Dense",
            details="",
            activation="ReLU" if name == "hidden" else "",
            output_shape=(outputs,),
            parameters=held,
        )
        for name, (outputs, held) in sizes.items()
    )
    return Network(
        input_shape=(height, width, 1),
        layers=layers,
        parameters=sum(held for _, held in sizes.values()),
        feature_layer="hidden",
        features=hidden,
    )


def training(evidence: Evidence) -> TrainingFindings:
    """Return a training of three epochs."""
    validation = evidence.validation
    assert validation is not None
    right, n = int(validation.correct.sum()), len(validation)
    return TrainingFindings(
        preset="quick",
        seed=evidence.seed,
        batch_size=128,
        loss="cross-entropy of the softmax",
        initialisation="He normal",
        optimizer="AdamW",
        schedule="linear rise, then linear fall to zero",
        peak_learning_rate=0.002,
        warm_up=0.15,
        weight_decay=0.02,
        dropout=0.3,
        averaging=0.99,
        precision="float32",
        epochs=tuple(_epoch(number, right / n) for number in (1, 2, 3)),
        validation=Proportion.of(right, n),
        training_sample=Proportion.of(n - 1, n),
    )


def _epoch(number: int, last: float) -> Epoch:
    accuracy = last * (0.7 + 0.1 * number)
    return Epoch(
        number=number,
        training_loss=0.9 / number,
        training_accuracy=1 - 0.3 / number,
        training_error_rate=0.3 / number,
        validation_loss=0.6 / number,
        validation_accuracy=accuracy,
        validation_error_rate=1 - accuracy,
        learning_rate=0.002 * (1 - number / 3),
        augmented=number < 3,
    )
