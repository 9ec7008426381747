"""The few rules of English that computed sentences need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.text.formats import count, listed, pair, sentence, sure, words

if TYPE_CHECKING:
    from collections.abc import Sequence


def a(digit: int) -> str:
    """Name a digit with its article: a 9, an 8."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def number(value: int) -> str:
    """Write a count for a sentence: no, one … twelve in words, then in digits: 43, 1,234."""
    return "no" if value == 0 else words(value) if value <= 12 else count(value)


def opening(value: int) -> str:
    """Write a count that opens a sentence: Forty-three, but 1,234."""
    return sentence(words(value)) if value else "No"


def things(value: int, one: str, many: str | None = None) -> str:
    """Count things inside a sentence: no mistakes, one mistake, ten mistakes, 43 mistakes."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def times(value: int) -> str:
    """Say how often: never, once, twice, three times, 43 times."""
    return {0: "never", 1: "once", 2: "twice"}.get(value) or f"{number(value)} times"


def exchanged(value: int) -> str:
    """Say how often two digits were exchanged: never exchanged, exchanged once, exchanged seven times."""
    return f"exchanged {times(value)}" if value else "never exchanged"


def some(value: int) -> str:
    """Write a part of what was named before: none, one … twelve, 43."""
    return number(value) if value else "none"


def every(whole: int) -> str:
    """Begin with all of two things or more: Both, All three, All 57."""
    return "Both" if whole == 2 else f"All {number(whole)}"


def mistakes_are(part: int, whole: int) -> str:
    """Begin a sentence about a part of all mistakes: Ten of 57 mistakes are, None of four mistakes is."""
    if whole == 1:
        return "The one mistake is" if part else "The one mistake is not"
    if part == whole:
        return f"{every(whole)} mistakes are"
    return f"{opening(part) if part else 'None'} of {number(whole)} mistakes {'are' if part > 1 else 'is'}"


def read_as(label: int, predicted: int) -> str:
    """Name a mistake: a 9 read as a 4."""
    return f"{a(label)} read as {a(predicted)}"


def extremes(values: Sequence[float]) -> tuple[int, int]:
    """Return the places of the smallest and of the largest value, the first of equals."""
    return min(range(len(values)), key=values.__getitem__), max(range(len(values)), key=values.__getitem__)


def pairs(several: Sequence[tuple[int, int]]) -> str:
    """Name pairs so that they stay apart: `3 and 5`, but `3/5, 8/9 and 4/9`."""
    return pair(several[0]) if len(several) == 1 else listed(map(slashed, several))


def slashed(digits: tuple[int, int]) -> str:
    """Name two digits in short: 3/5."""
    return f"{digits[0]}/{digits[1]}"


def as_sure(confidence: float) -> str:
    """Write a confidence inside a sentence: 89%, 99.6%, more than 99.99%."""
    return sure(confidence).replace(">", "more than ")
