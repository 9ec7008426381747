"""Laws of the words themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from report.text import grammar

if TYPE_CHECKING:
    from analysis.bundle import Bundle
    from analysis.bundle.confusion import Pair


@given(st.integers(0, 9), st.integers(0, 9))
def test_articles_follow_the_sound(label: int, predicted: int) -> None:
    """An 8, but a 1."""
    assert ("an 8" in grammar.read_as(label, predicted)) == (8 in {label, predicted})


@given(part=st.integers(0, 60), whole=st.integers(1, 60))
def test_a_part_of_the_mistakes_is_told_in_order(part: int, whole: int) -> None:
    """None, one, some, both, all: the verb follows the part, and `all` is said only of all."""
    text = grammar.mistakes_are(min(part, whole), whole)
    assert text.endswith("are") == (part > 1 and whole > 1)
    assert text.startswith(("All", "Both")) == (part >= whole > 1)
    assert text.startswith(("None", "The one mistake is not")) == (part == 0)


@given(st.integers(0, 3000))
def test_counts_agree_with_what_is_counted(value: int) -> None:
    """Only one thing is singular, and small numbers are words."""
    text = grammar.things(value, "mistake")
    assert text.endswith("mistakes") == (value != 1)
    assert text[0].isdigit() == (value > 12)


def test_several_pairs_stay_apart(tiny_bundle: Bundle) -> None:
    """One pair is spelled out; several are written with strokes, so that `and` joins pairs only."""
    several: list[Pair] = list(tiny_bundle.findings.confusion.pairs[:3])
    digits = [pair.digits for pair in several]
    assert grammar.pairs(digits[:1]).replace("\N{NO-BREAK SPACE}", " ").count(" and ") == 1
    assert grammar.pairs(digits).count("/") == 3
    assert grammar.pairs(digits).count(" and ") == 1
