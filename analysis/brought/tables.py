"""A table of text: commas, semicolons, tabs or spaces between its columns, with or without a row of names.

It is read some rows at a time, and numbers become numbers at once: a million rows of ten scores take 0.1 GB.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np
from numpy.typing import NDArray

from analysis.data import content
from analysis.data.csv_files import is_number
from analysis.system.errors import PredictionsError

Column = NDArray[np.generic]

# Bytes: a million images of a hundred classes in ten letters each.
LARGEST = 2**30
# Letters: a hundred classes with names of a hundred letters take a hundredth.
LONGEST_LINE = 2**20
# Rows that are looked at to tell whether the first one holds names, and cells that are texts at a time.
LOOKED_AT, CELLS = 50, 200_000
MARKED = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Table(NamedTuple):
    """The names of the columns, if the table gives them, and each column, (n,): numbers where all its cells are."""

    names: tuple[str, ...] | None
    columns: list[Column]


class _Dialect(NamedTuple):
    separator: str
    """One letter; a space stands for any number of them."""

    def rows(self, lines: Iterator[str]) -> Iterator[list[str]]:
        if self.separator == " ":
            return filter(None, (line.split() for line in lines))
        cells = csv.reader(lines, delimiter=self.separator, strict=True)
        return filter(any, cells)

    def number(self, cell: str) -> str:
        """Return a number as Python writes it: where no comma parts the columns, one may stand before the decimals."""
        return cell if self.separator == "," else cell.replace(",", ".")


def read(path: Path) -> Table:
    """Read a table.  Raises PredictionsError where it is empty, no text, or its rows differ in length; OSError."""
    for encoding in _encodings(path):
        try:
            with path.open(encoding=encoding, newline="") as file:
                return _read(file, path.name)
        except UnicodeError:
            continue
        except csv.Error as error:
            raise PredictionsError(
                f"Expected a table in {path.name}, found “{error}”: save it again as CSV."
            ) from error
    raise PredictionsError(
        f"Expected a table of text in {path.name}, found bytes that are not UTF-8, UTF-16 or Latin-1: save it as CSV in UTF-8."
    )


def _encodings(path: Path) -> tuple[str, ...]:
    """Return the encodings to try; none for what is no text."""
    if path.stat().st_size > LARGEST:
        raise PredictionsError(
            f"Expected a table below 1 GB, found {path.name} above it: give fewer columns."
        )
    with path.open("rb") as file:
        head = file.read(content.HEAD)
    marked = next((name for mark, name in MARKED.items() if head.startswith(mark)), None)
    if marked:
        return (marked,)
    if kind := content.kind(head):
        raise PredictionsError(f"Expected a table in {path.name}, found {kind[0]}: {kind[1]}.")
    if head.lstrip()[:1] in (b"{", b"[") or path.suffix.lower() in {".json", ".jsonl"}:
        raise PredictionsError(
            f"Expected a table in {path.name}, found JSON: save it as CSV, with pandas.read_json(…).to_csv(…, index=False)."
        )
    return () if b"\0" in head else ("utf-8", "cp1252")


def _read(file: TextIO, name: str) -> Table:
    lines = _lines(file, name)
    first = list(islice(lines, 2))
    dialect = _dialect(first)
    rows = dialect.rows(chain(first, lines))
    looked_at = list(islice(rows, 1 + LOOKED_AT))
    if not looked_at:
        raise PredictionsError(f"Expected a table in {name}, found no row: save it again.")
    head = _head(looked_at, dialect)
    rest = looked_at[1:] if head else looked_at
    if not rest:
        raise PredictionsError(f"Expected rows in {name}, found names of columns alone: save it again.")
    columns = _columns(chain(rest, rows), dialect, name, head)
    if head and len(head) == len(columns) - 1:  # R leaves out the name of the rows' names
        head = ["", *head]
    kept = [place for place, column in enumerate(columns) if (head and head[place]) or not _is_empty(column)]
    names = tuple(head[place] for place in kept) if head else None
    return Table(names, [columns[place] for place in kept])


def _is_empty(column: Column) -> bool:
    """Say whether no cell holds anything, as after a comma at the end of each line."""
    return column.dtype.kind == "U" and not column.astype(bool).any()


def _lines(file: TextIO, name: str) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise PredictionsError(
                f"Expected lines of text in {name}, found one of more than {LONGEST_LINE:,} letters: save it as CSV."
            )
        yield line


def _dialect(lines: Sequence[str]) -> _Dialect:
    """Find what parts the columns; semicolons and tabs may stand beside commas before decimals."""
    line = lines[0] if lines else ""
    for separator in ";\t":
        if separator in line and all(cell.count(",") <= 1 for cell in line.split(separator)):
            return _Dialect(separator)
    widths = {len(each.lstrip("#").split()) for each in lines}
    by_spaces = "," not in line and len(widths) == 1 and widths.pop() > 1
    return _Dialect(" " if by_spaces else ",")


def _columns(rows: Iterator[list[str]], dialect: _Dialect, name: str, head: list[str] | None) -> list[Column]:
    """Gather columns some rows at a time.  Raises PredictionsError where a row has another length than the first."""
    first = next(rows)
    width, rows, passed = len(first), chain([first], rows), 1 if head else 0
    if head and width - len(head) not in {0, 1}:
        raise _other_width(len(head), width, 2, name)
    parts: list[list[Column]] = [[] for _ in range(width)]
    while some := list(islice(rows, max(1, CELLS // width))):
        other = next((place for place, row in enumerate(some) if len(row) != width), None)
        if other is not None:
            raise _other_width(width, len(some[other]), passed + other + 1, name)
        passed += len(some)
        for column, cells in zip(parts, zip(*some, strict=True), strict=True):
            column.append(_numbers(cells, dialect))
    return [_joined(column) for column in parts]


def _other_width(width: int, found: int, row: int, name: str) -> PredictionsError:
    return PredictionsError(
        f"Expected {width} column{'s' * (width != 1)} in every row of {name}, found {found} in row {row:,}: mend that row."
    )


def _numbers(cells: Sequence[str], dialect: _Dialect) -> Column:
    """Return float64 where all cells are numbers, else texts: (·,)."""
    try:
        written = cells if dialect.separator == "," else map(dialect.number, cells)
        return np.fromiter(map(float, written), np.float64, len(cells))
    except ValueError:
        return np.char.strip(np.array(cells, np.str_))


def _joined(parts: list[Column]) -> Column:
    """Join what was read of one column: texts, where some part is."""
    if len({part.dtype.kind for part in parts}) > 1:
        parts = [
            part if part.dtype.kind == "U" else np.array([f"{each:.15g}" for each in part.tolist()])
            for part in parts
        ]
    return np.concatenate(parts)


def _head(rows: list[list[str]], dialect: _Dialect) -> list[str] | None:
    """Return the first row where it holds names; NumPy writes a sign of comments before it."""
    names = [rows[0][0].lstrip("# ").strip(), *map(str.strip, rows[0][1:])]
    return names if _is_head([names, *rows[1:]], dialect) else None


def _is_head(rows: list[list[str]], dialect: _Dialect) -> bool:
    """Tell names from values: a text above numbers, texts that come once, or numbers from 0 or 1 on above fractions."""
    first, below = [dialect.number(cell) for cell in rows[0]], rows[1:]
    columns = list(zip(*([dialect.number(cell) for cell in row] for row in below), strict=False))
    columns = columns[-len(first) :] or [()] * len(first)
    numeric = [bool(column) and all(map(is_number, column)) for column in columns]
    if not any(map(is_number, first)):
        texts = [column for column, is_numeric in zip(columns, numeric, strict=False) if not is_numeric]
        return any(numeric) or not any(set(first) & set(column) for column in texts)
    if any(number and not is_number(cell) for number, cell in zip(numeric, first, strict=False)):
        return True
    heads = sorted(float(cell) for cell in first if is_number(cell))
    counted = len(first) > 1 and heads in ([*range(len(first))], [*range(1, 1 + len(first))])
    return counted and not all(cell.strip().lstrip("+-").isdigit() for column in columns for cell in column)
