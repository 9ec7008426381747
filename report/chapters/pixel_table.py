"""Pixels as a table, for those who take a picture away as numbers: a line for each row of pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from report.chapters.model import AnyTable, Column, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T")
CHANNELS = ("red", "green", "blue")


class Line(NamedTuple, Generic[T]):
    """A row of pixels: of which picture and, in colour, of which channel."""

    picture: T
    channel: str
    row: int
    values: Sequence[float]


def table(pictures: Mapping[T, NDArray[Any]], columns: Sequence[Column[Line[T]]]) -> AnyTable:
    """Tabulate pictures of one shape, (h, w) or (h, w, 3); the columns given say which picture a line is of.

    Rows and columns count from 0, and each channel of colour has lines of its own.
    """
    lines = [line for picture, values in pictures.items() for line in _lines(picture, values)]
    channel: list[Column[Line[T]]] = [Column("Channel", lambda line: line.channel)]
    pixels = [Column(f"Column {k}", partial(_value, k), "number") for k in range(len(lines[0].values))]
    row: Column[Line[T]] = Column("Row", lambda line: str(line.row))
    return Table(lines, [*columns, *(channel if lines[0].channel else []), row, *pixels])


def _lines(picture: T, values: NDArray[Any]) -> Iterator[Line[T]]:
    grey = values.ndim == 2
    for name, channel in [("", values)] if grey else zip(CHANNELS, values.transpose(2, 0, 1), strict=True):
        yield from (Line(picture, name, row, line) for row, line in enumerate(channel.tolist()))


def _value(place: int, line: Line[T]) -> str:
    return str(line.values[place])
