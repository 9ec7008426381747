"""The planes of two principal components: points, poles and neighbours."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.checks.agreement import Between, Either, Near, agree, demand
from analysis.bundle.checks.formulas import above, below, normal, side
from analysis.bundle.checks.packing import unpacked
from analysis.bundle.checks.table import Table
from analysis.bundle.projection import Plane, ProjectionFindings
from analysis.bundle.record import present

FIELD = "findings.projection"
COMPONENTS = 10
SAMPLED = 10_000
"""Beyond so many test images silhouettes are those of a sample."""
SILHOUETTE = Between(-1, 1)


def check(bundle: Bundle, table: Table) -> None:
    """Hold the planes to the table, and the comparison to the planes."""
    found, shape, training = (
        present(bundle.findings.projection),
        present(bundle.images),
        bundle.findings.dataset.training,
    )
    if found is None:
        return
    demand(FIELD, shape is not None, "it omitted: the bundle has no image format")
    assert shape is not None  # noqa: S101  # demanded above
    trained = training.images if training else 10**12
    agree(
        f"{FIELD}.pixels",
        found.pixels,
        {"dimensions": shape.pixels, "fitted_on": trained if training else Between(1)},
    )
    _check_components(found, (2, shape.height, shape.width))
    features, planes = present(found.features), {"pixels": found.pixels}
    if features:
        planes["features"] = features
        network = present(bundle.findings.network)
        agree(
            f"{FIELD}.features",
            features,
            {
                "dimensions": network.features if network else Between(1),
                "fitted_on": found.pixels.neighbours_among,
            },
        )
    among = features.neighbours_among if features else found.pixels.fitted_on
    for name, plane in planes.items():
        agree(f"{FIELD}.{name}.neighbours_among", plane.neighbours_among, among)
        agree(f"{FIELD}.{name}.neighbours_among", among, Between(1, trained))
        _check_plane(f"{FIELD}.{name}", plane, table)
    _check_comparison(found, features)


def _check_components(found: ProjectionFindings, shape: tuple[int, ...]) -> None:
    steps = np.abs(unpacked(f"{FIELD}.components", found.components, "int8", shape).astype(int))
    largest = steps.max(axis=(1, 2)).tolist()
    demand(f"{FIELD}.components", all(each in {0, 127} for each in largest), "a largest entry of 127 in each")


def _check_plane(field: str, plane: Plane, table: Table) -> None:
    explained = (*plane.explained, 0.0, 0.0, 0.0)
    demand(
        f"{field}.explained",
        1 <= len(plane.explained) <= COMPONENTS and all(a >= b - 1e-6 for a, b in pairwise(plane.explained)),
        f"1 to {COMPONENTS} shares, the largest first",
    )
    agree(f"{field}.explained", plane.explained, [Between(-1e-6, 1 + 1e-6)] * len(plane.explained))
    agree(field, plane, {
        "plane_variance": Near(explained[0] + explained[1], 2e-5),
        "silhouette": SILHOUETTE,
        "silhouette_shuffled": SILHOUETTE,
        "class_silhouettes": [SILHOUETTE] * table.k,
        "neighbours": {"total": table.n},
        "majority": max(table.support) / table.n,
        "span": [[Between(-1e15, high), Between(low, 1e15)] for low, high in plane.span],
    })  # fmt: skip
    settled = below(1.1 * explained[2], explained[1])
    agree(f"{field}.settled", plane.settled, settled if explained[1] else Either((True, False)))
    _check_silhouettes(field, plane, table)
    _check_points(field, plane, table)


def _check_silhouettes(field: str, plane: Plane, table: Table) -> None:
    values = plane.class_silhouettes
    for name, labels, holds in (
        ("separate", plane.separate, [above(value, 0.25) for value in values]),
        ("mixed", plane.mixed, [value <= 0 for value in values]),
    ):
        demand(
            f"{field}.{name}",
            list(labels) == sorted(set(labels)) and set(labels) <= set(range(table.k)),
            "classes, each once",
        )
        for label, expected in enumerate(holds):
            agree(f"{field}.{name}", label in labels, expected)
    if table.n <= SAMPLED:
        mean = sum(n * value for n, value in zip(table.support, values, strict=True)) / table.n
        agree(f"{field}.silhouette", plane.silhouette, Near(mean, 1e-5))


def _check_points(field: str, plane: Plane, table: Table) -> None:
    points = unpacked(f"{field}.points", plane.points, "uint16", (table.n, 2)) / 65535
    for axis, poles in enumerate(plane.poles):
        means: NDArray[np.float64] = np.bincount(table.labels, points[:, axis]) / table.support
        for name, label, values in (("low", poles.low, means), ("high", poles.high, -means)):
            here = f"{field}.poles.{axis}.{name}"
            agree(here, label, Between(0, table.k - 1))
            demand(here, bool(values[label] <= values.min() + 2e-5), "the class at that end")


def _check_comparison(found: ProjectionFindings, features: Plane | None) -> None:
    advantage = found.neighbours_advantage
    demand(
        f"{FIELD}.neighbours_advantage",
        (advantage is None) == (features is None),
        "a value where there are features",
    )
    if advantage is None or features is None:
        agree(f"{FIELD}.neighbours_better", found.neighbours_better, None)
        return
    difference = features.neighbours.value - found.pixels.neighbours.value
    agree(f"{FIELD}.neighbours_advantage", advantage, {**normal(advantage), "value": Near(difference, 2e-6)})
    better = side(advantage, 0, ("features", "pixels"), "not distinguishable")
    agree(f"{FIELD}.neighbours_better", found.neighbours_better, better)
