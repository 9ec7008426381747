"""How fast the network learns, step by step."""

from __future__ import annotations

from analysis.classifier.backend import keras, tf


class OneCycle(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]  # Keras ships no types
    """From 0 up to `peak` in the share `warm_up` of all steps, then down to 0 at the last; both linear."""

    def __init__(self, peak: float, warm_up: float, steps: int) -> None:
        """Remember the three corners."""
        self.peak, self.warm_up, self.steps = peak, warm_up, steps

    def __call__(self, step: tf.Tensor) -> tf.Tensor:
        """Return the learning rate of a step, counted from 0."""
        done = tf.cast(step, tf.float32) / self.steps
        return self.peak * tf.minimum(done / self.warm_up, (1 - done) / (1 - self.warm_up))
