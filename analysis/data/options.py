"""What a user may say about data of their own; without a word, it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Polarity = Literal["ink", "light", "photograph"]
Stored = Literal["auto", "ink", "light", "photograph"]


@dataclass(frozen=True)
class DataOptions:
    """Names, polarity and size of the images, as far as they are given, and the seed of the test split."""

    classes: tuple[str, ...] = ()
    """In the order of the labels."""
    noun: str | None = None
    nouns: str | None = None
    polarity: Stored = "auto"
    """`ink`: dark on light paper; `light`: light on dark, as MNIST; `photograph`: neither."""
    resize: int | None = None
    """Pixels a side."""
    seed: int = 0
