"""What the chapter on PCA says."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from report.text.formats import count, fixed, listed, percent, sentence
from report.text.grammar import extremes, number

if TYPE_CHECKING:
    from analysis.bundle.projection import Plane, ProjectionFindings

# A mean silhouette above this is a weak group at least (Kaufman & Rousseeuw 1990, chapter 2).
GROUP = 0.25
# Where the second component keeps less than this times as much as the third, another sample may swap them.
FREE = 1.1


def title(found: ProjectionFindings) -> str:
    """Say in which plane neighbours name more digits, if the intervals are apart."""
    pixels, features = found.pixels.neighbours, found.features.neighbours
    if features.low > pixels.high:
        return "The network pulls the digits apart"
    if features.high < pixels.low:
        return "Two components of the pixels tell more"
    return "Both maps separate the digits equally well"


def lead(found: ProjectionFindings) -> str:
    """Open the chapter: how many digits two numbers name, among the pixels and among the features."""
    pixels, features = found.pixels.neighbours, found.features.neighbours
    many = (
        "more" if features.low > pixels.high else "fewer" if features.high < pixels.low else "about as many"
    )
    return (
        "Reduce every image to two numbers, and let its five nearest neighbours name it. Among the pixels that is "
        f"right for {count(pixels.count)} of {count(pixels.total)} test images ({percent(pixels, 1)}), among the "
        f"features of the network for {many}: {count(features.count)} ({percent(features, 1)})."
    )


def together(plane: Plane) -> list[int]:
    """Return the digits that form a group: a mean silhouette above one quarter."""
    return [digit for digit, value in enumerate(plane.digit_silhouettes) if value > GROUP]


def mixed(plane: Plane) -> list[int]:
    """Return the digits that are, on average, no nearer to their own than to another digit."""
    return [digit for digit, value in enumerate(plane.digit_silhouettes) if value <= 0]


def planes(found: ProjectionFindings) -> str:
    """Caption of the two maps: how many digits stand apart in each."""
    pixels, features = len(together(found.pixels)), len(together(found.features))
    stand = "digit stands" if pixels < 2 else "digits stand"
    among = number(features) if features else "none"
    return f"By the silhouette, {number(pixels)} {stand} apart among the pixels, {among} among the features."


def groups(plane: Plane) -> str:
    """Say which digits stand apart in a plane, and which are mixed with others."""
    apart, within = together(plane), mixed(plane)
    if len(apart) == 10:
        return "all ten digits stand apart"
    stand = (
        f"{'the ' if len(apart) == 1 else ''}{listed(apart)} {'stands' if len(apart) == 1 else 'stand'} apart"
        if apart
        else "no digit stands apart"
    )
    if not within:
        return stand
    lie = (
        "no digit is nearer"
        if len(within) == 10
        else f"{'the ' if len(within) == 1 else ''}{listed(within)} {'is' if len(within) == 1 else 'are'} no nearer"
    )
    return f"{stand}, and {lie} to {'its' if len(within) in {1, 10} else 'their'} own than to another"


def groups_in_words(found: ProjectionFindings) -> str:
    """Say for both planes which digits stand apart (a silhouette above 0.25) and which are mixed (0 or below)."""
    return f"Among the pixels, {groups(found.pixels)}. Among the features, {groups(found.features)}."


def map_alt(name: str, plane: Plane) -> str:
    """Describe one map to those who do not see it."""
    return (
        f"Scatter plot of the test images in two components of the {name}. {sentence(groups(plane))}. "
        f"Silhouette {fixed(plane.silhouette)}; five neighbours name {percent(plane.neighbours, 0)} of the images."
    )


def silhouettes(found: ProjectionFindings) -> str:
    """Caption of the table: how the silhouettes compare."""
    pixels, features = (fixed(plane.silhouette) for plane in (found.pixels, found.features))
    return f"The silhouette is {pixels} in the map of the pixels and {features} in that of the features."


def kept(plane: Plane) -> float:
    """Share of the variance in the first two components."""
    return sum(plane.explained[:2])


def variance(found: ProjectionFindings) -> str:
    """Caption of the explained variance: what two components keep."""
    pixels, features = (percent(kept(plane), 1) for plane in (found.pixels, found.features))
    return (
        f"Two components keep {pixels} of the variance of the pixels, and {features} of that of the features."
    )


def freedom(found: ProjectionFindings) -> str:
    """Say whether the second component is ahead of the third, so that the plane is not a matter of chance."""
    planes_ = {"pixels": found.pixels, "features": found.features}
    free = [name for name, plane in planes_.items() if plane.explained[1] < FREE * plane.explained[2]]
    if not free:
        return (
            "Both planes are settled: the second component keeps clearly more than the third, and another sample would "
            "lead to nearly the same map."
        )
    return (
        f"Among the {listed(free)} the second component keeps hardly more than the third. With another sample the two "
        "could change places, and the map would be another."
    )


def explained_alt(found: ProjectionFindings) -> str:
    """Describe the explained variance to those who do not see it."""
    ends = [
        f"the {name} from {percent(plane.explained[0], 1)} to {percent(plane.explained[-1], 1)}"
        for name, plane in (("pixels", found.pixels), ("features", found.features))
    ]
    return f"Share of the variance by component, falling: {listed(ends)} over the first {len(found.pixels.explained)}."


def side_by_side(found: ProjectionFindings) -> list[tuple[str, str]]:
    """Write the explained shares of both planes, component by component."""
    pixels, features = (
        [percent(share, 2) for share in plane.explained] for plane in (found.pixels, found.features)
    )
    return list(zip_longest(pixels, features, fillvalue="–"))


def poles(plane: Plane, labels: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return, for each of the two components, the digits with the lowest and with the highest mean."""
    points, digits = plane.points.array(), np.array([int(label) for label in labels])
    means = np.array([points[digits == digit].mean(axis=0) for digit in range(10)])
    return extremes(means[:, 0].tolist()), extremes(means[:, 1].tolist())


def components(plane: Plane, labels: str) -> str:
    """Caption of the component pictures: between which digits each component runs."""
    first, second = poles(plane, labels)
    return (
        f"The first component runs from the {first[0]} to the {first[1]}, the second from the {second[0]} to the "
        f"{second[1]}."
    )
