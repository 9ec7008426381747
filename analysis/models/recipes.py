"""How to train: the presets, and what a recipe says.  Imports nothing that is slow.

Every choice was made on validation images (docs/decisions/0010 and 0015).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.data.images import ImageSet

LOSS = "cross-entropy of the softmax of the logits, averaged over the batch"
INITIALISATION = (
    "normal random numbers of variance 2 / fan-in for the convolutions (He), uniform ones for the dense layer "
    "(Glorot), 0 for the biases"
)
OPTIMIZER = (
    "Muon, at twice the learning rate, for the convolutions but the first; AdamW for all other weights"
)
SCHEDULE = "linear increase from 0 to the peak learning rate, then linear decrease to 0 at the last step"


@dataclass(frozen=True)
class Augmentation:
    """How much a training image may be changed in an epoch.

    Each value but the last is a largest absolute value: the actual one is drawn uniformly up to it, either way.
    """

    rotation_degrees: float
    scale: float
    """Share by which the image is enlarged or reduced."""
    shear: float
    """Horizontal shift in pixels per pixel of height."""
    shift_pixels: float
    elastic_pixels: float = 0
    """Standard deviation, in pixels, of the normal displacements of 6 × 6 control points; 0 for no elastic transform."""


@dataclass(frozen=True)
class Recipe:
    """One way to train the network."""

    channels: tuple[int, ...]
    """Of the convolutions, from image to logits."""
    epochs: int
    unaugmented_epochs: int
    """So many epochs at the end see the images as they are."""
    batch_size: int
    peak_learning_rate: float
    warm_up: float
    """Share of all steps in which the learning rate rises to its peak; then it falls to 0, both linearly."""
    weight_decay: float
    dropout: float
    augmentation: Augmentation | None


# What is written by hand, as a noun for one class; and a name of one sign is one.
WRITTEN = {"digit", "letter", "character", "sign", "symbol", "glyph", "numeral", "kana"}
FULL = (20, 32, 32, 48, 48, 48)
_STRONG = Augmentation(rotation_degrees=15, scale=0.15, shear=0.2, shift_pixels=3)
_GENTLE = Augmentation(rotation_degrees=5, scale=0.1, shear=0.05, shift_pixels=2)

PRESETS = {
    "quick": Recipe(
        channels=(12, 20, 20, 32, 32),
        epochs=2,
        unaugmented_epochs=2,
        batch_size=64,
        peak_learning_rate=3e-3,
        warm_up=0.15,
        weight_decay=0.2,
        dropout=0.1,
        augmentation=None,
    ),
    "standard": Recipe(
        channels=FULL,
        epochs=12,
        unaugmented_epochs=1,
        batch_size=64,
        peak_learning_rate=2.25e-3,
        warm_up=0.08,
        weight_decay=0.5,
        dropout=0.3,
        augmentation=_STRONG,
    ),
    "thorough": Recipe(
        channels=FULL,
        epochs=18,
        unaugmented_epochs=1,
        batch_size=64,
        peak_learning_rate=2.25e-3,
        warm_up=0.08,
        weight_decay=0.5,
        dropout=0.3,
        augmentation=replace(_STRONG, elastic_pixels=1.5),
    ),
}


def recipe_for(preset: str, images: ImageSet) -> Recipe:
    """Return the recipe of a preset; where the images are no handwriting, it shifts and turns them less.

    Handwriting leans and wanders; a garment or a photograph does so less, and is never bent.
    """
    recipe = PRESETS[preset]
    if recipe.augmentation is None or is_handwriting(images):
        return recipe
    return replace(recipe, augmentation=_GENTLE)


def is_handwriting(images: ImageSet) -> bool:
    """Say whether images are of ink on paper and their classes are signs."""
    signs = images.classes.noun in WRITTEN or all(len(name) == 1 for name in images.classes.names)
    return images.polarity == "ink" and signs
