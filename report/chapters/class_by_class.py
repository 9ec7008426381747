"""A table with a row and a column for each class."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from report.chapters.model import Column, Table
from report.text.naming import Naming


def table(
    head: str, naming: Naming, cell: Callable[[int, int], str], *, caption: str = "", style: str = ""
) -> Table[int]:
    """Tabulate what is known of each two classes: `cell(label of the column, label of the row)`."""
    labels = range(len(naming.classes.names))
    columns = [Column(naming.name(label), partial(cell, label), "number") for label in labels]
    return Table(labels, [Column(head, naming.name), *columns], caption=caption, style=style)
