"""What the chapter on PCA says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from report.formats import fixed, listed, percent
from report.wording.grammar import extremes

if TYPE_CHECKING:
    from analysis.bundle.projection import Plane, ProjectionFindings


def title(found: ProjectionFindings) -> str:
    """Say in which plane neighbours name more digits, if the intervals are apart."""
    pixels, features = found.pixels.neighbours, found.features.neighbours
    if features.low > pixels.high:
        return "The network pulls the digits apart"
    if features.high < pixels.low:
        return "The network does not pull the digits apart"
    return "Pixels and features separate the digits equally well"


def planes(found: ProjectionFindings) -> str:
    """Caption of the two maps: how many digits a vote of neighbours names in each."""
    pixels, features = found.pixels.neighbours, found.features.neighbours
    return f"Five neighbours name {percent(pixels, 0)} of the digits among the pixels and {percent(features, 0)} among the features."


def silhouettes(found: ProjectionFindings) -> str:
    """Caption of the table: how the silhouettes compare."""
    pixels, features = (fixed(plane.silhouette) for plane in (found.pixels, found.features))
    return f"The silhouette is {pixels} in the plane of the pixels and {features} in that of the features."


def together(plane: Plane) -> list[int]:
    """Return the digits that form a visible group: a mean silhouette above one quarter."""
    return [digit for digit, value in enumerate(plane.digit_silhouettes) if value > 0.25]


def overlapping(plane: Plane) -> list[int]:
    """Return the digits that lie, on average, no closer to their own than to another digit."""
    return [digit for digit, value in enumerate(plane.digit_silhouettes) if value <= 0]


def groups(plane: Plane) -> str:
    """Say which digits stand apart in a plane and which are mixed with others."""
    apart, mixed = together(plane), overlapping(plane)
    if len(apart) == 10:
        return "all ten digits form groups"
    if len(mixed) == 10:
        return "no digit forms a group"
    stand = (
        f"{listed(apart)} {'forms a group' if len(apart) == 1 else 'form groups'}"
        if apart
        else "no digit forms a clear group"
    )
    return (
        f"{stand}; {listed(mixed)} {'is' if len(mixed) == 1 else 'are'} mixed with others" if mixed else stand
    )


def variance(found: ProjectionFindings) -> str:
    """Caption of the explained variance: what two components keep."""
    pixels, features = (percent(kept(plane), 1) for plane in (found.pixels, found.features))
    return (
        f"Two components keep {pixels} of the variance of the pixels and {features} of that of the features."
    )


def kept(plane: Plane) -> float:
    """Share of the variance in the first two components."""
    return sum(plane.explained[:2])


def free_axes(plane: Plane) -> bool:
    """Say whether the third component is nearly as large as the second, so that another sample may turn the plane."""
    return plane.explained[1] < 1.1 * plane.explained[2]


def poles(plane: Plane, labels: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return, for each of the two components, the digits with the lowest and the highest mean."""
    points, digits = plane.points.array(), np.array([int(label) for label in labels])
    means = np.array([points[digits == digit].mean(axis=0) for digit in range(10)])
    return extremes(means[:, 0].tolist()), extremes(means[:, 1].tolist())


def components(plane: Plane, labels: str) -> str:
    """Caption of the component pictures: between which digits each component runs."""
    (first, second) = poles(plane, labels)
    return f"The first component runs from the {first[0]} to the {first[1]}, the second from the {second[0]} to the {second[1]}."
