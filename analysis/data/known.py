"""Published data sets: how their classes are called, and how their files betray them."""

from __future__ import annotations

import re
from string import ascii_uppercase, digits
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.data.options import Polarity


class Known(NamedTuple):
    """One data set, as its authors publish it."""

    title: str
    names: tuple[str, ...]
    noun: str
    nouns: str
    pattern: str
    """Of the names of its files or folders."""
    polarity: Polarity = "light"
    transposed: bool = False
    """Whether the rows of its images are columns."""


MERGED = tuple(digits + ascii_uppercase + "abdefghnqrt")
BY_CLASS = tuple(digits + ascii_uppercase + ascii_uppercase.lower())
GARMENTS = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
KANA = (
    "お (o)",
    "き (ki)",
    "す (su)",
    "つ (tsu)",
    "な (na)",
    "は (ha)",
    "ま (ma)",
    "や (ya)",
    "れ (re)",
    "を (wo)",
)

KNOWN = (
    Known("Fashion-MNIST", GARMENTS, "garment", "garments", r"fashion", "photograph"),
    Known("Kuzushiji-MNIST", KANA, "character", "characters", r"\bk-?mnist|kuzushiji"),
    Known("QMNIST", tuple(digits), "digit", "digits", r"\bqmnist"),
    *(
        Known(title, names, noun, nouns, rf"emnist-{name}\b", transposed=True)
        for name, title, names, noun, nouns in (
            ("digits", "EMNIST Digits", tuple(digits), "digit", "digits"),
            ("mnist", "EMNIST MNIST", tuple(digits), "digit", "digits"),
            ("letters", "EMNIST Letters", tuple(ascii_uppercase), "letter", "letters"),
            ("balanced", "EMNIST Balanced", MERGED, "character", "characters"),
            ("bymerge", "EMNIST ByMerge", MERGED, "character", "characters"),
            ("byclass", "EMNIST ByClass", BY_CLASS, "character", "characters"),
        )
    ),
)


def recognised(path: Path, file: str = "") -> Known | None:
    """Return the set that a file, or the last folders above it, are named after."""
    text = " ".join([file, *path.parts[-3:]]).casefold().replace("_", "-")
    return next((known for known in KNOWN if re.search(known.pattern, text)), None)
