"""Class means: distances and ink from the packed means, within their 255 steps; errors from the table."""

from __future__ import annotations

from itertools import pairwise
from math import hypot, isclose
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import SIMULATED_P, Between, Near, agree, demand
from analysis.bundle.checks.formulas import above, below, counted, normal, smallest
from analysis.bundle.checks.packing import unpacked
from analysis.bundle.checks.table import Table
from analysis.bundle.class_means import ClassMeanFindings, MeanDifference, MeanDistance
from analysis.bundle.record import present

FIELD = "findings.class_means"
STEP = 1 / 255
Pair = tuple[int, int]


def check(bundle: Bundle, table: Table) -> None:
    """Hold the findings to the means, to each other and to the table."""
    found, shape = present(bundle.findings.class_means), present(bundle.images)
    if found is None:
        return
    demand(FIELD, shape is not None, "it omitted: the bundle has no image format")
    assert shape is not None  # noqa: S101  # demanded above
    size = (table.k, shape.height, shape.width)
    means = unpacked(f"{FIELD}.means", found.means, "uint8", size).astype(np.float64) * STEP
    deviations = (
        unpacked(f"{FIELD}.deviations", found.deviations, "uint8", size).astype(np.float64) * STEP / 2
    )
    _check_ink(found, means, deviations)
    _check_distances(found, means, table)
    _check_ranked(found, table)
    _check_differences(bundle, found, means)
    _check_links(bundle, found, table)


def _check_ink(found: ClassMeanFindings, means: NDArray[np.float64], deviations: NDArray[np.float64]) -> None:
    pixels = means[0].size
    spread = deviations.mean(axis=(1, 2)).tolist()
    agree(FIELD, found, {
        "mean_ink": [Near(ink, pixels * STEP) for ink in means.sum(axis=(1, 2)).tolist()],
        "mean_deviation": [Near(value, STEP) for value in spread],
        "least_varied": smallest(list(found.mean_deviation)),
        "most_varied": smallest([-value for value in found.mean_deviation]),
        "largest_possible": pixels**0.5,
    })  # fmt: skip


def _check_distances(found: ClassMeanFindings, means: NDArray[np.float64], table: Table) -> None:
    field, flat = f"{FIELD}.distances", means.reshape(table.k, -1)
    demand(
        field,
        len(found.distances) == table.k and {len(row) for row in found.distances} == {table.k},
        f"{table.k} × {table.k} numbers",
    )
    given_, reach = np.array(found.distances), STEP * flat.shape[1] ** 0.5
    demand(
        field,
        bool((given_ == given_.T).all() and not given_.diagonal().any()),
        "the same both ways, and 0 to itself",
    )
    for label, row in enumerate(flat):
        apart = np.sqrt(np.square(flat - row).sum(axis=1))
        agree(f"{field}.{label}", found.distances[label], [Near(each, reach) for each in apart.tolist()])


def _check_ranked(found: ClassMeanFindings, table: Table) -> None:
    field, ranked = f"{FIELD}.ranked", found.ranked
    demand(field, sorted(each.classes for each in ranked) == table.pairs, "every pair of classes once")
    for place, each in enumerate(ranked):
        a, b = each.classes
        agree(f"{field}.{place}", each, {
            "rank": place + 1,
            "distance": found.distances[a][b],
            "standard_error": Between(0),
            "errors": table.confused[each.classes],
        })  # fmt: skip
    demand(
        field,
        all(one.distance <= other.distance for one, other in pairwise(ranked)),
        "the closest pair first",
    )
    _check_ties(found)
    without = next((each for each in ranked if not each.errors), None)
    most = max(ranked, key=lambda each: each.errors)
    agree(f"{FIELD}.closest_without_errors", found.closest_without_errors, without and without.model_dump())
    agree(f"{FIELD}.most_confused", found.most_confused, most.model_dump() if most.errors else None)


def _check_ties(found: ClassMeanFindings) -> None:
    first = found.ranked[0]
    gaps = [
        (each.distance - first.distance, 1.96 * hypot(first.standard_error, each.standard_error))
        for each in found.ranked
    ]
    if not any(isclose(gap, most, rel_tol=1e-4, abs_tol=1e-9) for gap, most in gaps[1:]):
        near = [each.classes for each, (gap, most) in zip(found.ranked, gaps, strict=True) if gap <= most]
        agree(f"{FIELD}.ties_with_closest", found.ties_with_closest, near)
    demand(
        f"{FIELD}.ties_with_closest",
        set(found.ties_with_closest) <= {each.classes for each in found.ranked},
        "pairs of classes",
    )


def _check_differences(bundle: Bundle, found: ClassMeanFindings, means: NDArray[np.float64]) -> None:
    field = f"{FIELD}.differences"
    named = {pair.classes for pair in bundle.findings.confusion.pairs if pair.named}
    _check_shown(found, named)
    most = max(each.errors for each in found.ranked)
    by_classes = {each.classes: each for each in found.ranked}
    for place, each in enumerate(found.differences):
        here, distance = f"{field}.{place}", by_classes.get(each.classes)
        demand(f"{here}.classes", distance is not None, "a pair of classes")
        assert distance is not None  # noqa: S101  # demanded above
        agree(here, each, {
            "distance": distance.model_dump(),
            "named": each.classes in named,
            "closest": distance.rank == 1,
            "most_errors": 0 < distance.errors == most,
        })  # fmt: skip
        _check_difference(here, each, means, found.mean_ink)
    fewest = min((each.pixels_beyond_tenth for each in found.differences), default=0)
    alike = [each.classes for each in found.differences if each.pixels_beyond_tenth == fewest]
    agree(f"{FIELD}.differences_named_alike", found.differences_named_alike, alike)


def _check_shown(found: ClassMeanFindings, named: set[Pair]) -> None:
    """Demand the named pairs, the closest, two of them where none is named, and the most confused one."""
    most: MeanDistance | None = found.most_confused
    closest = [each.classes for each in found.ranked[: 1 if named else 2]]
    wanted = {*named, *closest, *([most.classes] if most else [])}
    classes = [each.classes for each in found.differences]
    demand(
        f"{FIELD}.differences",
        set(classes) == wanted and len(classes) == len(wanted),
        f"the pairs {sorted(wanted)}"[:200],
    )


def _check_difference(
    field: str, each: MeanDifference, means: NDArray[np.float64], ink: tuple[float, ...]
) -> None:
    first, second = each.classes
    steps = unpacked(f"{field}.difference", each.difference, "int8", means[0].shape)
    apart = np.abs(steps / 127 - (means[first] - means[second])).max()
    demand(f"{field}.difference", bool(apart <= 1 / 127 + STEP), "the difference of the two means")
    more = ink[first] - ink[second]
    agree(field, each, {
        "largest": Near(float(np.abs(steps).max() / 127), 1 / 127),
        "pixels_beyond_tenth": Between(int((np.abs(steps) >= 14).sum()), int((np.abs(steps) >= 13).sum())),
        "ink_difference": Near(abs(more), 2e-5 * (1 + max(ink))),
    })  # fmt: skip
    agree(f"{field}.more_ink", each.more_ink, _more_ink(each, more))


def _more_ink(each: MeanDifference, more: float) -> Any:  # noqa: ANN401  # a class or null
    unclear = above(each.ink_difference, 0.05)
    if not isinstance(unclear, bool):
        return each.more_ink if each.more_ink in {None, *each.classes} else None
    return each.classes[0 if more > 0 else 1] if unclear else None


def _check_links(bundle: Bundle, found: ClassMeanFindings, table: Table) -> None:
    accuracy, count = bundle.findings.accuracy.overall.value, max(1, len(table.pairs) // 10)
    closest = [each.classes for each in found.ranked[:count]]
    advantage = accuracy - found.nearest_mean.value
    agree(FIELD, found, {
        "nearest_mean": {"total": table.n},
        "network_advantage": {**normal(found.network_advantage), "value": Near(advantage, 2e-6)},
        "closest_pairs": {
            "pairs": count,
            "share": counted(sum(table.confused[pair] for pair in closest), table.wrong),
            "uniform_share": sum(table.images[pair] for pair in closest) / sum(table.images.values()),
        } if table.wrong else None,
    })  # fmt: skip
    if found.link:
        significant = below(found.link.p, 0.05)
        agree(
            f"{FIELD}.link", found.link, {"rho": Between(-1, 1), "p": SIMULATED_P, "significant": significant}
        )
