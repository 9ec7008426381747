"""Tables that are wider than a page are cut into parts that lose nothing."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from report.chapters.model import AnyTable, Column, Table
from report.output.arrangement import MOST_PIXELS, ROOM, _width, folded

NAMES = st.lists(st.text("abc ", min_size=1, max_size=30), min_size=2, max_size=40)


def table(names: list[str], kind: Any = "number", style: str = "") -> Table[list[str]]:  # noqa: ANN401  # a kind of column
    """Return a table with a row and a footer, whose columns have these names."""
    cells = [str(number) for number in range(len(names))]
    columns: list[Column[list[str]]] = [
        Column(name, itemgetter(k), kind, footer=cells[-1 - k]) for k, name in enumerate(names)
    ]
    return Table([cells], columns, style=style, remark="All.")


def lines(one: AnyTable) -> list[list[object]]:
    """Return the cells of head, row and footer."""
    assert one.footer
    return [list(one.columns), list(one.rows[0].cells), list(one.footer.cells)]


@given(NAMES, st.sampled_from(["", "pixels"]))
def test_the_parts_together_are_the_table(names: list[str], style: str) -> None:
    """Each part begins with the heads of the rows; the others follow in order, in every row; the remark stands last."""
    whole = table(names, style=style)
    parts = folded(whole)

    for line, several in zip(lines(whole), zip(*map(lines, parts), strict=True), strict=True):
        assert [cell for part in several for cell in part[1:]] == line[1:]
        assert all(part[0] == line[0] for part in several)
    assert [part.remark for part in parts] == [""] * (len(parts) - 1) + ["All."]


@given(NAMES)
def test_what_fits_is_not_cut(names: list[str]) -> None:
    """There are no more parts than the room asks for; pixels are counted."""
    whole = table(names)
    wide = sum(_width(whole, column) for column in whole.columns)

    assert (len(folded(whole)) == 1) is (wide <= ROOM)
    assert len(folded(table(names, style="pixels"))) == -(-(len(names) - 1) // MOST_PIXELS)


@given(NAMES)
def test_words_are_not_cut(names: list[str]) -> None:
    """Only tables of numbers are: what has words is as wide as it is given room."""
    whole = table(names, kind="text")
    assert folded(whole) == [whole]
