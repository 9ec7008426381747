"""Published data sets: how their classes are called, and how their files betray them."""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_uppercase, digits
from typing import NamedTuple

from analysis.bundle.dataset import PublishedSet
from analysis.data.images import ImageSet
from analysis.data.options import Polarity


class Known(NamedTuple):
    """One data set, as its authors publish it."""

    key: PublishedSet
    title: str
    names: tuple[str, ...]
    noun: str
    pattern: str
    """Of the names of its files or folders."""
    counts: tuple[int, int]
    """Training and test images."""
    polarity: Polarity = "light"
    transposed: bool = False
    """Whether the rows of its images are columns."""

    @property
    def nouns(self) -> str:
        """Return what several classes are called."""
        return f"{self.noun}s"


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
# Of お き す つ な は ま や れ を: few machines have a font for these.
KANA = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")

USUAL = (60_000, 10_000)
EMNIST: tuple[tuple[PublishedSet, str, tuple[str, ...], str, tuple[int, int]], ...] = (
    ("emnist-digits", "EMNIST Digits", tuple(digits), "digit", (240_000, 40_000)),
    ("emnist-mnist", "EMNIST MNIST", tuple(digits), "digit", USUAL),
    ("emnist-letters", "EMNIST Letters", tuple(ascii_uppercase), "letter", (124_800, 20_800)),
    ("emnist-balanced", "EMNIST Balanced", MERGED, "character", (112_800, 18_800)),
    ("emnist-bymerge", "EMNIST ByMerge", MERGED, "character", (697_932, 116_323)),
    ("emnist-byclass", "EMNIST ByClass", BY_CLASS, "character", (697_932, 116_323)),
)

KNOWN = (
    Known("fashion-mnist", "Fashion-MNIST", GARMENTS, "garment", r"fashion", USUAL, "photograph"),
    Known("kmnist", "Kuzushiji-MNIST", KANA, "character", r"\bk-?mnist|kuzushiji", USUAL),
    Known("qmnist", "QMNIST", tuple(digits), "digit", r"\bqmnist", (60_000, 60_000)),
    *(
        Known(key, title, names, noun, rf"{key}\b", counts, transposed=True)
        for key, title, names, noun, counts in EMNIST
    ),
)


def is_whole(known: Known, training: ImageSet, test: ImageSet) -> bool:
    """Say whether these are as many images and classes as the set has."""
    found = len(training), len(test), len(test.classes.names)
    return found == (*known.counts, len(known.names))


def named(key: str) -> Known:
    """Return the set of that key."""
    return next(known for known in KNOWN if known.key == key)


def recognised(path: Path, file: str = "") -> Known | None:
    """Return the set that a file, or the last folders above it, are named after."""
    text = " ".join([file, *path.parts[-3:]]).casefold().replace("_", "-")
    return next((known for known in KNOWN if re.search(known.pattern, text)), None)
