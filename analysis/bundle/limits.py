"""How large a bundle may be, in one place, and that every leaf of it is within reason."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from analysis.bundle.classes import Classes
from analysis.bundle.law import ContradictionError, demand
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.record import MAX_PACKED, Packed, Record
from analysis.system.user_text import is_plain

MAX_TEST_IMAGES = 1_000_000
MAX_CLASSES = 100
MAX_ENTRIES = 5_000
"""Of every list but those that speak of each test image: 4,950 pairs of 100 classes."""
MAX_VALUES = 500_000
"""All together, but for the predictions: 100 classes take 300,000."""
MAX_FIELDS = 40
"""Of a record or a dictionary."""
MAX_NAMES = 100
"""Letters of a name, and authors."""
MAX_TEXT = 10_000
"""Letters of a text."""
MAX_NUMBER = 1e15
COLUMNS = {f"findings.predictions.{name}" for name in ("labels", "predicted", "second", "confidence")}
SEVERAL_LINES = {"acknowledgements"}
"""Texts that the settings let have more than one."""
MAY_BE_EMPTY = {"details", "activation", "course", "instructor"}


def check_sizes(content: Any) -> None:  # noqa: ANN401  # whatever JSON can hold
    """Refuse long lists, records and texts of parsed JSON, before more is made of them.  Raises ContradictionError.

    A parser that finds a million wrong entries describes each of them, in a kilobyte.
    """
    _values("", content)


def _values(field: str, content: Any) -> int:  # noqa: ANN401
    """Count the values, but for the columns of the predictions table."""
    match content:
        case str():
            most = MAX_PACKED if field.endswith(".data") else MAX_TEXT
            demand(field, len(content) <= most, f"{most:,} letters at most, found {len(content):,}")
        case dict():
            demand(field, len(content) <= MAX_FIELDS, f"{MAX_FIELDS} fields at most, found {len(content):,}")
            named = all(0 < len(name) <= MAX_NAMES for name in content)
            demand(field, named, f"names of 1 to {MAX_NAMES} letters")
            return sum(
                _values(f"{field}.{name}" if field else name, value) for name, value in content.items()
            )
        case list() if field in COLUMNS:
            _check_column(field, content)
        case list():
            demand(
                field, len(content) <= MAX_ENTRIES, f"{MAX_ENTRIES:,} entries at most, found {len(content):,}"
            )
            return _total(field, enumerate(content))
    return 1


def _total(field: str, parts: Iterable[tuple[Any, Any]]) -> int:
    total = 0
    for name, value in parts:
        total += _values(f"{field}.{name}" if field else name, value)
        if total > MAX_VALUES:  # not after the last part, which may be minutes away
            raise ContradictionError(field, f"expected {MAX_VALUES:,} values at most beside the predictions")
    return total


def _check_column(field: str, column: list[Any]) -> None:
    found = len(column)
    demand(field, found <= MAX_TEST_IMAGES, f"{MAX_TEST_IMAGES:,} entries at most, found {found:,}")
    numbers = {int, float} if field.endswith(".confidence") else {int}
    demand(field, set(map(type, column)) <= numbers, "numbers" if len(numbers) > 1 else "whole numbers")
    demand(field, all(-1 <= each <= MAX_CLASSES for each in column), f"labels up to {MAX_CLASSES}, or shares")


def check_leaves(field: str, part: Any) -> None:  # noqa: ANN401  # whatever a bundle holds
    """Check every text, number and small record but those of the predictions table.  Raises ContradictionError."""
    match part:
        case PredictionTable():
            check_leaves(f"{field}.scores", part.scores)
        case None | bool():
            return
        case str():
            demand(field, field.rpartition(".")[2] in MAY_BE_EMPTY or bool(part.strip()), "a text")
            several = field.rpartition(".")[2] in SEVERAL_LINES
            demand(field, is_plain(part, lines=several), "no control characters")
        case int() | float():
            demand(field, abs(part) <= MAX_NUMBER, f"a number up to {MAX_NUMBER:g} in size")
        case Record():
            _check_record(field, part)
        case dict():
            for name, value in part.items():
                check_leaves(f"{field}.{name}", value)
        case tuple():
            for place, value in enumerate(part):
                check_leaves(f"{field}.{place}", value)


def _check_record(field: str, part: Record) -> None:
    if isinstance(part, Packed):
        return  # its length follows from its shape, its shape from the field that it stands in
    for name in type(part).model_fields:
        check_leaves(f"{field}.{name}" if field else name, getattr(part, name))


def rising(field: str, values: tuple[float, ...]) -> None:
    """Demand that each value is above the one before."""
    demand(field, all(first < second for first, second in pairwise(values)), "rising values")


def check_classes(classes: Classes) -> None:
    """Demand 2 to 100 classes with names of their own."""
    names = classes.names
    demand(
        "classes.names", 2 <= len(names) <= MAX_CLASSES, f"2 to {MAX_CLASSES} classes, found {len(names):,}"
    )
    demand("classes.names", len(set(names)) == len(names), "names that differ")
    for field, text in (
        *((f"names.{i}", name) for i, name in enumerate(names)),
        ("noun", classes.noun),
        ("nouns", classes.nouns),
    ):
        demand(f"classes.{field}", bool(text.strip()) and len(text) <= MAX_NAMES, f"1 to {MAX_NAMES} letters")
