"""Test images with their predictions, as galleries show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.text.formats import confidence, image, image_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.bundle.confusion import PredictedImage
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


def error_groups(
    errors: Iterable[PredictedImage], counts: Sequence[Sequence[int]], naming: Naming
) -> list[ErrorGroup]:
    """Group the shown errors by cell, largest first, in an order that fills rows of eight."""
    cells: dict[tuple[int, int], list[PredictedImage]] = {}
    for error in errors:
        cells.setdefault((error.label, error.predicted), []).append(error)
    groups = [
        ErrorGroup(
            cell_id(label, predicted),
            f"{naming.name(label)} → {naming.name(predicted)}",
            [shown_image(error, naming) for error in kept],
            counts[label][predicted],
        )
        for (label, predicted), kept in cells.items()
    ]
    return list(packed(groups))


def cell_id(label: int, predicted: int) -> str:
    """Name the group of a cell, for links from the matrix."""
    return f"errors-{label}-{predicted}"


def packed(waiting: Sequence[ErrorGroup]) -> Iterable[ErrorGroup]:
    """Fill each row to its edge with the next groups that fit, so that reading order is also visual order."""
    rest = list(waiting)
    while rest:
        room = COLUMNS
        for group in list(rest):
            if group.span <= room:
                rest.remove(group)
                room -= group.span
                yield group
