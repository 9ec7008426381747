"""Two class means and their difference, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.text.formats import fixed

if TYPE_CHECKING:
    from analysis.bundle.class_means import MeanDifference
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
