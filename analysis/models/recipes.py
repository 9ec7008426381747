"""How to train: three recipes, and what a recipe says.

Every choice was made on held-out training images (docs/decisions/0010 and 0015).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

OPTIMIZER = (
    "Muon, at twice the learning rate, for the convolutions but the first; AdamW for all other weights"
)


@dataclass(frozen=True)
class Distortion:
    """How far a training image may be moved in an epoch.

    Each value but the last is the most of its kind, drawn evenly up to it, either way.
    """

    rotation_degrees: float
    scale: float
    """Share by which the digit is enlarged or reduced."""
    shear: float
    """Pixels to the side per pixel of height."""
    shift_pixels: float
    elastic_pixels: float = 0
    """Standard deviation, in pixels, of the normal random numbers that pull 6 × 6 points and so bend the image."""


@dataclass(frozen=True)
class Recipe:
    """One way to train the network."""

    channels: tuple[int, ...]
    """Of the convolutions, from image to answer."""
    epochs: int
    clean_epochs: int
    """So many epochs at the end see the images as they are."""
    batch_size: int
    peak_learning_rate: float
    warm_up: float
    """Share of all steps in which the learning rate climbs to its peak; then it falls to 0, both linearly."""
    weight_decay: float
    dropout: float
    distortion: Distortion | None


FULL = (20, 32, 32, 48, 48, 48)
_STRONG = Distortion(rotation_degrees=15, scale=0.15, shear=0.2, shift_pixels=3)

PRESETS = {
    "quick": Recipe(
        channels=(12, 20, 20, 32, 32),
        epochs=2,
        clean_epochs=2,
        batch_size=64,
        peak_learning_rate=3e-3,
        warm_up=0.15,
        weight_decay=0.2,
        dropout=0.1,
        distortion=None,
    ),
    "standard": Recipe(
        channels=FULL,
        epochs=12,
        clean_epochs=1,
        batch_size=64,
        peak_learning_rate=2.25e-3,
        warm_up=0.08,
        weight_decay=0.5,
        dropout=0.3,
        distortion=_STRONG,
    ),
    "thorough": Recipe(
        channels=FULL,
        epochs=18,
        clean_epochs=1,
        batch_size=64,
        peak_learning_rate=2.25e-3,
        warm_up=0.08,
        weight_decay=0.5,
        dropout=0.3,
        distortion=replace(_STRONG, elastic_pixels=1.5),
    ),
}
