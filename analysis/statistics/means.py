"""Class means: pixel by pixel, their distances with standard errors, and the nearest-mean classifier."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.vectors import pixels


def mean_and_deviation(images: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and standard deviation (ddof 1) of each pixel, in [0, 1]: (h·w,) each, from uint8 (n, h, w); of one image, deviations of 0."""
    n, width = len(images), int(np.prod(images.shape[1:]))
    sums, squares = np.zeros(width), np.zeros(width)
    for part in pixels(images):
        sums += part.sum(axis=0)
        squares += np.einsum("ij,ij->j", part, part)
    mean = sums / n
    return mean, np.sqrt(np.maximum(0.0, squares - n * mean**2) / max(1, n - 1))


def distances(means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Euclidean distances of the means (K, d): (K, K)."""
    return np.stack([np.linalg.norm(mean - means, axis=1) for mean in means])


def standard_errors(
    by_class: list[NDArray[np.uint8]], means: NDArray[np.float64], apart: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Delta method: the variance of each mean along the line between the two, √(uᵀΣ_a u/n_a + uᵀΣ_b u/n_b): (K, K)."""
    variance = np.zeros(apart.shape)
    for a, images in enumerate(by_class):
        lines = (means[a] - means) / np.where(apart[a] > 0, apart[a], 1.0)[:, None]
        along = np.concatenate([part @ lines.T for part in pixels(images)])
        variance[a] = along.var(axis=0, ddof=min(1, len(images) - 1)) / len(images)
    return np.asarray(np.sqrt(variance + variance.T))


def nearest_mean(means: NDArray[np.float64], images: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Name the nearest of the means (K, h·w) of each image, uint8 (n, h, w): (n,)."""
    half_norms = (means**2).sum(axis=1) / 2
    return np.concatenate([(part @ means.T - half_norms).argmax(axis=1) for part in pixels(images)])
