"""Colours of classes and of differences."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import colors

import report
from report.images.theme import LESS, MORE, class_colours


def distance(one: str, other: str) -> int:
    """Return how far two colours are apart in their most different channel."""
    return max(abs(a - b) for a, b in zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True))


@given(st.integers(1, 10))
def test_up_to_ten_classes_have_the_colours_of_petroff(count: int) -> None:
    """Matplotlib's list, made to stay apart under colour blindness, in its order."""
    cycle = mpl.color_sequences["petroff10"]
    assert tuple(map(colors.to_hex, cycle[:count])) == class_colours(count)


@given(st.integers(1, 100))
def test_a_class_keeps_its_colour(count: int) -> None:
    """More classes add colours and change none."""
    assert class_colours(count) == class_colours(101)[:count]


def test_the_second_ten_are_darker_and_the_third_lighter() -> None:
    """Each colour is mixed with black, then with white."""
    colours = [sum(bytes.fromhex(colour[1:])) for colour in class_colours(30)]
    assert all(colours[k + 10] < colours[k] < colours[k + 20] for k in range(10))


def test_twenty_classes_can_be_told_apart() -> None:
    """No two colours are close."""
    colours = class_colours(20)
    assert min(distance(a, b) for k, a in enumerate(colours) for b in colours[:k]) >= 25


def test_a_difference_has_the_colours_that_its_key_has() -> None:
    """The style sheet of the pages repeats the colours of the pictures."""
    here = Path(report.__file__).parent
    css = (
        next(p for p in (here / "templates", here.parent / "templates") if p.is_dir())
        / "assets"
        / "theme.css"
    )
    text = css.read_text(encoding="utf-8")

    assert f"--more: {MORE};" in text
    assert f"--less: {LESS};" in text
