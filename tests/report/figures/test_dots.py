"""Dots stay where they are put."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from report.figures import dot_images
from report.images.theme import class_colours

PLACES = arrays(np.float64, st.tuples(st.integers(0, 30), st.just(2)), elements=st.floats(-5, 45))
SHAPE = (40, 40)
SHADES = dot_images.MOST_SHADES


@given(PLACES)
def test_every_pixel_is_ground_or_near_a_dot_of_its_class(places: np.ndarray) -> None:
    """The class of a pixel is that of a dot whose rim it may belong to; where there is no dot, there is nothing."""
    classes = np.arange(len(places)) % 10
    painted = dot_images.painted(places, classes, SHAPE, (0, 2.0))

    for y, x in np.argwhere(painted):
        near = np.hypot(*(places - (x + 0.5, y + 0.5)).T) < 2.5 + 1e-9
        assert painted[y, x] // SHADES in classes[near]
        assert painted[y, x] % SHADES > 0


@given(st.floats(3, 37), st.floats(3, 37))
def test_a_dot_is_full_in_its_middle_and_a_ring_is_not(x: float, y: float) -> None:
    """A ring leaves the dot inside it to be seen."""
    place, one = np.array([[x, y]]), np.array([0])
    dot = dot_images.painted(place, one, SHAPE, (0, 2.5))
    ring = dot_images.painted(place, one, SHAPE, (3.0, 4.5))

    assert dot[int(y), int(x)] == SHADES - 1
    assert ring[int(y), int(x)] == 0
    assert ring.any()


@given(PLACES.filter(len))
def test_later_dots_lie_on_top(places: np.ndarray) -> None:
    """The middle of the last dot has its class, whatever lies below."""
    inside = np.clip(places, 2, 38)
    classes = np.zeros(len(inside), int)
    classes[-1] = 1
    painted = dot_images.painted(inside, classes, SHAPE, (0, 2.0))
    x, y = inside[-1].astype(int)

    assert painted[y, x] // SHADES == 1


@pytest.mark.parametrize("count", [1, 10, 20, 100])
def test_the_palette_fades_from_nothing_to_the_colour(count: int) -> None:
    """Each class has all its shades, the first of them invisible; on paper the same colours lie on white."""
    names, shades = class_colours(count), dot_images.shades_for(count)
    colours = dot_images.palette(names, 0.9, shades).reshape(count, shades, 4)

    assert (colours[:, 0, 3] == 0).all()
    assert (np.diff(colours[..., 3].astype(int), axis=1) > 0).all()
    for name, faded in zip(names, colours, strict=True):
        assert name == "#" + bytes(faded[-1, :3]).hex()
    on_white = dot_images.on_white(colours.reshape(-1, 4)).reshape(colours.shape)
    assert (on_white[:, 0] == 255).all()
    assert (on_white[..., 3] == 255).all()


@given(st.integers(1, 300))
def test_all_shades_fit_into_one_palette(count: int) -> None:
    """Indices are bytes: colours have fewer shades where there are many, and too many are refused."""
    if count > 128:
        with pytest.raises(ValueError, match="at most 128 colours"):
            dot_images.shades_for(count)
    else:
        shades = dot_images.shades_for(count)
        assert 2 <= shades <= SHADES
        assert count * shades <= 256
