"""The tables of a report as CSV: the numbers behind each figure, as the page writes them, for other programs to read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from report.chapters.model import AnyTable, Cell, Chapter, Column, Figure, NumberedTable
from report.text.escaped import csv_cell

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


def tables_of(one: Figure | NumberedTable) -> Sequence[AnyTable]:
    """Return the tables that a figure or table gives away; none where its numbers stand in another one."""
    return (one.data or one.numbers) if isinstance(one, Figure) else (one.table, *one.numbers)


def as_csv(tables: Sequence[AnyTable]) -> str:
    """Write tables one below the other, an empty line between two; a minus is `-`, and thousands have no comma."""
    return "\n".join(_one(table) for table in tables)


def _one(table: AnyTable) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(
        csv_cell(head) for head, column in zip(_heads(table), table.columns, strict=True) if _has_text(column)
    )
    kept = [column for column in table.columns if _has_text(column)]
    # Made as they are written: there may be a million.
    lines.writerows([_text(column.cell(one), column) for column in kept] for one in table.things)
    if table.footer:
        lines.writerow(_text(column.footer, column) for column in kept)
    return text.getvalue()


def _heads(table: AnyTable) -> Iterator[str]:
    """Name each column; one below a group has the name of the group first."""
    groups = [group.name for group in table.groups for _ in range(group.columns)]
    for place, column in enumerate(table.columns):
        group = groups[place] if place < len(groups) else ""
        yield f"{group}: {column.name}" if group else column.name


def _has_text(column: Column[Any]) -> bool:
    return column.kind != "images"


def _text(cell: str | Cell, column: Column[Any]) -> str:
    text = cell if isinstance(cell, str) else f"{cell.bar[0]:g}" if cell.bar else cell.text
    return plain(text) if column.kind == "number" else csv_cell(text)


def plain(number: str) -> str:
    """Write a number as other programs read it."""
    return GROUPED.sub("", number).replace("−", "-").replace("\N{NO-BREAK SPACE}", " ")
