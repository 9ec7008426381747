"""Records of runs, histories and networks that are made up but possible."""

from __future__ import annotations

import numpy as np

from analysis.bundle.record import Proportion
from analysis.bundle.seeds import SeedFindings, SeedRun
from analysis.bundle.training import Epoch, Layer, Network, TrainingFindings
from tests.pretended import pretended
from tests.report.figures.records import estimate


def seeded(runs: int) -> SeedFindings:
    """Return runs with close accuracies."""
    rng = np.random.default_rng(3)
    made = tuple(
        pretended(
            SeedRun,
            seed=k,
            accuracy=Proportion.of(int(9960 + rng.integers(-4, 5)), 10000),
            errors=40,
            log_loss=0.02,
            scaled_log_loss=0.02,
        )
        for k in range(runs)
    )
    return pretended(
        SeedFindings,
        preset="quick",
        runs=made,
        run_count=runs,
        errors_total=40 * runs,
        accuracy=estimate(0.996, 0.0003),
        accuracy_sd=0.0002,
        new_images=estimate(0.996, 0.0012),
        log_loss=estimate(0.02),
        log_loss_sd=0.001,
        pairs=(),
    )


def trained(epochs: int) -> TrainingFindings:
    """Return a history; the last epoch is on images as they are."""
    history = tuple(
        Epoch(
            number=n,
            training_loss=0.9 / n,
            training_accuracy=1 - 0.3 / n,
            training_error_rate=0.3 / n,
            validation_loss=0.6 / n,
            validation_accuracy=1 - 0.2 / n,
            validation_error_rate=0.2 / n,
            learning_rate=0.002 * (1 - n / epochs),
            augmented=n < epochs,
        )
        for n in range(1, epochs + 1)
    )
    return pretended(
        TrainingFindings,
        preset="quick",
        seed=1,
        batch_size=128,
        loss="cross-entropy",
        initialisation="He",
        optimizer="AdamW",
        schedule="linear",
        peak_learning_rate=0.002,
        warm_up=0.1,
        weight_decay=0.02,
        dropout=0.3,
        averaging=None,
        averaging_steps=None,
        precision="float32",
        epochs=history,
        epoch_count=epochs,
        unaugmented_epochs=1,
        validation=Proportion.of(9, 10),
        validation_errors=Proportion.of(1, 10),
        training_sample=Proportion.of(9, 10),
        generalisation_gap=estimate(0),
        overfitting="not detected",
    )


def network(convolutions: int) -> Network:
    """Return a network of so many convolutions, each with a pooling layer, and four layers more."""
    made = []
    side = 2 ** (convolutions + 2)
    for k in range(convolutions):
        side //= 2 if k else 1
        made += [
            _layer("Convolution", "3 × 3, same padding", "ReLU", (side, side, 16 * (k + 1)), 1000 * (k + 1)),
            _layer("Max pooling", "2 × 2", "", (side // 2, side // 2, 16 * (k + 1)), 0),
        ]
    last = 4 * 16 * convolutions or 784
    made += [
        _layer("Flatten", "", "", (last,), 0),
        _layer("Dense", "", "ReLU", (128,), 1_234_567),
        _layer("Dropout", "rate 0.3", "", (128,), 0),
        _layer("Dense", "", "softmax", (10,), 1290),
    ]
    return pretended(
        Network,
        input_shape=(2 ** (convolutions + 2),) * 2 + (1,),
        layers=tuple(made),
        parameters=0,
        convolutions=convolutions,
        kind="convolutional",
        heaviest=(),
        heaviest_share=0,
        feature_layer="",
        features=128,
    )


def _layer(operation: str, details: str, activation: str, sides: tuple[int, ...], parameters: int) -> Layer:
    return Layer(
        name="layer",
        operation=operation,
        details=details,
        activation=activation,
        output_shape=sides,
        parameters=parameters,
    )
