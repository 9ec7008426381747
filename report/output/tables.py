"""The tables of a report as CSV: the numbers behind each figure, as the page writes them, for other programs to read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from report.chapters.model import Cell, Chapter, Column, Figure, Listing, NumberedTable, Row, Table

GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")


def csv_files(chapters: Sequence[Chapter]) -> dict[str, bytes]:
    """Return the CSV of each figure and table that has one, by file name: `ID.csv`."""
    found = {
        id_: tables_of(one)
        for chapter in chapters
        for exhibits in (chapter.figures, chapter.tables)
        for id_, one in exhibits.items()
        if one
    }
    return {f"{id_}.csv": as_csv(tables).encode() for id_, tables in found.items() if tables}


def tables_of(one: Figure | NumberedTable) -> Sequence[Table | Listing]:
    """Return the tables that a figure or table gives away; none where its numbers stand in another one."""
    return (one.data or one.numbers) if isinstance(one, Figure) else (one.table, *one.numbers)


def as_csv(tables: Sequence[Table | Listing]) -> str:
    """Write tables one below the other, an empty line between two; a minus is `-`, and thousands have no comma."""
    return "\n".join(_one(table) for table in tables)


def _one(table: Table | Listing) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    if isinstance(table, Listing):
        lines.writerow(table.heads)
        lines.writerows(table.lines())
        return text.getvalue()
    kept = [place for place, column in enumerate(table.columns) if column.kind != "images"]
    heads = list(_heads(table))
    lines.writerow([heads[place] for place in kept])
    for row in (*table.rows, *([table.footer] if table.footer else [])):
        cells = list(_cells(row, table.columns))
        lines.writerow([cells[place] for place in kept])
    return text.getvalue()


def _heads(table: Table) -> Iterator[str]:
    """Name each column; one below a group has the name of the group first."""
    groups = [group.name for group in table.groups for _ in range(group.columns)]
    for place, column in enumerate(table.columns):
        group = groups[place] if place < len(groups) else ""
        yield f"{group}: {column.name}" if group else column.name


def _cells(row: Row, columns: Sequence[Column]) -> Iterator[str]:
    for one, column in zip(row.cells, columns, strict=True):
        text = one if isinstance(one, str) else _text(one)
        yield plain(text) if column.kind == "number" else text


def _text(cell: Cell) -> str:
    return f"{cell.bar[0]:g}" if cell.bar else cell.text


def plain(number: str) -> str:
    """Write a number as other programs read it."""
    return GROUPED.sub("", number).replace("−", "-").replace("\N{NO-BREAK SPACE}", " ")
