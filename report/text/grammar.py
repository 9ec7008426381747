"""The few rules of English that computed sentences need."""

from __future__ import annotations

from report.text.formats import count, sentence, words

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()  # noqa: SIM905


def number(value: int) -> str:
    """Write a count for a sentence: no, one … twelve in words, then in digits: 43, 1,234."""
    return "no" if value == 0 else words(value) if value <= 12 else count(value)


def opening(value: int) -> str:
    """Write a count that opens a sentence: Forty-three, but 1,234."""
    return sentence(words(value)) if value else "No"


def ordinal(value: int) -> str:
    """Write a place: first … twelfth, 13th, 1,021st."""
    if value <= len(_ORDINALS):
        return _ORDINALS[value - 1]
    ending = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{count(value)}{ending}"


def things(value: int, one: str, many: str | None = None) -> str:
    """Count things inside a sentence: no errors, one error, ten errors, 43 errors."""
    return f"{number(value)} {plural(value, one, many)}"


def plural(value: int, one: str, many: str | None = None) -> str:
    """Choose between one and many: error, errors."""
    return one if value == 1 else many or f"{one}s"


def times(value: int) -> str:
    """Say how often: never, once, twice, three times, 43 times."""
    return {0: "never", 1: "once", 2: "twice"}.get(value) or f"{number(value)} times"


def confused(value: int) -> str:
    """Say how often two classes were confused: never confused, confused once, confused seven times."""
    return f"confused {times(value)}" if value else "never confused"


def some(value: int) -> str:
    """Write a part of what was named before: none, one … twelve, 43."""
    return number(value) if value else "none"


def every(whole: int) -> str:
    """Begin with all of two things or more: Both, All three, All 57."""
    return "Both" if whole == 2 else f"All {number(whole)}"


def errors_are(part: int, whole: int) -> str:
    """Begin a sentence about a part of all errors: Ten of the 57 errors are, 21 of the 29 errors are, None of the four errors is."""
    if whole == 1:
        return "The one error is" if part else "The one error is not"
    if part == whole:
        return f"{every(whole)} errors are"
    return f"{sentence(some(part))} of the {number(whole)} errors {'are' if part > 1 else 'is'}"
