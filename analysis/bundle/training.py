"""The network and how it was trained."""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import Estimate, Proportion, Record


class Layer(Record):
    """One layer, from image to answer."""

    name: str
    operation: str
    """Name of the operation in words: `Convolution`, `Max pooling`, `Dense`, `Dropout`, `Flatten`, …"""
    details: str
    """Kernel and padding, or rate: `3 × 3, same padding`; empty where there is nothing to say."""
    activation: str
    """`ReLU`, `softmax`, …; empty for none."""
    output_shape: tuple[int, ...]
    """Without the batch axis."""
    parameters: int
    share: float
    """Of all parameters."""


class Network(Record):
    """The layers in order."""

    input_shape: tuple[int, ...]
    layers: tuple[Layer, ...]
    parameters: int
    convolutions: int
    kind: Literal["convolutional", "fully connected", "other"]
    """`fully connected` without any convolution and with two dense layers or more."""
    heaviest: tuple[str, ...]
    """Names of the layers with most parameters; several where they have equally many."""
    heaviest_share: float
    """Of all parameters, these layers together."""
    feature_layer: str
    """The layer whose output is called the features: the input of the last layer with weights."""
    features: int
    """How many numbers that is."""


class Epoch(Record):
    """One pass over the training images."""

    number: int
    training_loss: float
    """Mean over the epoch's batches, augmented images, dropout on."""
    training_accuracy: float
    training_error_rate: float
    validation_loss: float
    """Of the network as it would be kept: with the average of the weights so far, where one is kept."""
    validation_accuracy: float
    validation_error_rate: float
    learning_rate: float | None
    """At the end of the epoch; null in a history that does not tell."""
    augmented: bool | None
    """False in an epoch on images as they are; null in a history, which does not tell."""


class BroughtHistory(Record):
    """What Keras noted in a training that was not ours."""

    epochs: tuple[Epoch, ...]
    epoch_count: int


class TrainingFindings(Record):
    """Settings and history of the run."""

    preset: str
    seed: int
    batch_size: int
    loss: str
    """In words: `cross-entropy of the softmax`."""
    initialisation: str
    """In words."""
    optimizer: str
    """In words."""
    schedule: str
    """In words."""
    peak_learning_rate: float
    warm_up: float
    """Share of the steps in which the learning rate rises."""
    weight_decay: float
    dropout: float
    averaging: float | None
    """Decay of the moving average of the weights that is kept as the network; null without one."""
    averaging_steps: int | None
    """How many steps that average looks back over."""
    precision: str
    """`float32` or `mixed_bfloat16`, decided at run time."""
    epochs: tuple[Epoch, ...]
    epoch_count: int
    unaugmented_epochs: int
    """At the end, on images as they are."""
    validation: Proportion
    """Accuracy of the finished network on the validation split."""
    validation_errors: Proportion
    """Its error rate there."""
    training_sample: Proportion
    """Its accuracy on as many training images, drawn at random and not augmented."""
    generalisation_gap: Estimate
    """Training-sample accuracy minus validation accuracy, with Newcombe's interval."""
    overfitting: Literal["detected", "not detected", "reversed"]
    """Decided where that interval leaves 0."""
