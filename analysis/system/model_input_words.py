"""The words of `--model-input`, which bundle and command line share: the bundle needs NumPy, and `--help` must not."""

from __future__ import annotations

from typing import Literal

Values = Literal[
    "0-1",
    "0-255",
    "-1-1",
    "-0.5-0.5",
    "standardised",
    "standardised by pixel",
    "standardised by image",
    "columns of unit length",
    "rows of unit length",
    "images of unit length",
    "imagenet",
    "imagenet bgr",
]
"""The plainest first."""
OF_TRAINING_IMAGES = frozenset({"standardised", "standardised by pixel"})
"""They need the mean and the standard deviation of the training images."""
IN_COLOUR = frozenset({"imagenet", "imagenet bgr"})
"""They have constants of their own for each of three channels."""
Size = Literal["unchanged", "padded", "cropped", "resized"]


def named(values: Values, size: Size, *, inverted: bool, transposed: bool) -> str:
    """Name a way as `--model-input` reads it."""
    turned = {"inverted": inverted, "transposed": transposed, size: size != "unchanged"}
    return ", ".join([values, *(word for word, said in turned.items() if said)])
