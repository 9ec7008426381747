"""Labels find their places."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from report.figures import accuracy, annotation, artists, projection
from report.figures.canvas import Box, Sheet

EDGES = st.tuples(*[st.floats(0, 100)] * 4)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=4).map(sorted), st.floats(1, 40))
def test_names_of_curves_keep_their_order_and_distance(places: list[float], distance: float) -> None:
    """No two names touch, and none is below the last place there is."""
    moved = artists.apart(places, distance, 210)

    assert (np.diff(moved) >= distance - 1e-9).all()
    assert moved[-1] <= 210 + 1e-9


@given(st.lists(st.floats(0, 300), max_size=30))
def test_dots_of_a_strip_never_touch(places: list[float]) -> None:
    """Two dots on one level are a dot's width apart; a dot without neighbours is on the first level."""
    found = accuracy.levels(places)

    for k, (place, level) in enumerate(zip(places, found, strict=True)):
        near = [j for j, other in enumerate(places) if j != k and abs(other - place) < accuracy.DOT]
        assert all(found[j] != level for j in near)
        assert near or level == 0


@given(arrays(np.float64, (10, 2), elements=st.floats(0, 300), unique=True))
def test_numerals_are_pushed_apart(middles: np.ndarray) -> None:
    """Numerals at different places get further apart, if they move; their centre stays."""
    moved = projection.apart(middles, 24)
    gap = np.hypot(*(moved[:, None] - moved).T)[np.triu_indices(10, 1)]
    before = np.hypot(*(middles[:, None] - middles).T)[np.triu_indices(10, 1)]

    np.testing.assert_allclose(middles.mean(axis=0), moved.mean(axis=0), atol=1e-6)
    assert gap.min() >= min(before.min(), 12) - 1e-6


@given(EDGES, EDGES)
def test_overlap_is_symmetric_and_bounded(one: tuple[float, ...], other: tuple[float, ...]) -> None:
    """Two boxes share as much as each other, and no more than either covers."""
    first, second = (Box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in (one, other))

    assert first.overlap(second) == second.overlap(first)
    assert first.overlap(second) <= min(box.overlap(box) for box in (first, second)) + 1e-9


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=12))
def test_only_strong_names_are_written_without_room(points: list[tuple[float, float]]) -> None:
    """A strong point always has its name; of the others those that would cover something go without."""
    sheet = Sheet(400, 300)
    axes = sheet.axes(20, 20, 20, 20)
    named = [annotation.Named(x, y, str(k), strong=k < 2) for k, (x, y) in enumerate(points)]
    annotation.name_points(sheet, axes, named, points)
    written = [text.get_text() for text in sheet.figure.texts]

    assert {point.name for point in named if point.strong} <= set(written)
    assert len(written) == len(set(written)) <= len(named)
