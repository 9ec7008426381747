"""Test images with their predictions, as galleries show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from analysis.bundle import Bundle
from analysis.bundle.confusion import Pair, PredictedImage
from analysis.bundle.record import present
from report.chapters.model import Column, Table, Thing
from report.figures import sheets
from report.figures.sheets import Tile
from report.images.sheets import Sheet
from report.text.formats import confidence, image, image_file
from report.text.grammar import things
from report.text.naming import Naming

COLUMNS = 8


@dataclass(frozen=True)
class ShownImage:
    """One test image and what stands below it."""

    file: str
    alt: str
    label: str
    predicted: str
    second: str
    percent: str
    """Confidence; empty without probabilities."""
    number: str
    """Its index in the test set."""
    disputed: bool
    confidence: float | None
    label_probability: float | None

    @property
    def is_error(self) -> bool:
        """Whether it was misclassified."""
        return self.label != self.predicted


def as_sheet(images: Sequence[ShownImage]) -> partial[Sheet]:
    """Return how to draw images with their labels, in rows of eight."""
    shown = [
        Tile(one.file, (_what(one), *filter(None, (one.percent, one.number))), one.is_error) for one in images
    ]
    return partial(sheets.tiles, shown=shown, columns=COLUMNS)


def _what(one: ShownImage) -> str:
    return f"{one.label} → {one.predicted}" if one.is_error else one.label


def as_table(images: Sequence[ShownImage]) -> Table[ShownImage]:
    """Tabulate images with their labels, for those who take them away."""
    columns = [
        Column[ShownImage]("Index", lambda one: one.number.removeprefix("no.").strip(), "number"),
        Column[ShownImage]("True", lambda one: one.label),
        Column[ShownImage]("Predicted", lambda one: one.predicted),
    ]
    if any(one.percent for one in images):
        columns.append(Column("Confidence", lambda one: one.percent, "number"))
    return Table(images, columns)


@dataclass(frozen=True)
class ErrorGroup:
    """The errors of one cell of the matrix, the most confident first."""

    id: str
    name: str
    """True label → predicted label."""
    images: Sequence[ShownImage]
    total: int
    """How many there are, shown or not."""

    @property
    def span(self) -> int:
        """Columns that the group fills."""
        return min(len(self.images), COLUMNS)

    @property
    def shown(self) -> int:
        """How many are shown."""
        return len(self.images)


def shown_image(found: PredictedImage, naming: Naming) -> ShownImage:
    """Put one test image and its prediction into words."""
    return ShownImage(
        file=image_file(found.index),
        alt=naming.image(found.index, found.label),
        label=naming.name(found.label),
        predicted=naming.name(found.predicted),
        second="" if found.second is None else naming.name(found.second),
        percent="" if found.confidence is None else confidence(found.confidence),
        number=image(found.index),
        disputed=found.disputed,
        confidence=found.confidence,
        label_probability=found.label_probability,
    )


@dataclass(frozen=True)
class Couple:
    """The errors of a pair of classes: one direction, or both, one after the other."""

    id: str
    name: str
    """4/9, as sentences name the pair."""
    groups: Sequence[ErrorGroup]

    @property
    def span(self) -> int:
        """Columns that both groups fill."""
        return min(sum(group.span for group in self.groups), COLUMNS)


def error_couples(
    errors: Iterable[PredictedImage], counts: Sequence[Sequence[int]], naming: Naming
) -> list[Couple]:
    """Group the shown errors by cell, beside each its reverse, largest first, in an order that fills rows of eight."""
    pairs: dict[tuple[int, int], dict[tuple[int, int], list[PredictedImage]]] = {}
    for error in errors:
        cell = (error.label, error.predicted)
        pairs.setdefault((min(cell), max(cell)), {}).setdefault(cell, []).append(error)
    return list(packed([_couple(pair, cells, counts, naming) for pair, cells in pairs.items()]))


def _couple(
    pair: tuple[int, int],
    cells: dict[tuple[int, int], list[PredictedImage]],
    counts: Sequence[Sequence[int]],
    naming: Naming,
) -> Couple:
    groups = [
        ErrorGroup(
            cell_id(label, predicted),
            f"{naming.name(label)} → {naming.name(predicted)}",
            [shown_image(error, naming) for error in kept],
            counts[label][predicted],
        )
        for (label, predicted), kept in cells.items()
    ]
    return Couple(pair_id(pair), naming.slashed(pair), groups)


def errors_with_a_place(bundle: Bundle) -> list[PredictedImage]:
    """Return the errors of which the chapter on errors shows the image or a card: largest cell first, then others.

    A card says something where more is known than label and prediction.
    """
    found = bundle.findings
    cards = found.error_cards.cards
    known = any(card.probabilities or card.runs or card.votes or card.neighbours for card in cards)
    explained = {card.image.index: card.image for card in cards} if known else {}
    if present(found.gallery):
        listed = {error.index for error in found.confusion.errors}
        return [*found.confusion.errors, *(one for index, one in explained.items() if index not in listed)]
    # In the order of the list, too, where there is no image.
    order = {error.index: place for place, error in enumerate(found.confusion.errors)}
    return sorted(explained.values(), key=lambda one: order.get(one.index, len(order)))


def error_id(file: str) -> str:
    """Name an error by its image, for links to it."""
    return f"error-{file}"


def image_id(file: str) -> str:
    """Name an image that was predicted correctly, for links to it."""
    return f"image-{file}"


def cell_id(label: int, predicted: int) -> str:
    """Name the group of a cell, for links from the matrix."""
    return f"errors-{label}-{predicted}"


def pair_id(pair: tuple[int, int]) -> str:
    """Name the errors of a pair of classes, the smaller label first, for links from wherever it is named."""
    return f"pair-{pair[0]}-{pair[1]}"


def packed(waiting: Sequence[Couple]) -> Iterable[Couple]:
    """Fill each row to its edge with the next couples that fit, so that reading order is also visual order."""
    rest = list(waiting)
    while rest:
        room = COLUMNS
        for couple in list(rest):
            if couple.span <= room:
                rest.remove(couple)
                room -= couple.span
                yield couple


def pair_thing(pair: Pair, naming: Naming, place: str) -> Thing:
    """Let a pair be found, either way round, and lead to a place of its chapter."""
    first, second = pair.classes
    said = f"{naming.slashed((second, first))}, {things(pair.errors, 'error')}"
    return Thing(naming.slashed(pair.classes), said, place)
