"""What the value of a setting may be: in words, and as a function that reads it.  Imports nothing that is slow.

The functions raise ValueError with the part of the value that is at fault, for the message that quotes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any
from unicodedata import category

from analysis.system.errors import DatasetError
from analysis.system.user_text import is_plain

EARLIEST, LATEST = 1900, 2100
# Characters; no system takes longer ones.
LONGEST_PATH = 4096


@dataclass(frozen=True)
class Kind:
    """A kind of value: what is expected, in words, and how it is read."""

    expected: str
    read: Callable[[object], Any]
    """Returns what the program uses; raises ValueError where a value is of another kind."""
    typed: type = str
    """What the command line makes of the letters that were typed; `read` gets this."""
    choices: tuple[str, ...] = ()
    """All values, where they can be counted."""
    least: int | None = None
    most: int | None = None


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return str(value)


def text(value: object, most: int | None = None) -> str:
    """Return a plain text.  Raises ValueError where it cannot be printed, turns lines around, or is too long."""
    found = _string(value)
    if (most and len(found) > most) or not is_plain(found, lines=True):
        raise ValueError(value)
    return found


def visible(value: str) -> str:
    """Return the text.  Raises ValueError where nothing of it can be seen."""
    if all(category(sign)[0] in "CZ" for sign in value):
        raise ValueError(value)
    return value


def line(value: object, most: int = 300) -> str:
    """Return a text of one line.  Raises ValueError."""
    found = text(value, most)
    if len(found.splitlines()) > 1 or found.endswith("\n"):
        raise ValueError(value)
    return found


def name(value: object, most: int = 300) -> str:
    """Return a text of one line of which something can be seen.  Raises ValueError."""
    return visible(line(value, most))


def items(value: object) -> tuple[object, ...]:
    """Return what a list holds.  Raises ValueError where it is none."""
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise ValueError(value)
    return tuple(value)


def names(value: object) -> tuple[str, ...]:
    """Return up to 100 names; one that stands alone is a list of one.  Raises ValueError."""
    found = (name(value),) if isinstance(value, str) else tuple(map(name, items(value)))
    if len(found) > 100:
        raise ValueError(value)
    return found


def class_names(value: object) -> tuple[str, ...]:
    """Return names of classes, from a list or a text with commas.  Raises ValueError unless they are 2 to 100 that differ."""
    from analysis.data.labels import check_names  # noqa: PLC0415  # NumPy

    found = value.split(",") if isinstance(value, str) else [_string(item) for item in items(value)]
    try:
        return check_names(found) if found else ()
    except DatasetError as error:
        raise ValueError(value) from error


def pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Return up to ten pairs of names.  Raises ValueError."""
    found = tuple(map(_pair, items(value)))
    if len(found) > 10:
        raise ValueError(value)
    return found


def _pair(value: object) -> tuple[str, str]:
    found = tuple(map(name, items(value)))
    if len(found) != 2:
        raise ValueError(value)
    return found[0], found[1]


def day(value: object) -> dt.date:
    """Return a day from TOML, or from a text such as 2026-11-30.  Raises ValueError."""
    try:
        found = dt.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ValueError(value) from error
    if type(found) is dt.date and EARLIEST <= found.year <= LATEST:  # a time of a day is a date, too
        return found
    raise ValueError(value)


def place(value: object) -> str:
    """Return a path as a text.  Raises ValueError where it is none that a file may have."""
    return name(value, LONGEST_PATH)


def path(value: object) -> Path:
    """Return a path.  Raises ValueError."""
    try:
        return Path(place(value.__fspath__() if isinstance(value, PathLike) else value))
    except ValueError as error:
        raise ValueError(value) from error


def address(value: object) -> str:
    """Return an address of the web.  Raises ValueError."""
    from analysis.bundle import provenance  # noqa: PLC0415  # pydantic, NumPy

    found = line(value)
    if not provenance.ADDRESS.fullmatch(found):
        raise ValueError(value)
    return found


def truth(value: object) -> bool:
    """Return true or false.  Raises ValueError."""
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


LINE = Kind("a text of one line and at most 300 characters", line)
NAME = Kind(LINE.expected, name)
WORD = Kind("a word of at most 40 letters", lambda value: name(value, 40))
TEXT = Kind("a text of at most 5,000 characters", lambda value: visible(text(value, 5_000)))
NAMES = Kind("a list of names (at most 100, none of them empty)", names)
CLASS_NAMES = Kind("a list of 2 to 100 names that differ (each of 1 to 100 letters)", class_names)
PAIRS = Kind("a list of at most 10 pairs of class names", pairs)
DAY = Kind(f"a date such as 2026-11-30 (from {EARLIEST} to {LATEST})", day)
PATH = Kind("a path", path, typed=Path)
DATASET = Kind('"auto", "mnist", "digits", the name of a set, or a path', place)
ADDRESS = Kind("an address that begins with https:// or http://", address)
TRUTH = Kind("true or false", truth, typed=bool)


def words(expected: str, spelled: Callable[[str], str]) -> Kind:
    """Return the kind of texts in a language of their own, which `spelled` reads; it raises ValueError, too."""
    return Kind(expected, lambda value: spelled(text(value)))


def whole(least: int, most: int) -> Kind:
    """Return the kind of whole numbers between two bounds, which belong to it."""

    def read(value: object) -> int:
        if type(value) is not int or not least <= value <= most:  # true is an int, too
            raise ValueError(value)
        return value

    return Kind(f"a whole number from {least} to {most}", read, typed=int, least=least, most=most)


def one_of(choices: tuple[str, ...], expected: str | None = None) -> Kind:
    """Return the kind of some words; without `expected`, they are told in quotation marks."""

    def read(value: object) -> str:
        if _string(value) not in choices:
            raise ValueError(value)
        return _string(value)

    quoted = [f'"{choice}"' for choice in choices]
    return Kind(expected or f"{', '.join(quoted[:-1])} or {quoted[-1]}", read, choices=choices)
