"""One wrong edit, and what a wrong word or number is in whatever language the prose stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Replacement = tuple[int, int, str]
"""The first character, the one after the last, and what comes in their place."""

# Where one of these stands, only more than twenty classes, or only paper, come by.
MANY = re.compile(r"are_many|\blarge\b|\bMANY\b")
PAPER = re.compile(r"\bpaper\b|print")
# What is compared or counted here is a length: one pixel more is no wrong figure.
LENGTHS = re.compile(
    r"width|height|room|wide|tall|pixel|\b[xy]\b|top|left|right|bottom|size|pitch|longest|gap|side|space",
    re.IGNORECASE,
)
MOST = 20
"""A larger whole number in a drawing or in markup is a length."""

EDGES = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
CONTRARIES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True)
class Edit:
    """One replacement in one file; offsets count characters."""

    path: str
    start: int
    end: int
    new: str
    kind: str
    old: str
    line: int
    reach: str = ""
    """“many classes” or “paper”, where nothing else comes by."""

    @classmethod
    def at(cls, path: str, text: str, kind: str, replacement: Replacement, reach: str = "") -> Edit:
        """Return the edit that makes a replacement in a file with this text."""
        start, end, new = replacement
        return cls(path, start, end, new, kind, text[start:end], text.count("\n", 0, start) + 1, reach)

    @property
    def stratum(self) -> str:
        """The kind under which it is counted."""
        return self.reach or self.kind

    def applied(self, text: str) -> str:
        """Return the file's text with the replacement."""
        return text[: self.start] + self.new + text[self.end :]

    def __str__(self) -> str:
        """Say where and what on one line, from where the old and the new text differ."""
        old, new = (" ".join(each.split()) for each in (self.old, self.new))
        alike = min(len(old), len(new))
        cut = max(0, next((n for n in range(alike) if old[n] != new[n]), alike) - 20)
        kind = f"{self.reach}: {self.kind}" if self.reach else self.kind
        return f"{self.path}:{self.line} [{kind}] {_short(old[cut:])} → {_short(new[cut:])}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


# Each word turns the sense of a sentence when the other takes its place.
PAIRS = (
    "more fewer, most fewest, first last, above below, high low, higher lower, highest lowest, larger smaller, "
    "largest smallest, correct wrong, correctly wrongly, before after, true predicted, red blue, upper lower, "
    "with without, always never, training test, column row, columns rows, dark pale, positive negative, easy hard, "
    "frequent rare, misclassified classified, significantly hardly, is isn’t, are aren’t, only also, or and, "
    "supported refuted, longer shorter, left right, yellow grey, begins ends, mean median, images pixels, errors runs, "
    "equal unequal, each no, least greatest"
)
CONTRARY = {one: other for pair in PAIRS.split(", ") for one, other in (pair.split(), pair.split()[::-1])}
NUMERAL = re.compile(r"(?<![\w.,#&/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
COUNTED = "one two three four five six seven eight nine ten".split()  # noqa: SIM905
WORD = re.compile(r"(?<![\w{&/.-])[A-Za-z’]+(?![\w}/=-]|\.\w)")


def contrary(text: str, start: int, end: int) -> Iterator[Replacement]:
    """Yield the contrary of each word of a passage that has one."""
    for match in WORD.finditer(text, start, end):
        if other := CONTRARY.get(match[0].lower()):
            yield *match.span(), other.capitalize() if match[0][0].isupper() else other


def other_number(text: str, start: int, end: int) -> Iterator[Replacement]:
    """Yield another number for each in a passage that is written in digits or, from two to ten, in words."""
    for match in NUMERAL.finditer(text, start, end):
        last = int(match[0][-1])
        yield *match.span(), f"{match[0][:-1]}{last - 1 if last > 1 else last + 1}"
    for match in WORD.finditer(text, start, end):
        if match[0].lower() in COUNTED[1:]:
            other = COUNTED[(COUNTED.index(match[0].lower()) + 1) % len(COUNTED)]
            yield *match.span(), other.capitalize() if match[0][0].isupper() else other
