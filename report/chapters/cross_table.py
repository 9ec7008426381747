"""Tables whose cells follow from both their row and their column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from report.chapters.model import Cell, Column, Table
from report.text.naming import Naming

T = TypeVar("T")


def table(
    head: str,
    rows: Mapping[str, Callable[[T], str | Cell]],
    columns: Mapping[str, T],
    *,
    caption: str = "",
    style: str = "",
) -> Table[str]:
    """Tabulate things side by side; each row says, below `head`, how its cells are made from the thing of a column."""

    def cell(one: T, row: str) -> str | Cell:
        return rows[row](one)

    things = [Column(name, partial(cell, one), "number") for name, one in columns.items()]
    return Table(rows, [Column(head, str), *things], caption=caption, style=style)


def of_classes(
    head: str, naming: Naming, cell: Callable[[int, int], str], *, caption: str = "", style: str = ""
) -> Table[str]:
    """Tabulate what is known of each two classes, by their labels: that of the row first."""
    labels = {name: label for label, name in enumerate(naming.classes.names)}
    rows = {name: partial(cell, label) for name, label in labels.items()}
    return table(head, rows, labels, caption=caption, style=style)
