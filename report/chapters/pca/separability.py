"""Silhouette and 5-nearest-neighbour accuracy in the plane of two principal components."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from analysis.bundle.projection import Plane, ProjectionFindings
from report.chapters import cross_table
from report.chapters.model import AnyTable, Cell, NumberedTable
from report.chapters.phrases import mean_silhouettes
from report.chapters.subject import planes_of
from report.text.formats import between, count, estimate, fixed, percent, sentence
from report.text.grammar import number
from report.text.naming import Naming

_Measure = Callable[[Plane], str | Cell]


def groups(plane: Plane, naming: Naming) -> str:
    """Say which classes have a mean silhouette above 0.25 in a plane, and which one of 0 or less."""
    every = len(plane.class_silhouettes)
    separate = f"{_which(plane.separate, every, naming)} a mean silhouette above 0.25"
    if not plane.mixed:
        return separate
    have = "has" if len(plane.mixed) == 1 else "have"
    names = _all(every, naming) if len(plane.mixed) == every else naming.names(plane.mixed)
    return f"{separate}; {names} {have} one of 0 or less"


def _which(labels: tuple[int, ...], every: int, naming: Naming) -> str:
    if not labels:
        return f"no {naming.noun} has"
    if len(labels) == every:
        return f"{_all(every, naming)} have"
    return f"{naming.names(labels)} {'has' if len(labels) == 1 else 'have'}"


def _all(every: int, naming: Naming) -> str:
    return f"all {number(every)} {naming.nouns}"


def groups_in_words(found: ProjectionFindings, naming: Naming) -> str:
    """Say for each plane which classes have a weak structure at least, and which have none."""
    return " ".join(
        f"In the plane of the {name}, {groups(plane, naming)}." for name, plane in planes_of(found)
    )


def table(found: ProjectionFindings, naming: Naming) -> NumberedTable:
    """Tabulate silhouette and 5-nearest-neighbour accuracy of each plane, with what no structure would give."""
    planes = {sentence(name): plane for name, plane in planes_of(found)}
    among = count(found.pixels.neighbours_among)
    return NumberedTable(
        claim=mean_silhouettes(found),
        measure="In the plane of two principal components, on the test images, beside what no structure would give; "
        f"neighbours among {among} training images{', the same in both planes' if len(planes) > 1 else ''}",
        table=cross_table.table("Measure", _measures(found), planes),
        numbers=[_by_class(found, naming)],
    )


def _measures(found: ProjectionFindings) -> dict[str, _Measure]:
    """Return what is measured, and how its cell is made from a plane."""
    measures: dict[str, _Measure] = {
        "Mean silhouette": lambda plane: fixed(plane.silhouette, 3),
        "Mean silhouette with shuffled labels": lambda plane: fixed(plane.silhouette_shuffled, 3),
        "Correct by the vote of five neighbours": lambda plane: (
            f"{count(plane.neighbours.count)} of {count(plane.neighbours.total)}"
        ),
        "5-nearest-neighbour accuracy, 95% interval": lambda plane: Cell(
            percent(plane.neighbours, 1), between(plane.neighbours, 1)
        ),
        "Accuracy of always predicting the most frequent class": lambda plane: percent(plane.majority, 1),
    }
    if found.neighbours_advantage:
        advantage = found.neighbours_advantage
        paired = Cell(estimate(advantage, 100), between(advantage, scale=100))
        measures["Accuracy, features minus pixels, in points, paired"] = lambda plane: (
            "–" if plane is found.pixels else paired
        )
    return measures


def _by_class(found: ProjectionFindings, naming: Naming) -> AnyTable:
    def silhouette(label: int, plane: Plane) -> str:
        return fixed(plane.class_silhouettes[label], 3)

    return cross_table.table(
        sentence(naming.noun),
        {name: partial(silhouette, label) for label, name in enumerate(naming.classes.names)},
        {f"Silhouette, {name}": plane for name, plane in planes_of(found)},
        caption=f"Mean silhouette of each {naming.noun}",
    )
