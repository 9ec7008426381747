"""Two class means and their difference, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from analysis.bundle.class_means import MeanDifference
from report.chapters.model import Column, Table
from report.figures import sheets
from report.figures.sheets import Tile
from report.text.formats import fixed
from report.text.naming import Naming


@dataclass(frozen=True)
class FaceOff:
    """Names of the three pictures, and what stands below them."""

    first: str
    second: str
    first_name: str
    second_name: str
    difference: str
    distance: str


def face_off(found: MeanDifference, naming: Naming) -> FaceOff:
    """Name the pictures of one pair."""
    first, second = found.classes
    return FaceOff(
        first=f"mean-{first}",
        second=f"mean-{second}",
        first_name=naming.name(first),
        second_name=naming.name(second),
        difference=f"difference-{first}-{second}",
        distance=fixed(found.distance.distance, 1),
    )


def downloads(found: Sequence[MeanDifference], naming: Naming) -> dict[str, Any]:
    """Return what of these pairs can be taken away, by the names of the fields of a figure: a row for each pair."""
    faces = [face_off(each, naming) for each in found]
    shown = [
        tile
        for each in faces
        for tile in (
            Tile(each.first, [f"mean {each.first_name}"]),
            Tile(each.difference, [f"{each.distance} apart"]),
            Tile(each.second, [f"mean {each.second_name}"]),
        )
    ]
    table = Table(
        faces,
        [
            Column("First mean", lambda face: face.first_name),
            Column("Second mean", lambda face: face.second_name),
            Column("Distance", lambda face: face.distance, "number"),
        ],
    )
    return {"data": [table], "sheet": partial(sheets.tiles, shown=shown, columns=3)}
