"""The embedded default: scikit-learn's 1,797 handwritten digits of 8×8 pixels, made to look like MNIST.

Alpaydin & Kaynak: Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998 (its test part).
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import zoom
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from analysis.data.images import ImageSet

TEST_IMAGES = 360
# One split for all runs: seeds may only be compared on the same test images.
SPLIT_SEED = 0
# MNIST's digits fill 20 of the 28 pixels, scikit-learn's all 8.
SIDE, BOX = 28, 20


def read() -> tuple[ImageSet, ImageSet]:
    """Return 1,437 training and 360 test images, stratified by class; always the same ones."""
    small = load_digits()
    digits = ImageSet(_enlarged(small.images), small.target.astype(np.uint8))
    training, test = train_test_split(
        np.arange(len(digits)), test_size=TEST_IMAGES, stratify=digits.labels, random_state=SPLIT_SEED
    )
    return digits[np.sort(training)], digits[np.sort(test)]


def _enlarged(images: np.ndarray) -> np.ndarray:
    """float64 (n, 8, 8) from 0 to 16 → uint8 (n, 28, 28) from 0 to 255, interpolated linearly, centred."""
    factor = BOX / images.shape[1]
    large = zoom(images * (255 / 16), (1, factor, factor), order=1, mode="nearest", grid_mode=True)
    margin = (SIDE - BOX) // 2
    return np.pad(large.round().astype(np.uint8), ((0, 0), (margin, margin), (margin, margin)))
