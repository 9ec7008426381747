"""Photographs of digits, made from small images: large pages, uneven light, noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def photograph(
    digit: NDArray[np.uint8], rng: np.random.Generator, *, dark: bool = True, noise: float = 6
) -> NDArray[np.uint8]:
    """Put ink (h, w), 0 = paper, somewhere on a page that is lighter on one side; dark on light, or light on dark."""
    height, width = rng.integers(300, 500, 2)
    side = int(rng.integers(140, 240))
    large = np.asarray(Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC)) / 255
    ink = np.zeros((height, width))
    top, left = rng.integers(10, height - side - 10), rng.integers(10, width - side - 10)
    ink[top : top + side, left : left + side] = large
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    paper = 200 + 45 * (np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5))
    grey = paper * (1 - ink * rng.uniform(0.5, 0.9)) + rng.normal(0, noise, ink.shape)
    return np.asarray(np.clip(grey if dark else 255 - grey, 0, 255).astype(np.uint8))
