"""What a chapter is: everything that its page prints, computed; templates only print it.

A figure or table that a bundle has nothing for is None in its chapter: it is neither drawn, numbered nor printed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from report.figures.canvas import Place
    from report.images.sheets import Sheet

T = TypeVar("T")


class Spot(NamedTuple):
    """A part of a drawing that leads to the test images which it counts."""

    left: float
    top: float
    width: float
    height: float
    query: Mapping[str, str]
    """What the page of all images is asked for: parts of its address."""
    words: str
    """What is heard."""


@dataclass(frozen=True)
class Drawing:
    """One drawn picture: how to draw it, and at which heights in CSS pixels; its widths follow from the place."""

    name: str
    """File name without ending, unique in the report."""
    alt: str
    """Kind of chart, the finding, two or three numbers."""
    draw: partial[None]
    """Of a function of `report.figures`, which draws on a canvas: by its name and its numbers drawings are recalled."""
    height: int
    narrow: int
    """Height on a phone."""
    paper: int
    place: Place = "text"
    title: str = ""
    """Stands above the picture where a figure has several."""
    title_note: str = ""
    spots: Callable[[int, int], Sequence[Spot]] | None = None
    """Where the drawing of this width and height leads to test images."""


@dataclass(frozen=True)
class Image:
    """A thumbnail in a cell: its name in the folder of images, and its description."""

    name: str
    alt: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell that is more than its text."""

    text: str = ""
    note: str = ""
    """Small print below the text."""
    bar: tuple[float, float] | None = None
    """(amount, longest amount), drawn as a bar."""
    images: tuple[Image, ...] = ()
    size: int = 28
    """Pixels of an image."""
    strong: bool = False
    code: bool = False


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: its head, and how its cell is made from what a row is about.  The first of a table heads its rows."""

    name: str
    cell: Callable[[T], str | Cell]
    kind: Literal["text", "number", "bar", "images"] = "text"
    hidden: bool = False
    """The name is only heard."""
    wide_only: bool = False
    """Left out on a phone."""
    footer: str | Cell = ""
    """What stands in the last row, which is about all of them."""


@dataclass(frozen=True)
class Group:
    """A head over several columns; an empty name leaves a gap."""

    name: str
    columns: int


class Row(NamedTuple):
    """What the columns of a table say about one thing."""

    cells: Sequence[str | Cell]
    strong: bool


@dataclass(frozen=True)
class AnyTable:
    """A table as one macro prints it, whatever it is about: a row for each thing, made when it is first printed."""

    things: Collection[Any]
    columns: Sequence[Column[Any]]
    strong: Callable[[Any], bool] = lambda _: False
    """Which rows are bold."""
    caption: str = ""
    """Heard, not seen: what the table holds, where no claim says it."""
    groups: Sequence[Group] = ()
    style: str = ""
    """A class of the style sheet, for a layout of its own."""
    remark: str = ""
    """A sentence below the table."""

    @cached_property
    def rows(self) -> Sequence[Row]:
        """Return a row for each thing."""
        return [Row([column.cell(one) for column in self.columns], self.strong(one)) for one in self.things]

    @property
    def footer(self) -> Row | None:
        """Return the last row; None where no column has a footer."""
        cells = [column.footer for column in self.columns]
        return Row(cells, strong=False) if any(cells) else None


@dataclass(frozen=True)
class Table(AnyTable, Generic[T]):
    """A table whose columns know what it is about: type checkers compare each cell with it."""

    things: Collection[T]
    columns: Sequence[Column[T]]
    strong: Callable[[T], bool] = lambda _: False


@dataclass(frozen=True)
class Pick:
    """Classes of which a reader may pick one: what one is called, and all in the order of their labels.

    The drawings of the figure hold a group for each.
    """

    noun: str
    names: Sequence[str]


@dataclass(frozen=True)
class Figure:
    """A numbered figure: drawn pictures, or markup that its template gives."""

    claim: str
    """A sentence that could be false."""
    measure: str
    """What is shown: unit, scale, interval; no full stop."""
    drawings: Sequence[Drawing] = ()
    numbers: Sequence[AnyTable] = ()
    """The values behind the picture."""
    wide: bool = False
    data: Sequence[AnyTable] = ()
    """What can be taken away as CSV, where that is more than `numbers`: a row for each of a million images, perhaps."""
    sheet: partial[Sheet] | None = None
    """How to draw, from the small pictures by name, what the template gives as markup: to be taken away."""
    pick: Pick | None = None


@dataclass(frozen=True)
class NumberedTable:
    """A table with a number, a claim and a measure."""

    claim: str
    measure: str
    table: AnyTable
    numbers: Sequence[AnyTable] = ()
    wide: bool = False


@dataclass(frozen=True)
class Section:
    """A section that the sidebar names."""

    id: str
    name: str


class Thing(NamedTuple):
    """What a reader may look for by its name."""

    name: str
    words: str
    """What else it is called, or what is said of it."""
    place: str
    """The id of its place in the chapter."""


@dataclass(frozen=True)
class Chapter:
    """One page of the site, one chapter of the paper."""

    slug: str
    name: str
    summary: str
    """Half a sentence for the table of contents."""
    title: str
    """The main finding."""
    lead: str
    """The first paragraph."""
    sections: Sequence[Section] = ()
    say: Mapping[str, Any] = field(default_factory=dict)
    """Computed sentences and small records, by the name under which the template prints them."""
    figures: Mapping[str, Figure | None] = field(default_factory=dict)
    """In reading order."""
    tables: Mapping[str, NumberedTable | None] = field(default_factory=dict)
    """In reading order."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Short names of what this chapter shows, such as 4/9, and the ids of their places: every page links them."""
    things: Sequence[Thing] = ()
    """What a search finds here, besides headings, figures and tables."""
    number: int = 0
    """Place among the chapters of this report."""

    @property
    def file(self) -> str:
        """Name of the chapter's file in the site."""
        return file_of(self.slug)


def file_of(slug: str) -> str:
    """Return the name of a chapter's file in the site."""
    return "index.html" if slug == "overview" else f"{slug}.html"


@dataclass(frozen=True)
class Caption:
    """How a figure or table is called, and where it is."""

    kind: Literal["Figure", "Table"]
    number: int
    chapter: Chapter
    id: str

    @property
    def anchor(self) -> str:
        """Return the id of its element."""
        return f"{'fig' if self.kind == 'Figure' else 'tab'}-{self.id}"

    def __str__(self) -> str:
        """Say it as a sentence does: `Figure 5`."""
        return f"{self.kind} {self.number}"


def captions(chapters: Sequence[Chapter]) -> dict[str, Caption]:
    """Return the captions of all figures and tables by id, each kind numbered from 1 in reading order."""
    figures = [(chapter, id_) for chapter in chapters for id_, one in chapter.figures.items() if one]
    tables = [(chapter, id_) for chapter in chapters for id_, one in chapter.tables.items() if one]
    numbered = {id_: Caption("Figure", n, chapter, id_) for n, (chapter, id_) in enumerate(figures, 1)}
    return numbered | {id_: Caption("Table", n, chapter, id_) for n, (chapter, id_) in enumerate(tables, 1)}


def drawings(chapters: Sequence[Chapter]) -> list[Drawing]:
    """Return every drawn picture of these chapters, in reading order."""
    return [
        drawing
        for chapter in chapters
        for figure in chapter.figures.values()
        if figure
        for drawing in figure.drawings
    ]
