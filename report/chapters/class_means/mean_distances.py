"""How far apart the class means are."""

from __future__ import annotations

from typing import Any

from analysis.bundle.class_means import ClassMeanFindings, MeanDistance
from report.chapters import cross_table
from report.chapters.class_count import CLASSES, FOLDED, folded
from report.chapters.model import AnyTable, Cell, Column, NumberedTable, Table
from report.text.formats import count, fixed, listed, sentence
from report.text.grammar import number, opening
from report.text.naming import Naming

CLOSEST = 10
"""Pairs that the table lists in any case."""


def sentences(found: ClassMeanFindings, naming: Naming) -> dict[str, Any]:
    """Return what the template prints about the distances, by name."""
    return {
        "largest_possible": fixed(found.largest_possible, 1),
        "limits": limits(found, naming),
        "many_pairs": len(found.ranked) > 1,
        "pair_count": count(len(found.ranked)),
    }


def limits(found: ClassMeanFindings, naming: Naming) -> str:
    """Give the smallest and the largest distance."""
    near, far = found.ranked[0], found.ranked[-1]
    if len(found.ranked) == 1:
        return f"The two means are {fixed(near.distance, 2)} apart."
    return (
        f"The distances range from {fixed(near.distance, 2)} ({naming.slashed(near.classes)}) to {fixed(far.distance, 2)} "
        f"({naming.slashed(far.classes)})."
    )


def closest(found: ClassMeanFindings, naming: Naming) -> str:
    """Name the closest pair, or those whose distances cannot be told from it."""
    level = found.ties_with_closest
    if len(level) == 1:
        return f"The means of {naming.pair(level[0])} are the closest."
    if len(level) <= 4:
        which = f"{sentence(listed(map(naming.slashed, level)))} have the closest means"
    else:
        which = f"{opening(len(level))} pairs have the closest means"
    return f"{which}; their distances do not differ significantly from the smallest."


def listed_pairs(found: ClassMeanFindings) -> list[MeanDistance]:
    """Return the ten closest pairs, those shown as differences, and the farthest."""
    kept = {each.classes for each in found.differences} | {found.ranked[-1].classes}
    return [each for each in found.ranked if each.rank <= CLOSEST or each.classes in kept]


def table(found: ClassMeanFindings, naming: Naming, *, errors: bool) -> NumberedTable:
    """Tabulate the closest pairs with distance and errors; the full matrix of distances stands behind it."""
    pairs = listed_pairs(found)
    cut = len(pairs) < len(found.ranked)
    which = f"the {number(CLOSEST)} closest of {count(len(found.ranked))} pairs, those shown below, and the farthest"
    return NumberedTable(
        claim=closest(found, naming),
        measure=f"Euclidean distance of two means, grey values from 0 to 1, with its standard error; "
        f"{which if cut else 'all pairs'}",
        table=Table(pairs, _columns(found, naming, errors=errors), style="rows"),
        numbers=[
            *([_matrix(found, naming)] if len(found.distances) <= CLASSES else []),
            *([all_pairs(found, naming, FOLDED)] if cut else []),
        ],
    )


def _columns(found: ClassMeanFindings, naming: Naming, *, errors: bool) -> list[Column[MeanDistance]]:
    most = found.ranked[-1].distance or 1.0
    return [
        Column("Pair", lambda pair: naming.pair(pair.classes)),
        Column("Rank", lambda pair: count(pair.rank), "number"),
        Column("Distance", lambda pair: fixed(pair.distance, 2), "number"),
        Column("Distance as a bar", lambda pair: Cell(bar=(pair.distance, most)), "bar", hidden=True),
        Column("Standard error", lambda pair: fixed(pair.standard_error, 2), "number"),
        *([Column("Errors", _errors, "number")] if errors else []),
    ]


def _errors(pair: MeanDistance) -> str:
    return count(pair.errors)


def _matrix(found: ClassMeanFindings, naming: Naming) -> AnyTable:
    def distance(first: int, second: int) -> str:
        return fixed(found.distances[first][second], 2) if first != second else "–"

    return cross_table.of_classes(
        "Mean of", naming, distance, caption="Distances of all means", style="square"
    )


def all_pairs(found: ClassMeanFindings, naming: Naming, most: int) -> Table[MeanDistance]:
    """Tabulate all pairs, closest first, or the first so many."""
    return Table(
        found.ranked[:most],
        [
            Column("Pair", lambda pair: naming.pair(pair.classes)),
            Column("Rank", lambda pair: count(pair.rank), "number"),
            Column("Distance", lambda pair: fixed(pair.distance, 3), "number"),
            Column("Standard error", lambda pair: fixed(pair.standard_error, 3), "number"),
            Column("Errors", _errors, "number"),
        ],
        caption=f"{'All' if len(found.ranked) <= most else 'First of all'} {count(len(found.ranked))} pairs, closest first",
        remark=folded(len(found.ranked)),
    )
