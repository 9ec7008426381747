"""How much of the variance two principal components explain, and what the components of the pixels look like."""

from __future__ import annotations

from functools import partial

from analysis.bundle.projection import Plane, ProjectionFindings
from analysis.bundle.record import present
from report.chapters import pixel_table
from report.chapters.model import AnyTable, Column, Drawing, Figure, Table
from report.chapters.subject import planes_of
from report.figures import projection as figures
from report.figures import sheets
from report.figures.sheets import Tile
from report.text.formats import listed, percent, sentence
from report.text.grammar import number, plural
from report.text.naming import Naming


def explained(found: ProjectionFindings) -> Figure:
    """Plot the share of the variance of each component."""
    shown = _components(found)
    return Figure(
        claim=claim(found),
        measure="Share of the variance of the training images that each component explains; the first "
        f"{number(shown)} {plural(shown, 'component')}",
        drawings=[
            Drawing(
                name="explained",
                alt=_alt(found),
                draw=partial(figures.explained, found=found),
                height=300,
                narrow=290,
                paper=240,
            )
        ],
        numbers=[_shares(found)],
    )


def _components(found: ProjectionFindings) -> int:
    return max(len(plane.explained) for _, plane in planes_of(found))


def claim(found: ProjectionFindings) -> str:
    """Give the share of the first two components."""
    features = present(found.features)
    start = f"Two components explain {percent(found.pixels.plane_variance, 1)} of the variance of the pixels"
    also = f", and {percent(features.plane_variance, 1)} for the features" if features else ""
    return f"{start}{also}."


def settled(found: ProjectionFindings) -> str:
    """Say in which planes the second component explains clearly more variance than the third."""
    close = [name for name, plane in planes_of(found) if not plane.settled]
    if not close:
        where = "In both planes" if present(found.features) else "Here"
        return (
            f"{where}, the second component explains at least 10% more variance than the third: the two are unlikely "
            "to mix in another sample."
        )
    return (
        f"Among the {listed(close)}, the second component explains less than 10% more variance than the third: in "
        "another sample the two components may mix, and the plane may differ."
    )


def _alt(found: ProjectionFindings) -> str:
    ends = [
        f"of the {name} from {percent(plane.explained[0], 1)} to {percent(plane.explained[-1], 1)}"
        for name, plane in planes_of(found)
    ]
    return f"Line chart of the explained share of the variance by component: it falls {listed(ends)}."


def _shares(found: ProjectionFindings) -> Table[int]:
    def share(plane: Plane, place: int) -> str:
        return percent(plane.explained[place], 2) if place < len(plane.explained) else "–"

    return Table(
        range(_components(found)),
        [
            Column("Component", lambda place: str(place + 1), "number"),
            *(Column(sentence(name), partial(share, plane), "number") for name, plane in planes_of(found)),
        ],
        caption="Explained share of the variance by component",
    )


def components(found: ProjectionFindings, naming: Naming) -> Figure:
    """Show the two components of the pixels as images."""
    first, second = found.pixels.poles
    return Figure(
        claim=f"The mean score of the first component is lowest for {naming.quoted(first.low)} and highest for "
        f"{naming.quoted(first.high)}; the mean score of the second is lowest for {naming.quoted(second.low)} and highest for "
        f"{naming.quoted(second.high)}.",
        measure="The first two components of the pixels as weights; full colour from 0.6 of the largest weight",
        data=[_weights(found)],
        sheet=partial(
            sheets.tiles, shown=[Tile("component-1", ["first"]), Tile("component-2", ["second"])], columns=2
        ),
    )


def _weights(found: ProjectionFindings) -> AnyTable:
    """Tabulate the weights for those who take them away: as shares of the largest, which the bundle holds in 127 steps."""
    shares = (found.components.array() / 127).round(3)
    return pixel_table.table(
        dict(enumerate(shares, 1)), [Column("Component", lambda line: str(line.picture))]
    )
