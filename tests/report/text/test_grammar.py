"""Laws of the words themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from report.text import formats, grammar


@given(part=st.integers(0, 60), whole=st.integers(1, 60))
def test_a_part_of_all_errors_is_told_in_order(part: int, whole: int) -> None:
    """None, one, some, both, all: the verb follows the part, and `all` is said only of all."""
    text = grammar.errors_are(min(part, whole), whole)
    assert text.endswith("are") == (part > 1 and whole > 1)
    assert text.startswith(("All", "Both")) == (part >= whole > 1)
    assert text.startswith(("None", "The one error is not")) == (part == 0)


@given(st.integers(0, 3000))
def test_counts_agree_with_what_is_counted(value: int) -> None:
    """Only one thing is singular, and small numbers are words."""
    text = grammar.things(value, "error")
    assert text.endswith("errors") == (value != 1)
    assert text[0].isdigit() == (value > 12)


@given(st.integers(1, 10**6))
def test_ordinals_end_as_they_are_spoken(value: int) -> None:
    """11, 12 and 13 end in th in every hundred."""
    text = grammar.ordinal(value)
    if value > 12 and value % 100 in {11, 12, 13}:
        assert text.endswith("th")
    elif value > 12:
        assert text.endswith({1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th"))
    assert value <= 12 or text[:-2] == formats.count(value)
