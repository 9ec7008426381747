"""A table of predictions, with or without a row of names."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.data import text_table
from analysis.data.text_table import is_number
from analysis.system.errors import PredictionsError
from analysis.system.user_text import short

# Letters: a million images of a hundred classes in ten letters each.
LARGEST = 2**30
# Rows that are looked at to tell whether the first one holds names.
LOOKED_AT = 50


class Table(NamedTuple):
    """The names of the columns, if the table gives them, and each column as texts, (n,)."""

    names: tuple[str, ...] | None
    columns: list[NDArray[np.str_]]


def read(path: Path) -> Table:
    """Read a table.  Raises PredictionsError where it is empty, no text, or its rows differ in length; OSError."""
    try:
        with text_table.opened(path, PredictionsError, LARGEST) as table:
            rows = list(csv.reader(table.lines(), delimiter=table.separator, strict=True))
    except csv.Error as error:
        raise PredictionsError(
            f"Expected a table in {path.name}, found “{error}”: save it again as CSV."
        ) from error
    _check(rows, path.name)
    names = tuple(cell.strip() for cell in rows[0]) if _is_head(rows) else None
    rows = rows[1:] if names else rows
    if not rows:
        raise PredictionsError(f"Expected rows in {path.name}, found names of columns alone: save it again.")
    return Table(names, [np.char.strip(column) for column in np.array(rows).T])


def _check(rows: list[list[str]], name: str) -> None:
    if not rows:
        raise PredictionsError(f"Expected a table in {name}, found no row: save it again.")
    width = len(rows[0])
    other = next((place for place, row in enumerate(rows) if len(row) != width), None)
    if other is not None:
        raise PredictionsError(
            f"Expected {width} column{'s' * (width != 1)} in every row of {name}, found {len(rows[other])} in row {other + 1:,}: "
            "mend that row."
        )


def _is_head(rows: list[list[str]]) -> bool:
    """Tell names from values: a text above numbers, texts that come once, or the labels 0 to K − 1 above fractions."""
    first, below = rows[0], list(islice(rows, 1, LOOKED_AT))
    columns = list(zip(*below, strict=True)) or [()] * len(first)
    numeric = [bool(column) and all(map(is_number, column)) for column in columns]
    if not any(map(is_number, first)):
        texts = [column for column, is_numeric in zip(columns, numeric, strict=True) if not is_numeric]
        return any(numeric) or not any(set(first) & set(column) for column in texts)
    if any(numeric[place] and not is_number(cell) for place, cell in enumerate(first)):
        return True
    counted = sorted(first) == sorted(map(str, range(len(first)))) and len(first) > 1
    return counted and not all(cell.strip().lstrip("+-").isdigit() for column in columns for cell in column)


def numbers(columns: list[NDArray[np.str_]], file: str) -> NDArray[np.float64]:
    """Return columns of numbers as (n, k).  Raises PredictionsError where a cell holds something else."""
    try:
        return np.column_stack([column.astype(np.float64) for column in columns])
    except ValueError as error:
        row, cell = next(
            (row, cell) for column in columns for row, cell in enumerate(column) if not is_number(cell)
        )
        raise PredictionsError(
            f"Expected numbers in the columns of scores of {file}, found “{short(cell)}” in row {row + 1:,}: "
            "correct it, or name the columns."
        ) from error
