"""The network and how it was trained."""

from __future__ import annotations

from itertools import takewhile
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeFloat, NonNegativeInt, model_validator

from analysis.bundle.record import Estimate, Proportion, Record, Share, derived
from analysis.statistics.intervals import newcombe

MAX_LAYERS, MAX_EPOCHS = 1_000, 5_000
SLIP = 1e-5
"""Relative: what rounding to six digits adds to a number."""
Shape = Annotated[tuple[Annotated[int, Field(ge=0, le=10**9)], ...], Field(max_length=8)]
"""Without the batch axis."""


class Layer(Record):
    """One layer, from image to answer."""

    name: str = Field(min_length=1, max_length=300)
    operation: str
    """Name of the operation in words: `Convolution`, `Max pooling`, `Dense`, `Dropout`, `Flatten`, …"""
    details: str
    """Kernel and padding, or rate: `3 × 3, same padding`; empty where there is nothing to say."""
    activation: str
    """`ReLU`, `softmax`, …; empty for none."""
    output_shape: Shape
    parameters: NonNegativeInt


class Network(Record):
    """The layers in order."""

    input_shape: Shape
    layers: tuple[Layer, ...] = Field(min_length=1, max_length=MAX_LAYERS)
    parameters: int = Field(ge=1, le=10**12)
    """Of the whole network; layers that share weights may add up to more."""
    feature_layer: str
    """The layer whose output is called the features: the input of the last layer with weights."""
    features: int = Field(ge=1, le=10**9)
    """How many numbers that is."""

    @model_validator(mode="after")
    def _names_its_layers(self) -> Self:
        names = {layer.name for layer in self.layers}
        if len(names) < len(self.layers) or self.feature_layer not in {*names, "image"}:
            msg = "layers with names that differ, one of them that of the features"
            raise ValueError(msg)
        if max(layer.parameters for layer in self.layers) > self.parameters:
            msg = "no layer with more parameters than all"
            raise ValueError(msg)
        return self

    @derived
    def shares(self) -> tuple[float, ...]:
        """Parameters of each layer, of all."""
        return tuple(layer.parameters / self.parameters for layer in self.layers)

    @derived
    def convolutions(self) -> int:
        """Layers that convolve, of whatever kind."""
        return sum("conv" in layer.operation.lower() for layer in self.layers)

    @derived
    def kind(self) -> Literal["convolutional", "fully connected", "other"]:
        """Call it `fully connected` without any convolution and with two dense layers or more."""
        if self.convolutions:
            return "convolutional"
        return "fully connected" if sum(layer.operation == "Dense" for layer in self.layers) > 1 else "other"

    @derived
    def heaviest(self) -> tuple[str, ...]:
        """Names of the layers with most parameters; several where they have equally many."""
        most = max(layer.parameters for layer in self.layers)
        return tuple(layer.name for layer in self.layers if layer.parameters == most)

    @derived
    def heaviest_share(self) -> float:
        """Of all parameters, these layers together."""
        return len(self.heaviest) * max(layer.parameters for layer in self.layers) / self.parameters


class Epoch(Record):
    """One pass over the training images."""

    number: int
    training_loss: NonNegativeFloat
    """Mean over the epoch's batches, augmented images, dropout on."""
    training_accuracy: Share
    training_error_rate: Share
    validation_loss: NonNegativeFloat
    """Of the network as it would be kept: with the average of the weights so far, where one is kept."""
    validation_accuracy: Share
    validation_error_rate: Share
    learning_rate: NonNegativeFloat | None
    """At the end of the epoch; null in a history that does not tell."""
    augmented: bool | None
    """False in an epoch on images as they are; null in a history, which does not tell."""

    @model_validator(mode="after")
    def _counts_each_image_once(self) -> Self:
        sums = (
            self.training_accuracy + self.training_error_rate,
            self.validation_accuracy + self.validation_error_rate,
        )
        if any(abs(each - 1) > 1e-6 for each in sums):
            msg = "accuracies and error rates that add up to 1"
            raise ValueError(msg)
        return self


def check_epochs(epochs: tuple[Epoch, ...], *, told: bool) -> None:
    """Demand epochs that are counted from 1, each told of or none.  Raises ValueError."""
    if [epoch.number for epoch in epochs] != list(range(1, len(epochs) + 1)):
        msg = "epochs that are counted from 1"
        raise ValueError(msg)
    if any(
        (epoch.learning_rate is None, epoch.augmented is None) != (not told, not told) for epoch in epochs
    ):
        msg = "learning rate and augmentation where the training is ours, else null"
        raise ValueError(msg)


class BroughtHistory(Record):
    """What Keras noted in a training that was not ours."""

    epochs: tuple[Epoch, ...] = Field(min_length=1, max_length=MAX_EPOCHS)

    @model_validator(mode="after")
    def _counts_its_epochs(self) -> Self:
        check_epochs(self.epochs, told=False)
        return self

    @derived
    def epoch_count(self) -> int:
        """Epochs."""
        return len(self.epochs)


class TrainingFindings(Record):
    """Settings and history of the run."""

    preset: str
    seed: int = Field(ge=-(2**63), lt=2**64)
    batch_size: int = Field(ge=1, le=10**9)
    loss: str
    """In words: `cross-entropy of the softmax`."""
    initialisation: str
    """In words."""
    optimizer: str
    """In words."""
    schedule: str
    """In words."""
    peak_learning_rate: NonNegativeFloat
    warm_up: Share
    """Share of the steps in which the learning rate rises."""
    weight_decay: NonNegativeFloat
    dropout: Share
    averaging: Annotated[float, Field(ge=0, lt=1)] | None
    """Decay of the moving average of the weights that is kept as the network; null without one."""
    precision: str
    """`float32` or `mixed_bfloat16`, decided at run time."""
    epochs: tuple[Epoch, ...] = Field(min_length=1, max_length=MAX_EPOCHS)
    validation: Proportion
    """Accuracy of the final model on the validation split."""
    training_sample: Proportion
    """Its accuracy on as many training images, drawn at random and not augmented."""

    @model_validator(mode="after")
    def _ends_with_its_network(self) -> Self:
        """Hold the last epoch to the network, which is the one that is kept."""
        check_epochs(self.epochs, told=True)
        most = self.peak_learning_rate * (1 + SLIP)
        if any(epoch.learning_rate is not None and epoch.learning_rate > most for epoch in self.epochs):
            msg = "no learning rate above its peak"
            raise ValueError(msg)
        if abs(self.epochs[-1].validation_accuracy - self.validation.value) > 2e-6:
            msg = f"a last epoch with the validation accuracy of the network, {self.validation.value:.6g}"
            raise ValueError(msg)
        return self

    @derived
    def averaging_steps(self) -> int | None:
        """How many steps that average looks back over."""
        return None if self.averaging is None else round(1 / (1 - self.averaging))

    @derived
    def epoch_count(self) -> int:
        """Epochs."""
        return len(self.epochs)

    @derived
    def unaugmented_epochs(self) -> int:
        """At the end, on images as they are."""
        return sum(1 for _ in takewhile(lambda epoch: not epoch.augmented, reversed(self.epochs)))

    @derived
    def validation_errors(self) -> Proportion:
        """Its error rate there."""
        return Proportion.of(self.validation.total - self.validation.count, self.validation.total)

    @derived
    def generalisation_gap(self) -> Estimate:
        """Training-sample accuracy minus validation accuracy, with Newcombe's interval."""
        known, held_out = self.training_sample, self.validation
        return Estimate.of(newcombe(known.count, known.total, held_out.count, held_out.total))

    @derived
    def overfitting(self) -> Literal["detected", "not detected", "reversed"]:
        """Decided where that interval leaves 0."""
        if self.generalisation_gap.low > 0:
            return "detected"
        return "reversed" if self.generalisation_gap.high < 0 else "not detected"
