"""From images to a trained network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.bundle.training import Epoch
from analysis.data.images import ImageSet
from analysis.models import inference
from analysis.models.augmentation import augment
from analysis.models.backend import keras, precision, tf
from analysis.models.network import build
from analysis.models.optimizer import Muon, OneCycle
from analysis.models.preprocessing import to_network
from analysis.models.recipes import Recipe
from analysis.statistics.probabilities import Probabilities

Learn = Callable[[NDArray[np.int32], bool], NDArray[np.float64]]

# Ctrl-C is heard after so many batches, a few seconds; TensorFlow is deaf within.
BATCHES = 50


@dataclass(frozen=True)
class Trained:
    """A finished network in float32, and how it got there."""

    model: keras.Sequential
    epochs: tuple[Epoch, ...]
    precision: str
    """Of the arithmetic on the way."""
    averaging: float
    """Decay, per step, of the moving average of the weights that the network consists of."""


def train(
    training: ImageSet,
    validation: ImageSet,
    recipe: Recipe,
    seed: int,
    on_epoch: Callable[[Epoch], None] = lambda _: None,
) -> Trained:
    """Train a new network; the same seed gives the same weights on the same machine.

    The validation images are only evaluated: they move no weight and stop nothing.
    """
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    rng = np.random.default_rng(seed)
    size = min(recipe.batch_size, len(training))
    steps = recipe.epochs * (len(training) // size)
    optimizer = Muon(OneCycle(recipe.peak_learning_rate, recipe.warm_up, steps), recipe.weight_decay)
    of_data = training.shape, len(training.classes.names), recipe.channels, recipe.dropout
    network, finished = build(*of_data, precision(), seed), build(*of_data)
    learn, apply = _learning(network, optimizer, training, recipe, seed), inference.compiled(finished)
    epochs: list[Epoch] = []
    for number in range(1, recipe.epochs + 1):
        augmented = recipe.augmentation is not None and number <= recipe.epochs - recipe.unaugmented_epochs
        loss, accuracy = learn(_shuffled(len(training), size, rng), augmented)
        finished.set_weights(optimizer.averages)
        found = Probabilities(validation.labels, apply(validation.images).astype(np.float64))
        epochs.append(_epoch(number, loss, accuracy, found, optimizer, augmented=augmented))
        on_epoch(epochs[-1])
    return Trained(finished, tuple(epochs), precision(), optimizer.ema_momentum)


def _epoch(  # noqa: PLR0913  # what is known of an epoch
    number: int,
    loss: float,
    accuracy: float,
    validation: Probabilities,
    optimizer: Muon,
    *,
    augmented: bool,
) -> Epoch:
    return Epoch(
        number=number,
        training_loss=float(loss),
        training_accuracy=float(accuracy),
        training_error_rate=1 - float(accuracy),
        validation_loss=float(validation.losses.mean()),
        validation_accuracy=float(validation.correct.mean()),
        validation_error_rate=float((~validation.correct).mean()),
        learning_rate=float(optimizer.learning_rate),
        augmented=augmented,
    )


def _shuffled(count: int, size: int, rng: np.random.Generator) -> NDArray[np.int32]:
    """Deal all rows into full batches, (count // size, size); the few that remain wait for the next epoch."""
    rows = rng.permutation(count).astype(np.int32)
    return rows[: count // size * size].reshape(-1, size)


def _learning(
    network: keras.Sequential,
    optimizer: keras.optimizers.Optimizer,
    training: ImageSet,
    recipe: Recipe,
    seed: int,
) -> Learn:
    """Return a function that goes through an epoch's batches: rows (steps, size) → mean loss, accuracy.

    Many batches at a time run inside TensorFlow, on images that are already there: no time is spent between them.
    """
    images, labels = tf.constant(to_network(training.images)), tf.constant(training.labels, tf.int32)
    weights = [variable.value for variable in network.trainable_variables]

    def step(rows: tf.Tensor, augmented: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        batch, truth = tf.gather(images, rows), tf.gather(labels, rows)
        if recipe.augmentation and augmented:
            batch = augment(batch, recipe.augmentation, tf.stack([seed, optimizer.iterations.value]))
        with tf.GradientTape() as tape:
            logits = network(batch, training=True)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(truth, logits)
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, weights), network.trainable_variables)
        correct = tf.equal(tf.argmax(logits, axis=1, output_type=tf.int32), truth)
        return loss, tf.reduce_mean(tf.cast(correct, tf.float32))

    size = min(recipe.batch_size, len(training))

    @tf.function(input_signature=[tf.TensorSpec((None, size), tf.int32), tf.TensorSpec((), tf.bool)])  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def learn(batches: tf.Tensor, augmented: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        loss = accuracy = tf.constant(0.0)
        for rows in batches:
            of_batch = step(rows, augmented)
            loss, accuracy = loss + of_batch[0], accuracy + of_batch[1]
        return loss, accuracy

    def learn_all(rows: NDArray[np.int32], augmented: bool) -> NDArray[np.float64]:
        parts = (rows[start : start + BATCHES] for start in range(0, len(rows), BATCHES))
        sums = [learn(tf.constant(part), tf.constant(augmented)) for part in parts]
        return np.asarray(np.sum(sums, axis=0, dtype=np.float64) / len(rows))

    optimizer.build(network.trainable_variables)
    return learn_all
