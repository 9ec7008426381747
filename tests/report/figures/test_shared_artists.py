"""Labels find their places."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.classes import Classes
from report.figures import accuracy, annotation, artists, projection, svg
from report.figures.canvas import Box, Canvas, fitted, shortened, width_of
from report.images.theme import LABEL

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


@given(
    st.lists(st.tuples(*[st.floats(0, 400)] * 2, st.floats(10, 100)), min_size=1, max_size=20),
    st.tuples(st.floats(350, 450), st.floats(350, 450)),
)
def test_names_among_dots_never_cover_each_other(
    boxes: list[tuple[float, float, float]], room: tuple[float, float]
) -> None:
    """Each name stays in the room; the first one, where it fits, and all that touch no other stand where they belong."""
    middles = np.array([box[:2] for box in boxes])
    sides = [(box[2], 18.0) for box in boxes]
    moved = projection.apart(middles, sides, room)
    half = np.array(sides) / 2
    over = np.clip(half[:, None] + half - np.abs(moved[:, None] - moved), 0, None).prod(axis=2)

    assert (moved >= half - 1e-6).all()
    assert (moved <= np.array(room) - half + 1e-6).all()
    assert (over[~np.eye(len(boxes), dtype=bool)] < 1e-3).all()
    np.testing.assert_allclose(np.clip(middles[0], half[0], np.array(room) - half[0]), moved[0])


@given(EDGES, EDGES)
def test_overlap_is_symmetric_and_bounded(one: tuple[float, ...], other: tuple[float, ...]) -> None:
    """Two boxes share as much as each other, and no more than either covers."""
    first, second = (Box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in (one, other))

    assert first.overlap(second) == second.overlap(first)
    assert first.overlap(second) <= min(box.overlap(box) for box in (first, second)) + 1e-9


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=12))
def test_names_of_points_keep_clear(points: list[tuple[float, float]]) -> None:
    """No name covers another; of those that would cover a dot only one is written, and that is strong."""
    canvas = Canvas(400, 300)
    axes = canvas.axes(20, 20, 20, 20)
    named = [annotation.Named(x, y, f"point {k}", strong=k < 2) for k, (x, y) in enumerate(points)]
    dots = annotation.around(canvas, axes, points)
    names = annotation.name_points(canvas, axes, named, dots)[len(dots) :]
    written = [text.get_text() for text in canvas.figure.texts]
    strong = {point.name for point in named if point.strong}

    assert len(written) == len(set(written)) == len(names)
    for first, second in combinations(names, 2):
        assert first.overlap(second) < 1e-6
    covering = [name for name, box in zip(written, names, strict=True) if sum(map(box.overlap, dots)) >= 1e-6]
    assert len(covering) <= 1
    assert set(covering) <= strong
    assert named[0].name in written if named else not written


@given(st.floats(0, 1), st.floats(0, 1), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=5))
def test_the_name_of_a_line_is_not_on_it(start: float, end: float, points: list[tuple[float, float]]) -> None:
    """The name stands inside the axes, clear of its line and of a few dots."""
    canvas = Canvas(600, 400)
    axes = canvas.axes(20, 20, 20, 20)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    ends = [(0.0, start), (1.0, end)]
    dots = annotation.around(canvas, axes, points)
    *others, name = annotation.name_line(canvas, axes, "ideal", ends, dots)

    assert len(others) > len(dots)
    assert sum(name.overlap(box) for box in others) < 1e-6
    room = canvas.room(axes)
    assert name.overlap(room) == pytest.approx((name.right - name.left) * (name.bottom - name.top))


@given(st.text("abcdefgh WM", min_size=1, max_size=30), st.floats(20, 200))
def test_words_are_cut_to_their_room(text: str, room: float) -> None:
    """What fits is left as it is; what was cut fits, and ends in an ellipsis."""
    cut = shortened(text, room)

    assert width_of(cut) <= max(room, width_of("…"))
    assert (cut == text) is (width_of(text) <= room)
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


@pytest.mark.parametrize("room", [400, 160, 120, 80])
def test_both_classes_of_a_pair_are_named(room: float) -> None:
    """A pair has one name within its room, that begins as both classes do."""
    classes = Classes(names=("Refrigerator", "Sandwich"), noun="thing", nouns="things")
    name = annotation.pair_name(classes, (0, 1), room)

    assert width_of(name, LABEL) <= room
    first, second = re.split(r" and |/", name)
    assert "Refrigerator".startswith(first.removesuffix("…"))
    assert "Sandwich".startswith(second.removesuffix("…"))
    assert first[0] + second[0] == "RS"


@pytest.mark.parametrize("room", [60, 90, 300])
def test_cut_names_stay_different(room: float) -> None:
    """Where beginnings are alike a name keeps what tells it apart; what fits stays whole, and all keep to their room."""
    names = ("Black-throated blue warbler", "Black-throated green warbler", "Robin", "x" * 40)
    with svg.styled("web"):
        cut = fitted(names, room)
        assert len(set(cut)) == len(names)
        assert all(width_of(name) <= room for name in cut)
        assert [name for name in cut if "…" not in name] == [n for n in names if width_of(n) <= room]
