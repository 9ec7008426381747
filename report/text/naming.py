"""How classes, pairs of classes and kinds of errors are called in sentences."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os.path import commonprefix

from analysis.bundle.classes import Classes
from report.text.formats import NBSP, listed, words

MOST = 12
"""Names that a sentence lists; of more, it counts the rest."""
# A name that is a word of these sentences, or more than a word, is quoted in them.
WORDS = frozenset({
    *("a", "all", "an", "and", "another", "as", "class", "error", "errors", "first", "i", "image", "images", "in", "most"),
    *("neither", "no", "none", "of", "or", "other", "others", "pair", "pairs", "second", "the", "with"),
})  # fmt: skip
# Nouns of classes that are no nouns for what an image shows.
SORTS = frozenset({"category", "class", "group", "kind", "label", "sort", "type"})
APART = re.compile(r"[\s/&,;:()<>]")
ISOLATE, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True)
class Naming:
    """The names of the classes, and the phrases that are made of them."""

    classes: Classes

    @property
    def noun(self) -> str:
        """Return what one class is called: digit."""
        return self.classes.noun

    @property
    def nouns(self) -> str:
        """Return what several classes are called: digits."""
        return self.classes.nouns

    @property
    def image_noun(self) -> str:
        """Return what an image of a class is called: digit; or image, where the noun says nothing of what it shows."""
        return "image" if self.noun.casefold() in SORTS else self.noun

    @property
    def image_nouns(self) -> str:
        """Return what several images are called: digits, or images."""
        return "images" if self.noun.casefold() in SORTS else self.nouns

    def name(self, label: int) -> str:
        """Name a class in a table or a label: 9."""
        return self.classes.names[label]

    def quoted(self, label: int) -> str:
        """Name a class inside a sentence: 9, shirt, but “error” and “ankle boot”.

        A name that is written from right to left keeps its place between its neighbours.
        """
        name = self.name(label)
        shown = f"“{name}”" if name.casefold() in WORDS or APART.search(name) else name
        leftwards = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name)
        return f"{ISOLATE}{shown}{END}" if leftwards else shown

    def the(self, label: int) -> str:
        """Name a class inside a sentence, with what it is: the digit 9."""
        return f"the {self.noun}{NBSP}{self.quoted(label)}"

    def names(self, labels: Iterable[int]) -> str:
        """Name several classes, twelve at most: 3, 5 and 8; a, b and forty more."""
        those = [self.quoted(label) for label in labels]
        rest = [f"{words(len(those) - MOST + 1)} more"] if len(those) > MOST else []
        return listed([*those[: MOST - 1], *rest] if rest else those)

    def pair(self, classes: tuple[int, int]) -> str:
        """Name two classes: 4 and 9; the second never begins a line."""
        first, second = classes
        return f"{self.quoted(first)} and{NBSP}{self.quoted(second)}"

    def slashed(self, classes: tuple[int, int]) -> str:
        """Name two classes in short: 4/9."""
        first, second = classes
        return f"{self.quoted(first)}/{self.quoted(second)}"

    def pairs(self, several: Iterable[tuple[int, int]]) -> str:
        """Name pairs so that they stay apart: `3 and 5`, but `3/5, 8/9 and 4/9`."""
        those = list(several)
        return self.pair(those[0]) if len(those) == 1 else listed(map(self.slashed, those))

    def error(self, label: int, predicted: int) -> str:
        """Name a kind of error: 9 predicted as 4."""
        return f"{self.quoted(label)} predicted as{NBSP}{self.quoted(predicted)}"

    def image(self, index: int, label: int) -> str:
        """Describe a test image to those who do not see it: test image 2414, true label 9."""
        return f"Test image {index}, true label {self.quoted(label)}"


def shortened(names: Sequence[str], most: int) -> list[str]:
    """Cut different names to `most` letters so that they stay different: where beginnings are alike, to what follows them.

    `Black-throated blue warbler` and `Black-throated green warbler` become `Bl…blue w` and `Bl…green`.
    """
    starts = dict.fromkeys(names, 0)
    cut = {name: _cut(name, 0, most) for name in names}
    for _ in names:
        alike = [group for group in _grouped(cut) if len(group) > 1]
        starts |= {name: len(commonprefix(group)) for group in alike for name in group}  # noqa: RUF071  # no paths
        cut = {name: _cut(name, starts[name], most) for name in names}
    for group in _grouped(cut):
        if len(group) > 1:  # what is left over: two endings, or a name that looks like another that was cut
            for name in group:
                number = f"…{names.index(name)}"
                cut[name] = name[: most - len(number)] + number
    return [cut[name] for name in names]


def _grouped(cut: dict[str, str]) -> Iterable[list[str]]:
    groups = defaultdict(list)
    for name, short in cut.items():
        groups[short].append(name)
    return groups.values()


def _cut(name: str, start: int, most: int) -> str:
    """Cut a name to its beginning, or to two letters and what stands from `start` on, or from before if that is short."""
    if len(name) <= most:
        return name
    if start < most:
        return f"{name[: most - 1].rstrip()}…"
    start = min(start, len(name) - (most - 3))
    return f"{name[:2].rstrip()}…{name[start : start + most - 3].strip()}"
