"""Silhouette and 5-nearest-neighbour accuracy in the plane of two principal components."""

from __future__ import annotations

from collections.abc import Callable

from analysis.bundle.projection import Plane, ProjectionFindings
from report.chapters.model import Cell, Column, NumberedTable, Row, Table
from report.chapters.phrases import mean_silhouettes
from report.chapters.subject import planes_of
from report.text.formats import between, count, estimate, fixed, percent, sentence
from report.text.grammar import number
from report.text.naming import Naming


def groups(plane: Plane, naming: Naming) -> str:
    """Say which classes are separate in a plane, and which have a mean silhouette of 0 or less."""
    every = len(plane.class_silhouettes)
    separate = f"{_which(plane.separate, every, naming)} separate"
    if not plane.mixed:
        return separate
    have = "has" if len(plane.mixed) == 1 else "have"
    names = _all(every, naming) if len(plane.mixed) == every else naming.names(plane.mixed)
    return f"{separate}; {names} {have} a mean silhouette of 0 or less"


def _which(labels: tuple[int, ...], every: int, naming: Naming) -> str:
    if not labels:
        return f"no {naming.noun} is"
    if len(labels) == every:
        return f"{_all(every, naming)} are"
    return f"{naming.names(labels)} {'is' if len(labels) == 1 else 'are'}"


def _all(every: int, naming: Naming) -> str:
    return f"all {number(every)} {naming.nouns}"


def groups_in_words(found: ProjectionFindings, naming: Naming) -> str:
    """Say for each plane which classes are separate, and which are not."""
    return " ".join(
        f"In the plane of the {name}, {groups(plane, naming)}." for name, plane in planes_of(found)
    )


def table(found: ProjectionFindings, naming: Naming) -> NumberedTable:
    """Tabulate silhouette and 5-nearest-neighbour accuracy of each plane, with what no structure would give."""
    planes = [plane for _, plane in planes_of(found)]
    among = count(found.pixels.neighbours_among)
    return NumberedTable(
        claim=mean_silhouettes(found),
        measure="In the plane of two principal components, on the test images, beside what no structure would give; "
        f"neighbours among {among} training images{', the same in both planes' if len(planes) > 1 else ''}",
        table=Table(
            columns=[
                Column("Measure"),
                *(Column(sentence(name), "number") for name, _ in planes_of(found)),
            ],
            rows=[*_rows(planes), *_advantage(found)],
        ),
        numbers=[_by_class(found, naming)],
    )


def _rows(planes: list[Plane]) -> list[Row]:
    measures: list[tuple[str, Callable[[Plane], str | Cell]]] = [
        ("Mean silhouette", lambda plane: fixed(plane.silhouette, 3)),
        ("Mean silhouette with shuffled labels", lambda plane: fixed(plane.silhouette_shuffled, 3)),
        (
            "Correct by the vote of five neighbours",
            lambda plane: f"{count(plane.neighbours.count)} of {count(plane.neighbours.total)}",
        ),
        (
            "5-nearest-neighbour accuracy, 95% interval",
            lambda plane: Cell(percent(plane.neighbours, 1), between(plane.neighbours, 1)),
        ),
        (
            "Accuracy of always predicting the most frequent class",
            lambda plane: percent(plane.majority, 1),
        ),
    ]
    return [Row([name, *map(measure, planes)]) for name, measure in measures]


def _advantage(found: ProjectionFindings) -> list[Row]:
    advantage = found.neighbours_advantage
    if advantage is None:
        return []
    cell = Cell(estimate(advantage, 100), between(advantage, scale=100))
    return [Row(["Accuracy, features minus pixels, in points, paired", "–", cell])]


def _by_class(found: ProjectionFindings, naming: Naming) -> Table:
    planes = planes_of(found)
    by_plane = zip(*(plane.class_silhouettes for _, plane in planes), strict=True)
    return Table(
        columns=[
            Column(sentence(naming.noun)),
            *(Column(f"Silhouette, {name}", "number") for name, _ in planes),
        ],
        rows=[
            Row([naming.name(label), *(fixed(value, 3) for value in values)])
            for label, values in enumerate(by_plane)
        ],
        caption=f"Mean silhouette of each {naming.noun}",
    )
