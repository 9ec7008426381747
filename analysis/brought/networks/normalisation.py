"""What a network's first batch normalisation remembers of the images of its training."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.brought.networks.reader import Apply

# Shares of what is remembered that are of the training; the rest is how it began.
SHARES = np.linspace(0.02, 1, 50)


@dataclass(frozen=True)
class Normalisation:
    """The first batch normalisation of a network."""

    inputs: Apply
    """From a batch to what the layer is given."""
    mean: NDArray[np.float64]
    """Moving means of its channels, (c,)."""
    variance: NDArray[np.float64]
    channels_first: bool

    def misfit(self, given: Iterable[NDArray[np.floating]]) -> float:
        """Return how far inputs, each flat (·, n), are from those of the training: 0 where means and variances are equal.

        The mean over the channels of the squared distance of the means, in standard deviations, and of the logarithms of
        the variances.  A moving average of k steps of momentum p is (1 - p^k) of what it has seen and p^k of how it began,
        0 and 1; the share that fits best is taken.
        """
        count, total, squares = 0, np.zeros_like(self.mean), np.zeros_like(self.mean)
        for part in given:
            values = self._by_channel(part.astype(np.float64))
            count, total, squares = (
                count + len(values),
                total + values.sum(axis=0),
                squares + (values**2).sum(axis=0),
            )
        mean, tiny = total / count, np.finfo(np.float32).tiny
        variance = np.maximum(squares / count - mean**2, 0)
        kept = np.maximum(self.variance, tiny)
        share = SHARES[:, np.newaxis]
        spread = np.log(np.maximum(share * variance + 1 - share, tiny)) - np.log(kept)
        distance = spread**2 + (self.mean - share * mean) ** 2 / kept
        return float(distance.mean(axis=1).min())

    def _by_channel(self, part: NDArray[np.float64]) -> NDArray[np.float64]:
        channels = len(self.mean)
        if self.channels_first:
            return part.reshape(len(part), channels, -1).swapaxes(1, 2).reshape(-1, channels)
        return part.reshape(-1, channels)
