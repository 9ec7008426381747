"""How classes, pairs of classes and kinds of errors are called in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.text.formats import NBSP, count, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.bundle.classes import Classes


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

    def name(self, label: int) -> str:
        """Name a class in a table or a label: 9."""
        return self.classes.names[label]

    def the(self, label: int) -> str:
        """Name a class inside a sentence: the digit 9."""
        return f"the {self.noun}{NBSP}{self.name(label)}"

    def names(self, labels: Iterable[int]) -> str:
        """Name several classes: 3, 5 and 8."""
        return listed(self.name(label) for label in labels)

    def pair(self, classes: tuple[int, int]) -> str:
        """Name two classes: 4 and 9; the second never begins a line."""
        first, second = classes
        return f"{self.name(first)} and{NBSP}{self.name(second)}"

    def slashed(self, classes: tuple[int, int]) -> str:
        """Name two classes in short: 4/9."""
        first, second = classes
        return f"{self.name(first)}/{self.name(second)}"

    def pairs(self, several: Iterable[tuple[int, int]]) -> str:
        """Name pairs so that they stay apart: `3 and 5`, but `3/5, 8/9 and 4/9`."""
        those = list(several)
        return self.pair(those[0]) if len(those) == 1 else listed(map(self.slashed, those))

    def error(self, label: int, predicted: int) -> str:
        """Name a kind of error: 9 predicted as 4."""
        return f"{self.name(label)} predicted as{NBSP}{self.name(predicted)}"

    def image(self, index: int, label: int) -> str:
        """Describe a test image to those who do not see it: test image 2,414, true label 9."""
        return f"Test image {count(index)}, true label {self.name(label)}"
