"""The network and how it learned."""

from __future__ import annotations

from analysis.bundle.record import Estimate, Proportion, Record


class Layer(Record):
    """One layer, from image to answer."""

    name: str
    kind: str
    """In words, as for instance `Convolution 3 × 3`."""
    output_shape: tuple[int, ...]
    """Without the batch axis."""
    parameters: int


class Network(Record):
    """The layers in order."""

    layers: tuple[Layer, ...]
    parameters: int
    feature_layer: str
    """The layer whose output is called the features: the input of the last layer with weights."""
    features: int
    """How many numbers that is."""


class Epoch(Record):
    """One pass over the training images."""

    number: int
    training_loss: float
    """Mean over the epoch's batches, distorted images, dropout on."""
    training_accuracy: float
    validation_loss: float
    """Of the network as it would be kept: with the average of the weights so far, where one is kept."""
    validation_accuracy: float
    learning_rate: float
    """At the end of the epoch."""
    distorted: bool
    """False in an epoch on clean images."""


class TrainingFindings(Record):
    """Settings and history of the run."""

    preset: str
    seed: int
    batch_size: int
    optimizer: str
    """In words."""
    peak_learning_rate: float
    weight_decay: float
    dropout: float
    averaging: float | None
    """Decay of the moving average of the weights that is kept as the network; null without one."""
    label_smoothing: float
    precision: str
    """`float32` or `mixed_bfloat16`, decided at run time."""
    epochs: tuple[Epoch, ...]
    validation: Proportion
    """Accuracy of the finished network on the validation part."""
    training_sample: Proportion
    """The same on as many training images, drawn at random and not distorted."""


class SeedRun(Record):
    """One training of a sweep."""

    seed: int
    accuracy: Proportion
    """On the test set, evaluated once."""
    log_loss: float
    calibrated_log_loss: float
    """After the temperature fitted on this run's validation part."""


class SweepFindings(Record):
    """The same recipe from several seeds."""

    preset: str
    runs: tuple[SeedRun, ...]
    accuracy: Estimate
    """Mean over the runs, with the t-interval for this test set."""
    accuracy_sd: float
    """Standard deviation between runs (ddof 1)."""
    new_images: Estimate
    """The same mean, with an interval that allows for seeds and for the choice of images (two-way random effects)."""
    log_loss: Estimate
    log_loss_sd: float
