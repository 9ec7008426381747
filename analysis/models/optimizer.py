"""The optimizer: Muon for the convolutions, AdamW for all other weights, with a learning rate that ends at 0.

The network that is kept is the moving average of the weights.
"""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from analysis.models.backend import keras, tf

# Of a quintic that drives singular values towards 1 in few steps (Jordan et al. 2024).
QUINTIC = (3.4445, -4.7750, 2.0315)
# Brings a step to the size of one of AdamW (Liu et al. 2025, section 2.2).
ADAM_SIZE = 0.2
# Convolutions learn so many times as fast as the rest.
CONVOLUTIONS = 2
# The average of the weights looks back over about this share of all steps.
AVERAGED = 0.1


class Muon(keras.optimizers.AdamW):  # type: ignore[misc]  # Keras ships no types
    """AdamW, except that convolutions step along the orthogonal matrix next to their momentum.

    All directions then move equally fast, not only those of the largest gradients.  Five epochs led to a log loss
    of 0.0176 on validation images, 0.0208 with AdamW alone, at 3% more time.
    """

    def __init__(self, schedule: OneCycle, weight_decay: float) -> None:
        """Set what every recipe has in common."""
        forgotten = 1 / max(AVERAGED * schedule.steps, 1)
        super().__init__(
            schedule, weight_decay=weight_decay, beta_2=0.99, use_ema=True, ema_momentum=1 - forgotten
        )

    @property
    def averages(self) -> list[NDArray[np.float32]]:
        """The averages of the weights so far, in the order of `build`."""
        return [average.numpy() for average in self._model_variables_moving_average]

    def build(self, variables: list[keras.Variable]) -> None:
        """Create the variables of the momenta."""
        super().build(variables)
        self.momenta = {
            kernel.value.ref(): self.add_variable_from_reference(kernel, name="muon")
            for kernel in filter(_is_wide_kernel, variables)
        }

    def update_step(self, gradient: tf.Tensor, variable: tf.Variable, learning_rate: tf.Tensor) -> None:
        """Update one variable."""
        if not _is_wide_kernel(variable):
            super().update_step(gradient, variable, learning_rate)
            return
        momentum = self.momenta[variable.ref()]
        momentum.assign(0.95 * momentum + gradient)
        inputs, outputs = prod(variable.shape[:3]), variable.shape[3]
        direction = orthogonal(tf.transpose(tf.reshape(gradient + 0.95 * momentum, (inputs, outputs))))
        size = CONVOLUTIONS * learning_rate * ADAM_SIZE * max(inputs, outputs) ** 0.5
        variable.assign_sub(size * tf.reshape(tf.transpose(direction), variable.shape))


def _is_wide_kernel(variable: keras.Variable | tf.Variable) -> bool:
    """Return whether it is the kernel of a convolution with several input channels; one channel makes no matrix."""
    return len(variable.shape) == 4 and variable.shape[2] > 1


def orthogonal(matrix: tf.Tensor) -> tf.Tensor:
    """Return nearly the closest matrix with singular values of 1, (m, n) with m ≤ n: between 0.7 and 1.2."""
    a, b, c = QUINTIC
    found = matrix / (tf.norm(matrix) + 1e-7)
    for _ in range(5):
        square = tf.matmul(found, found, transpose_b=True)
        found = a * found + tf.matmul(b * square + c * tf.matmul(square, square), found)
    return found


class OneCycle(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]  # Keras ships no types
    """From 0 up to `peak` in the share `warm_up` of all steps, then down to 0 at the last; both linear."""

    def __init__(self, peak: float, warm_up: float, steps: int) -> None:
        """Store the peak, the share and the number of steps."""
        self.peak, self.warm_up, self.steps = peak, warm_up, steps

    def __call__(self, step: tf.Tensor) -> tf.Tensor:
        """Return the learning rate of a step, counted from 0."""
        done = tf.cast(step, tf.float32) / self.steps
        return self.peak * tf.minimum(done / self.warm_up, (1 - done) / (1 - self.warm_up))
