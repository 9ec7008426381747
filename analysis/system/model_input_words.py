"""The words of `--model-input`, which bundle and command line share: the bundle needs NumPy, and `--help` must not."""

from __future__ import annotations

from typing import Literal

Values = Literal["0-1", "0-255", "-1-1", "standardised", "standardised by pixel"]
Size = Literal["unchanged", "padded", "cropped", "resized"]


def named(values: Values, size: Size, *, inverted: bool, transposed: bool) -> str:
    """Name a way as `--model-input` reads it."""
    turned = {"inverted": inverted, "transposed": transposed, size: size != "unchanged"}
    return ", ".join([values, *(word for word, said in turned.items() if said)])
