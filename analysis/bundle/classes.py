"""Which classes there are, and what their images look like: the head of the bundle."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.bundle.record import Record, derived

MAX_SIDE = 64
"""Pixels of an image, either way."""


class Classes(Record):
    """The classes in the order of their labels, 0 to K − 1."""

    names: tuple[str, ...]
    """As the reader calls them."""
    noun: str
    """What one of them is called: `digit`, `letter`, `garment`."""
    nouns: str
    """The same for several: `digits`."""

    @property
    def are_digits(self) -> bool:
        """Whether the classes are the ten digits, each under its own label."""
        return self.names == tuple("0123456789")


class ImageFormat(Record):
    """Shape and polarity of every image."""

    height: int = Field(ge=1, le=MAX_SIDE)
    width: int = Field(ge=1, le=MAX_SIDE)
    channels: int = Field(ge=1, le=3)
    polarity: Literal["ink", "photograph"]
    """`ink`: 0 is paper and 255 full ink; `photograph`: shown as it is."""

    @derived
    def pixels(self) -> int:
        """Height times width."""
        return self.height * self.width


DIGITS = Classes(names=tuple("0123456789"), noun="digit", nouns="digits")
