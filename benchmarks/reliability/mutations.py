"""One change at one place of a bundle: seeded, of a named kind, at a path that is drawn evenly over the fields."""

from __future__ import annotations

import copy
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
MISSING = object()


@dataclass(frozen=True)
class Mutation:
    """What was done where, and the content that came of it."""

    kind: str
    path: Path
    content: Any

    @property
    def field(self) -> str:
        """The path with `*` for every place in a list."""
        return pattern(self.path)


def pattern(path: Path) -> str:
    """Return a path as text, with `*` for every place in a list."""
    return ".".join("*" if isinstance(step, int) else step for step in path)


class Mutations:
    """An endless supply of mutations of one bundle: of every field as many, whatever its number of values."""

    def __init__(self, content: Any, seed: int) -> None:  # noqa: ANN401 – whatever JSON can hold
        """Group the places by their fields."""
        self.content, self.rng = content, random.Random(seed)  # noqa: S311 – no secret
        self.places: dict[str, list[Path]] = defaultdict(list)
        for path in _paths(content):
            self.places[pattern(path)].append(path)
        self.fields = list(self.places)

    def __iter__(self) -> Iterator[Mutation]:
        """Draw mutations that change something."""
        while True:
            path = self.rng.choice(self.places[self.rng.choice(self.fields)])
            before = _at(self.content, path)
            kind = self.rng.choice(_kinds(before))
            changed = _copied(self.content, path)
            KINDS[kind](self.rng, changed, path)
            if not _same(_at(changed, path), before):
                yield Mutation(kind, path, changed)


def _copied(content: Any, path: Path) -> Any:  # noqa: ANN401
    """Copy what lies on the way to a place, and the place with its neighbours."""
    changed = copy.copy(content)
    holder = changed
    for step in path:
        holder[step] = copy.copy(holder[step])
        holder = holder[step]
    return changed


def _paths(content: Any, path: Path = ()) -> Iterator[Path]:  # noqa: ANN401
    if path:
        yield path
    steps: Any = content.items() if isinstance(content, dict) else ()
    for step, value in enumerate(content) if isinstance(content, list) else steps:
        yield from _paths(value, (*path, step))


def _at(content: Any, path: Path) -> Any:  # noqa: ANN401
    for step in path:
        if isinstance(content, dict) and step not in content:
            return MISSING
        content = content[step]
    return content


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 – 1 and 1.0 are the same number, 1 and true are not
    return one is not MISSING and isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _kinds(value: Any) -> list[str]:  # noqa: ANN401
    of_type = {bool: SWITCHES, int: NUMBERS, float: NUMBERS, str: TEXTS, list: LISTS, dict: RECORDS}
    return [*of_type.get(type(value), []), *ALWAYS]


def _replaced(new: Callable[[Any], Any]) -> Callable[[random.Random, Any, Path], None]:
    def change(_rng: random.Random, content: Any, path: Path) -> None:  # noqa: ANN401
        _at(content, path[:-1])[path[-1]] = new(_at(content, path))

    return change


def _swapped(rng: random.Random, content: Any, path: Path) -> None:  # noqa: ANN401
    """Exchange with a neighbour: of the list, or of the record."""
    holder, step = _at(content, path[:-1]), path[-1]
    steps = list(range(len(holder))) if isinstance(holder, list) else list(holder)
    others = [other for other in steps if other != step and type(holder[other]) is type(holder[step])]
    if others:
        other = rng.choice(others)
        holder[step], holder[other] = holder[other], holder[step]


def _removed(_rng: random.Random, content: Any, path: Path) -> None:  # noqa: ANN401
    holder = _at(content, path[:-1])
    if isinstance(holder, dict):
        del holder[path[-1]]


def _with_stranger(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "stranger": 1}


NUMBERS = ["one more", "one less", "ten times", "negated", "zero", "1e308", "half", "swapped"]
TEXTS = ["long", "empty", "other letters", "swapped"]
LISTS = ["shortened", "emptied", "last twice", "first twice", "reversed", "swapped"]
SWITCHES = ["flipped"]
RECORDS = ["with a stranger", "swapped"]
ALWAYS = ["null", "another type", "removed"]
KINDS: dict[str, Callable[[random.Random, Any, Path], None]] = {
    "one more": _replaced(lambda value: value + 1),
    "one less": _replaced(lambda value: value - 1),
    "ten times": _replaced(lambda value: 10 * value),
    "negated": _replaced(lambda value: -value),
    "zero": _replaced(lambda value: type(value)(0)),
    "1e308": _replaced(lambda value: type(value)(1e308)),
    "half": _replaced(lambda value: value // 2 if isinstance(value, int) else value / 2),
    "long": _replaced(lambda value: value + "long" * 25_000),
    "empty": _replaced(lambda _value: ""),
    "other letters": _replaced(lambda value: value.swapcase()[::-1]),
    "shortened": _replaced(lambda value: value[:-1]),
    "emptied": _replaced(lambda _value: []),
    "last twice": _replaced(lambda value: value + value[-1:]),
    "first twice": _replaced(lambda value: value[:1] + value[:-1]),
    "reversed": _replaced(lambda value: value[::-1]),
    "flipped": _replaced(lambda value: not value),
    "with a stranger": _replaced(_with_stranger),
    "null": _replaced(lambda _value: None),
    "another type": _replaced(lambda value: [value] if isinstance(value, str) else "text"),
    "swapped": _swapped,
    "removed": _removed,
}
