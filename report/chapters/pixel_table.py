"""Pixels as a table, for those who take a picture away as numbers: a line for each row of pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from report.chapters.model import Column, Row, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHANNELS = ("red", "green", "blue")


class Pixels(NamedTuple):
    """The pixels of a picture, (h, w) or (h, w, 3), and what says in a line which picture it is."""

    cells: Sequence[str]
    values: NDArray[Any]


def table(heads: Sequence[str], pictures: Sequence[Pixels]) -> Table:
    """Tabulate pictures of one shape; rows and columns count from 0, and each channel of colour has lines of its own."""
    shape = pictures[0].values.shape
    channel = [Column("Channel")] if len(shape) == 3 else []
    columns = [Column(f"Column {place}", "number") for place in range(shape[1])]
    lines = (line for picture in pictures for line in _lines(picture))
    return Table(
        columns=[*map(Column, heads), *channel, Column("Row"), *columns],
        rows=[Row(line) for line in lines],
    )


def _lines(picture: Pixels) -> Iterator[list[str]]:
    cells, values = picture
    if values.ndim == 2:
        yield from ([*cells, str(row), *map(str, line)] for row, line in enumerate(values.tolist()))
        return
    for place, channel in enumerate(CHANNELS):
        rows = enumerate(values[:, :, place].tolist())
        yield from ([*cells, channel, str(row), *map(str, line)] for row, line in rows)
