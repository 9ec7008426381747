"""A table of predictions: named columns or not, as numbers where they are numbers.

It is read some rows at a time, and numbers become numbers at once: a million rows of ten scores take 0.1 GB.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import text_table
from analysis.data.text_table import TextTable, is_number
from analysis.system.errors import PredictionsError

Column = NDArray[np.generic]

# Letters: a million images of a hundred classes in ten letters each.
LARGEST = 2**30
# Rows that are looked at to tell whether the first one holds names, and cells that are texts at a time.
LOOKED_AT, CELLS = 50, 200_000


class Table(NamedTuple):
    """The names of the columns, if the table gives them, each column, (n,): numbers where all its cells are; how it was read."""

    names: tuple[str, ...] | None
    columns: list[Column]
    notes: tuple[str, ...]


def read(path: Path) -> Table:
    """Read a table.  Raises PredictionsError where it is empty, no text, or its rows differ in length; OSError."""
    try:
        with text_table.opened(path, PredictionsError, LARGEST) as table:
            return _read(table, path.name)
    except csv.Error as error:
        raise PredictionsError(
            f"Expected a table in {path.name}, found “{error}”: save it again as CSV."
        ) from error


def _read(table: TextTable, name: str) -> Table:
    rows = _rows(table)
    looked_at = list(islice(rows, 1 + LOOKED_AT))
    if not looked_at:
        raise PredictionsError(f"Expected a table in {name}, found no row: save it again.")
    head = looked_at[0] if _is_head(looked_at) else None
    rest = looked_at[1:] if head else looked_at
    if not rest:
        raise PredictionsError(f"Expected rows in {name}, found names of columns alone: save it again.")
    columns = _columns(chain(rest, rows), name, head)
    kept = [place for place, column in enumerate(columns) if (head and head[place]) or not _is_empty(column)]
    names = tuple(head[place] for place in kept) if head else None
    return Table(names, [columns[place] for place in kept], table.notes)


def _rows(table: TextTable) -> Iterator[list[str]]:
    """Yield the cells of each row; NumPy writes a sign of comments before the names of columns."""
    lines = table.lines()
    first = [line.lstrip("# ") for line in islice(lines, 1)]
    rows = csv.reader(chain(first, lines), delimiter=table.separator, strict=True, skipinitialspace=True)
    return ([cell.strip() for cell in row] for row in rows)


def _is_empty(column: Column) -> bool:
    """Say whether no cell holds anything, as after a comma at the end of each line."""
    return column.dtype.kind == "U" and not column.astype(bool).any()


def _columns(rows: Iterator[list[str]], name: str, head: list[str] | None) -> list[Column]:
    """Gather columns some rows at a time.  Raises PredictionsError where a row has another length than the first."""
    first = next(rows)
    width, rows, passed = len(first), chain([first], rows), 1 if head else 0
    if head and len(head) != width:
        raise _other_width(len(head), width, 2, name)
    parts: list[list[Column]] = [[] for _ in range(width)]
    while some := list(islice(rows, max(1, CELLS // width))):
        other = next((place for place, row in enumerate(some) if len(row) != width), None)
        if other is not None:
            raise _other_width(width, len(some[other]), passed + other + 1, name)
        passed += len(some)
        for column, cells in zip(parts, zip(*some, strict=True), strict=True):
            column.append(_numbers(cells))
    return [_joined(column) for column in parts]


def _other_width(width: int, found: int, row: int, name: str) -> PredictionsError:
    return PredictionsError(
        f"Expected {width} column{'s' * (width != 1)} in every row of {name}, found {found} in row {row:,}: mend that row."
    )


def _numbers(cells: Sequence[str]) -> Column:
    """Return float64 where all cells are numbers, else texts: (·,)."""
    try:
        return np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        return np.array(cells, np.str_)


def _joined(parts: list[Column]) -> Column:
    """Join what was read of one column: texts, where some part is."""
    if len({part.dtype.kind for part in parts}) > 1:
        parts = [
            part if part.dtype.kind == "U" else np.array([f"{each:.15g}" for each in part.tolist()])
            for part in parts
        ]
    return np.concatenate(parts)


def _is_head(rows: list[list[str]]) -> bool:
    """Tell names from values: a text above numbers, texts that come once, or numbers from 0 or 1 on above fractions."""
    first, below = rows[0], rows[1:]
    columns = list(zip(*below, strict=False)) or [()] * len(first)
    numeric = [bool(column) and all(map(is_number, column)) for column in columns]
    if not any(map(is_number, first)):
        texts = [column for column, is_numeric in zip(columns, numeric, strict=False) if not is_numeric]
        return any(numeric) or not any(set(first) & set(column) for column in texts)
    if any(number and not is_number(cell) for number, cell in zip(numeric, first, strict=False)):
        return True
    heads = sorted(float(cell) for cell in first if is_number(cell))
    counted = len(first) > 1 and heads in ([*range(len(first))], [*range(1, 1 + len(first))])
    return counted and not all(cell.strip().lstrip("+-").isdigit() for column in columns for cell in column)
