"""The law of the numbers: each number on a page follows one value of the bundle.

The numbers of a bundle are changed several times, all at once and at random, and each version is rendered.  A number
on a page is explained only if one and the same value of the bundle, written in one and the same format, gives it in
all versions.  A number that is computed on the way to the page, or written by hand, has no such value; of counts up to
twelve, which `Change` leaves alone, this is not shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import numpy as np

from analysis.bundle.classes import Classes
from analysis.bundle.gallery import Gallery
from analysis.bundle.predictions import PredictionTable
from analysis.bundle.record import BootstrapEstimate, Estimate, Packed, Proportion, Record
from report.chapters.confidence.confidence_distribution import edge
from report.text import formats as f
from tests.pretended import pretended

NUMBER = re.compile(r"−?\d+(?:,\d{3})*(?:\.\d+)?")
SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
UNITS = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
WORD = re.compile(
    rf"\b(?:({'|'.join(TENS)})(?:-({'|'.join(SMALL[1:10])}))?|({'|'.join(SMALL)}))(?: ({'|'.join(UNITS)}))?\b|"
    rf"\b(once|twice)\b|\b({'|'.join(ORDINALS)})\b",
    re.IGNORECASE,
)

# Fields that name a thing instead of counting: they are not changed, since the text would be about another thing.
NAMES = {
    "label", "predicted", "second", "index", "classes", "seed", "number", "rank", "row", "columns", "first", "last",
    "lowest_recall", "majority_label", "least", "most", "least_varied", "most_varied", "more_ink", "lowest_class",
    "most_below_90", "fewest_below_90", "separate", "mixed", "never_predicted", "output_shape", "input_shape",
    "dropout", "ties_with_closest", "differences_named_alike", "among_errors", "schema_version", "span", "bins",
}  # fmt: skip
KEPT = {"Poles": {"low", "high"}, "NamedPairs": {"pairs"}}  # fields that name classes in these records alone
UNCHANGED = (PredictionTable, Packed, Gallery, Classes)


def fields_of(part: Record) -> Iterator[tuple[str, Any]]:
    """Yield all fields of a record by name, what it is given and what it computes."""
    kind = type(part)
    yield from ((name, getattr(part, name)) for name in (*kind.model_fields, *kind.model_computed_fields))


class Change:
    """One way to change all numbers of a bundle, so little that the same sentences are chosen.

    Equal numbers stay equal and the order of whole numbers stays as it is: a page says “all” where a part is the whole,
    and singles out what is largest.  Counts up to twelve and the count of errors stay, since the pictures of the errors
    cannot be multiplied; the test that moves each printed number by one covers these.
    """

    def __init__(self, rng: np.random.Generator, errors: int, growth: float) -> None:
        """Draw by how much the counts grow: on average by the share `growth`."""
        self.rng = rng
        self.errors = errors
        self.grown = np.cumsum(rng.random(200_000) < growth)
        self.reals: dict[float, float] = {}

    def of(self, part: Any, name: str = "") -> Any:  # noqa: ANN401  # whatever a bundle holds
        """Return a part of a bundle with all its numbers changed."""
        match part:
            case Record():
                return self._record(part)
            case tuple():
                return tuple(self.of(value, name) for value in part)
            case dict():
                return {key: self.of(value, key) for key, value in part.items()}
            case bool() | str() | None:
                return part
            case int():
                return self._whole(part)
            case float():
                return self.reals.setdefault(part, self._real(part))
        msg = f"no rule for {type(part)}"
        raise TypeError(msg)

    def _record(self, part: Record) -> Record:
        if isinstance(part, UNCHANGED):
            return part
        kept = NAMES | KEPT.get(type(part).__name__, set())
        values = {key: value if key in kept else self.of(value, key) for key, value in fields_of(part)}
        return pretended(type(part), **values)

    def _whole(self, value: int) -> int:
        if value <= 12 or value == self.errors:
            return value
        moved = value + int(self.grown[min(value, len(self.grown)) - 1] - self.grown[11])
        return value if value < self.errors <= moved else moved

    def _real(self, value: float) -> float:
        """Move by up to a tenth, as long as every format writes as many numbers as before."""
        formats = (*REAL, *(write for _, write in OF_SOME))
        shape = [len(NUMBER.findall(write(value))) for write in formats]
        for _ in range(50):
            moved = float(f"{value * (1 + 0.1 * self.rng.uniform(-1, 1)):.6g}")
            if value < 1 <= moved:  # a share stays one, and differs from others as before
                moved = float(f"{1 - (1 - value) * self.rng.uniform(0.9, 1.1):.8g}")
            if [len(NUMBER.findall(write(moved))) for write in formats] == shape:
                return moved
        return value


REAL: tuple[Callable[[float], str], ...] = (
    *(lambda v, d=d: f.fixed(v, d) for d in range(6)),
    *(lambda v, d=d: f.fixed(abs(v), d) for d in range(5)),
    *(lambda v, d=d: f.fixed(100 * Decimal(str(v)), d) for d in range(5)),
    *(lambda v, d=d: f.fixed(abs(100 * Decimal(str(v))), d) for d in range(5)),
    *(lambda v, d=d: f.percent(v, d) for d in range(5)),
    lambda v: f.tick(v) if round(v, 8) == v else "",
    lambda v: f"{v:g}",
    lambda v: f.confidence(v) if 0 <= v <= 1 else "",
    lambda v: f.long_confidence(v) if 0 <= v <= 1 else "",
    lambda v: f.fixed(100 * Decimal(str(v)), 3).rstrip("0").rstrip("."),
)
# Formats that are in use for some fields only, by a pattern of their paths.
OF_SOME: tuple[tuple[str, Callable[[float], str]], ...] = (
    (r"seconds$", f.duration),
    (r"edges$", edge),
    (r"(^|[ _])p$", lambda v: f.probability(v) if 0 <= v <= 1 else ""),
    (r"gap value$", lambda v: f.bound(v) if v >= 0 else ""),
    (r"gap value$", lambda v: f.bound(v, 1) if v >= 0 else ""),
)
WHOLE: tuple[Callable[[int], str], ...] = (str, f.count)
SHARE: tuple[Callable[[Proportion], str], ...] = (
    f.percent,
    *(lambda s, d=d: f.percent(s, d) for d in range(4)),
    f.between,
    *(lambda s, d=d: f.between(s, d) for d in range(4)),
    f.per_thousand,
    f.between_per_thousand,
    f.count_between,
    lambda s: f.percent(s.low, 2),
    lambda s: f.percent(s.high, 2),
)
ESTIMATE: tuple[Callable[[Estimate], str], ...] = (
    *(lambda e, s=s: f.estimate(e, s) for s in (1, 100)),
    *(lambda e, s=s: f.between(e, None, s) for s in (1, 100)),
    *(lambda e, d=d, s=s: f.between(e, d, s) for d in range(5) for s in (1, 100)),
    *(lambda e, d=d: f.fixed(100 * Decimal(str(e.value)), d) for d in range(4)),
    lambda e: f.points(abs(e.value), f.place(e, 100)),
)
FORMATS: dict[type, tuple[Callable[[Any], str], ...]] = {
    Proportion: SHARE,
    Estimate: ESTIMATE,
    BootstrapEstimate: ESTIMATE,
    float: REAL,
    int: WHOLE,
    tuple: (lambda found: f.count(len(found)),),
}


def explanations(part: Record, without: str = r"(?!)") -> dict[str, set[int]]:
    """Return, for each number that may be printed, by which value and in which format, of all fields but those `without`.

    That is a pattern of their paths.  Each pair of value and format is known by its hash: Python would compute that of a
    tuple again at every comparison of two sets.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for path, value in _values(part, ()):
        field = " ".join(step for step in path if isinstance(step, str))
        if re.search(without, field):
            continue
        writers: tuple[Callable[[Any], str], ...] = FORMATS.get(type(value), ())
        if isinstance(value, float):
            writers += tuple(write if re.search(fields, field) else _unwritten for fields, write in OF_SOME)
        for kind, write in enumerate(writers):
            for place, number in enumerate(NUMBER.findall(write(value))):
                found[number].add(hash((path, kind, place)))
    return found


def _unwritten(value: float) -> str:
    del value
    return ""


def _values(part: object, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], object]]:
    if isinstance(part, PredictionTable):
        yield (*path, "confidence_auroc"), part.confidence_auroc
    if isinstance(part, Packed | PredictionTable):
        return
    inner: Any = ()
    if isinstance(part, Record):
        yield path, part
        inner = fields_of(part)
    elif isinstance(part, dict):
        inner = part.items()
    elif isinstance(part, tuple):
        yield path, part
        inner = enumerate(part)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield path, part
    yield from chain.from_iterable(_values(value, (*path, key)) for key, value in inner)


def numbers(text: str) -> list[str]:
    """Return all numbers of a text in order, those in words as digits."""
    return NUMBER.findall(WORD.sub(_digits, text))


def _digits(match: re.Match[str]) -> str:
    ten, one, small, unit, often, ordinal = (group.lower() if group else "" for group in match.groups())
    if often:
        return str(("once", "twice").index(often) + 1)
    if ordinal:
        return str(ORDINALS.index(ordinal) + 1)
    value = (20 + 10 * TENS.index(ten) + (SMALL.index(one) if one else 0)) if ten else SMALL.index(small)
    return f.count(value * UNITS.get(unit, 1))
