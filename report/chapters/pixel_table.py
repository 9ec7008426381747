"""Pixels as a table, for those who take a picture away as numbers: a line for each row of pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from report.chapters.model import AnyTable, Cell, Column, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T")
CHANNELS = ("red", "green", "blue")


class Line(NamedTuple, Generic[T]):
    """A row of pixels: of which picture, and in colour of which channel."""

    picture: T
    channel: str
    row: int
    values: Sequence[float]


def table(
    pictures: Sequence[T], columns: Sequence[Column[T]], pixels: Callable[[T], NDArray[Any]]
) -> AnyTable:
    """Tabulate pictures of one shape, (h, w) or (h, w, 3); the columns given say in a line which picture it is.

    Rows and columns count from 0, and each channel of colour has lines of its own.
    """
    lines = [line for one in pictures for line in _lines(one, pixels(one))]
    return Table(
        lines,
        [
            *(Column(column.name, partial(_of_picture, column)) for column in columns),
            *([Column("Channel", _channel)] if lines[0].channel else []),
            Column("Row", lambda line: str(line.row)),
            *(
                Column(f"Column {place}", partial(_value, place), "number")
                for place in range(len(lines[0].values))
            ),
        ],
    )


def _lines(picture: T, values: NDArray[Any]) -> Iterator[Line[T]]:
    channels = (
        {"": values}
        if values.ndim == 2
        else {name: values[:, :, place] for place, name in enumerate(CHANNELS)}
    )
    for name, channel in channels.items():
        yield from (Line(picture, name, row, line) for row, line in enumerate(channel.tolist()))


def _of_picture(column: Column[T], line: Line[T]) -> str | Cell:
    return column.cell(line.picture)


def _channel(line: Line[T]) -> str:
    return line.channel


def _value(place: int, line: Line[T]) -> str:
    return str(line.values[place])
