"""Which class each column of scores stands for: by the names of the columns, else in the orders in which tools write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.brought.predictions import NUMBERED

# Standard errors of the difference of correct predictions from which another order than the usual one is believed.
CLEARLY = 3
AS_TEXTS = "the order of the labels as texts ({}), as scikit-learn writes them"
AS_NUMBERS = "the order of the labels as numbers, although they are texts"
ALPHABETICAL = "the alphabetical order of the classes"
ONE_BY_ONE = "the order of the labels that occur ({} to {})"
FROM_1 = "the order of the labels, which count from 1"
FIRST_UNUSED = "the order of the classes, after a first column that stands for none"


class Order(NamedTuple):
    """The name of the class of each column, and what order that is; None for the plain one."""

    names: tuple[str, ...]
    said: str | None = None


class Known(NamedTuple):
    """What is known of the classes when columns are looked at."""

    present: tuple[str, ...]
    """Those of the test labels, in the order of the report."""
    names: tuple[str, ...] | None = None
    """All of them, where they are named."""
    others: tuple[str, ...] = ()
    """Those of further labels, as of training images."""
    are_texts: bool = False
    """Whether the labels are texts in memory: then a tool has ordered them as such."""

    @property
    def are_numbers(self) -> bool:
        """Whether the labels are whole numbers, or texts of them."""
        return all(name.isdecimal() for name in (*self.present, *self.others))


def orders(count: int, heads: Sequence[str] | None, known: Known) -> list[Order]:
    """Return the orders in which so many columns may stand, the usual one first; none where nothing fits."""
    if heads is None:
        return list(_fitting(_unnamed(count, known), known))
    if named := next(_fitting(map(Order, _readings(heads, known)), known), None):
        return [named]
    numbers = _numbers(heads)
    if numbers is None:
        return []
    rank = np.argsort(np.argsort(numbers)).tolist()
    return [
        Order(tuple(each.names[place] for place in rank), each.said)
        for each in _fitting(_unnamed(count, known), known)
    ]


def names_of(heads: Sequence[str], present: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the names that heads of columns give the classes, in their order; None where they only number them."""
    if _numbers(heads) is not None:
        return None
    known = Known(present)
    found = next(_fitting(map(Order, _readings(heads, known)), known), None)
    return found.names if found else tuple(heads) if known.are_numbers else None


def _fitting(found: Iterator[Order], known: Known) -> Iterator[Order]:
    """Yield the orders that have a column for each class of the labels, each once."""
    seen = set()
    for each in found:
        if set(known.present) <= set(each.names) and each.names not in seen:
            seen.add(each.names)
            yield each


def _readings(heads: Sequence[str], known: Known) -> Iterator[tuple[str, ...]]:
    """Yield the heads as they are, without what all of them begin and end with, and as numbers."""
    plain = tuple(head.strip() for head in heads)
    yield plain
    first = known.present[0]
    for head in plain:
        for match in re.finditer(f"(?={re.escape(first)})", head):
            before, after = head[: match.start()], head[match.start() + len(first) :]
            if all(
                each.startswith(before) and each.endswith(after) and len(each) > len(before + after)
                for each in plain
            ):
                yield tuple(each[len(before) : len(each) - len(after)] for each in plain)
    if (numbers := _numbers(plain)) is not None:
        yield tuple(map(str, numbers))


def _numbers(heads: Sequence[str]) -> list[int] | None:
    """Return the numbers of heads that all count; None for others."""
    found = [NUMBERED.fullmatch(head.strip()) for head in heads]
    numbers = [int(match[2]) for match in found if match]
    return numbers if len(set(numbers)) == len(heads) else None


def _unnamed(count: int, known: Known) -> Iterator[Order]:
    """Yield what columns without names may be."""
    if known.names is not None:
        yield from _of_names(count, known.names, known.present)
        return
    values = tuple(sorted({*known.present, *known.others}, key=_as_number if known.are_numbers else str))
    if not known.are_numbers:
        if count == len(values):
            yield Order(values)
        return
    ways = list(_of_numbers(count, values))
    as_texts = [
        Order(texts, AS_TEXTS.format(_begin(texts)))
        for each in ways
        if (texts := tuple(sorted(each.names))) != each.names
    ]
    if known.are_texts and as_texts:
        ways = [Order(each.names, each.said or AS_NUMBERS) for each in ways]
        yield from (*as_texts, *ways)
    else:
        yield from (*ways, *as_texts)


def _of_names(count: int, names: tuple[str, ...], present: tuple[str, ...]) -> Iterator[Order]:
    in_alphabet = tuple(sorted(names))
    if count == len(names):
        yield Order(names)
        numeric = all(name.isdecimal() for name in names)
        yield Order(in_alphabet, AS_TEXTS.format(_begin(in_alphabet)) if numeric else ALPHABETICAL)
    elif count == len(present):
        yield Order(present)
    elif count == len(names) + 1:
        yield Order((_nameless(0, names), *names), FIRST_UNUSED)
        yield Order((*names, _nameless(count - 1, names)))


def _nameless(column: int, names: Sequence[str]) -> str:
    """Name a column that stands for none of the classes by its number, from 0."""
    name = str(column)
    return f"column {name}" if name in names else name


def _of_numbers(count: int, values: tuple[str, ...]) -> Iterator[Order]:
    """Yield the columns as they count from 0, the labels that occur, and the columns counted from 1."""
    yield Order(tuple(map(str, range(count))))
    yield Order(tuple(map(str, range(1, count + 1))), FROM_1)
    if count == len(values):
        yield Order(values, ONE_BY_ONE.format(values[0], values[-1]))


def _as_number(name: str) -> int:
    return int(name)


def _begin(names: Sequence[str]) -> str:
    """Write the first names, as far as the order can be seen: `0, 1, 10, 11, 2, …`."""
    return f"{', '.join(names[:5])}{', …' if len(names) > 5 else ''}"


def clearly_more(right: NDArray[np.bool_], usual: NDArray[np.bool_]) -> bool:
    """Say whether one way is right of more images, (n,), than the usual one: by three standard errors.

    Both are compared on the images of which only one is right (McNemar 1947).
    """
    more, fewer = int((right & ~usual).sum()), int((usual & ~right).sum())
    return bool(more - fewer > CLEARLY * (more + fewer) ** 0.5)


class Chosen(NamedTuple):
    """The order that was chosen, and a sentence on it, where it is not plain."""

    order: Order
    said: str | None


def chosen(found: Sequence[Order], highest: NDArray[np.intp], labels: NDArray[np.str_]) -> Chosen:
    """Choose the order whose predictions agree with the labels, (n,) each: the usual one, unless another agrees clearly more."""
    right = [np.array(each.names)[highest] == labels for each in found]
    best, majority = 0, np.unique(labels, return_counts=True)[1].max()
    for place in range(1, len(found)):
        above = right[place].sum() > majority + CLEARLY * majority**0.5  # no guess is an order
        best = place if above and clearly_more(right[place], right[best]) else best
    order = found[best]
    if order.said is None:
        return Chosen(order, None)
    hits = [int(each.sum()) for each in right]
    compared = f"; read as usual, {hits[0]:,} would be" if best else ""
    return Chosen(
        order,
        f"The columns of scores were read in {order.said}: {hits[best]:,} of {len(labels):,} predictions are correct{compared}.",
    )
