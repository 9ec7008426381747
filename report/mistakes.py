"""Mistakes as the pages lay them out: the matrix row by row, and the images in groups."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from report.text.formats import count, fixed, heat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.bundle.confusion import ConfusionFindings, Mistake

COLUMNS = 8
THUMBNAILS = 10


class Cell(NamedTuple):
    """One cell of the matrix."""

    predicted: int
    images: int
    kind: Literal["right", "none", "misread"]
    heat: int
    """From 1, few mistakes, to 4, many; 0 elsewhere."""
    named: bool
    """Whether the claim names this pair."""


class Row(NamedTuple):
    """One row of the matrix: what the images of a digit were read as."""

    digit: int
    cells: tuple[Cell, ...]
    misread: int
    per_thousand: str
    images: tuple[int, ...]
    """Test images that went wrong, at most ten."""
    more: int
    """How many more there are."""


class Group(NamedTuple):
    """The mistakes of one cell, the surest first."""

    label: int
    predicted: int
    mistakes: tuple[Mistake, ...]
    total: int
    """How many there are, shown or not."""

    @property
    def span(self) -> int:
        """Columns that the group fills."""
        return min(len(self.mistakes), COLUMNS)


def unit(found: ConfusionFindings) -> int:
    """Return what one step of red stands for: 1 mistake, or 10, 100 … where the fullest cell has fifty, 500 …"""
    fullest = max(
        n for row, counts in enumerate(found.counts) for read, n in enumerate(counts) if read != row
    )
    step = 1
    while fullest >= 50 * step:
        step *= 10
    return step


def steps(step: int) -> tuple[str, ...]:
    """Name the four steps of red for the key below the matrix."""
    if step == 1:
        return ("1 misread", "2", "3 or 4", "5 and more")
    edges = [
        count(times * step + offset) for times, offset in ((2, -1), (2, 0), (3, -1), (3, 0), (5, -1), (5, 0))
    ]
    return (
        f"up to {edges[0]} misread",
        f"{edges[1]} to {edges[2]}",
        f"{edges[3]} to {edges[4]}",
        f"{edges[5]} and more",
    )


def rows(found: ConfusionFindings) -> tuple[Row, ...]:
    """Arrange the matrix for a table: cells, and what stands at the end of each row."""
    step = unit(found)
    claimed = {pair.digits for pair in found.pairs if pair.claimed}
    return tuple(_row(found, digit, step, claimed) for digit in range(10))


def _row(found: ConfusionFindings, digit: int, step: int, claimed: set[tuple[int, int]]) -> Row:
    counts = found.counts[digit]
    misread = sum(counts) - counts[digit]
    images = [mistake.index for mistake in found.mistakes if mistake.label == digit]
    if misread > THUMBNAILS:
        images = images[: THUMBNAILS - 1]  # the last place is for the number of the others
    cells = (_cell(digit, predicted, n, step, claimed) for predicted, n in enumerate(counts))
    rate = fixed(Decimal(1000 * misread) / sum(counts), 1 if sum(counts) >= 500 else 0)
    return Row(digit, tuple(cells), misread, rate, tuple(images), misread - len(images))


def _cell(digit: int, predicted: int, n: int, step: int, claimed: set[tuple[int, int]]) -> Cell:
    if digit == predicted:
        return Cell(predicted, n, "right", 0, named=False)
    named = (min(digit, predicted), max(digit, predicted)) in claimed
    return Cell(predicted, n, "misread" if n else "none", heat(max(1, n // step)) if n else 0, named)


def groups(found: ConfusionFindings) -> tuple[Group, ...]:
    """Group the mistakes by cell, largest first, in an order that fills rows of eight."""
    cells: dict[tuple[int, int], list[Mistake]] = {}
    for mistake in found.mistakes:
        cells.setdefault((mistake.label, mistake.predicted), []).append(mistake)
    made = [Group(*key, tuple(kept), found.counts[key[0]][key[1]]) for key, kept in cells.items()]
    return tuple(packed(made))


def packed(waiting: Sequence[Group]) -> Iterable[Group]:
    """Fill each row to its edge with the next groups that fit, so that reading order is also visual order."""
    rest = list(waiting)
    while rest:
        room = COLUMNS
        for group in list(rest):
            if group.span <= room:
                rest.remove(group)
                room -= group.span
                yield group
