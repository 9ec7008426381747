"""Data, network and training that are possible, for the bundles of `made_up`."""

from __future__ import annotations

import numpy as np

from analysis.bundle.dataset import (
    Augmentation,
    Balance,
    DatasetFindings,
    Part,
    PixelStatistics,
    Preprocessing,
    SourceTried,
)
from analysis.bundle.record import Packed
from analysis.bundle.training import Epoch, Layer, Network, TrainingFindings
from analysis.data.images import ImageSet
from analysis.evidence import Evidence
from analysis.statistics import intervals

SAMPLE_TRIED = (
    SourceTried(name="DIGITS_REPORT_DATA", outcome="not set"),
    SourceTried(name="scikit-learn", outcome="used"),
)


def _part(images: ImageSet) -> Part:
    return Part(images=len(images), per_class=images.per_class())


def balance(counts: np.ndarray) -> Balance:
    """Compare the smallest and the largest class."""
    ratio = float(counts.min() / counts.max())
    return Balance(
        least=int(counts.argmin()),
        most=int(counts.argmax()),
        ratio=ratio,
        level="equal" if ratio == 1 else "balanced" if ratio >= 0.75 else "uneven",
    )


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
        images=len(training) + len(validation) + len(test),
        training=_part(training),
        validation=Part(images=len(validation), per_class=held_out),
        test=_part(test),
        balance=balance(np.array(training.per_class())),
        pixels=PixelStatistics(
            mean=float(training.images.mean() / 255),
            standard_deviation=float(training.images.std() / 255),
            ink_share=float((training.images > 0).mean()),
        ),
        preprocessing=_preprocessing(training.grey()),
        augmentation=_augmentation(training),
    )


def _preprocessing(training: ImageSet) -> Preprocessing:
    first, row = training.images[0], training.shape[0] // 2
    return Preprocessing(
        index=0,
        image=Packed.of(first),
        row=row,
        columns=tuple(range(training.shape[1])),
        before=tuple(first[row].tolist()),
        after=tuple((first[row] / 255).tolist()),
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
    total, most = sum(held for _, held in sizes.values()), max(held for _, held in sizes.values())
    layers = tuple(
        Layer(
            name=name,
            operation="Flatten" if name == "flatten" else "Dense",
            details="",
            activation="ReLU" if name == "hidden" else "",
            output_shape=(outputs,),
            parameters=held,
            share=held / total,
        )
        for name, (outputs, held) in sizes.items()
    )
    return Network(
        input_shape=(height, width, 1),
        layers=layers,
        parameters=total,
        convolutions=0,
        kind="fully connected",
        heaviest=tuple(layer.name for layer in layers if layer.parameters == most),
        heaviest_share=most / total,
        feature_layer="hidden",
        features=hidden,
    )


def training(evidence: Evidence) -> TrainingFindings:
    """Return a training of three epochs."""
    validation = evidence.validation
    assert validation is not None
    right, n = int(validation.correct.sum()), len(validation)
    gap = intervals.newcombe(n - 1, n, right, n)
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
        averaging_steps=100,
        precision="float32",
        epochs=tuple(_epoch(number) for number in (1, 2, 3)),
        epoch_count=3,
        unaugmented_epochs=1,
        validation=intervals.proportion(right, n),
        validation_errors=intervals.proportion(n - right, n),
        training_sample=intervals.proportion(n - 1, n),
        generalisation_gap=gap,
        overfitting="detected" if gap.low > 0 else "not detected",
    )


def _epoch(number: int) -> Epoch:
    return Epoch(
        number=number,
        training_loss=0.9 / number,
        training_accuracy=1 - 0.3 / number,
        training_error_rate=0.3 / number,
        validation_loss=0.6 / number,
        validation_accuracy=1 - 0.2 / number,
        validation_error_rate=0.2 / number,
        learning_rate=0.002 * (1 - number / 3),
        augmented=number < 3,
    )
