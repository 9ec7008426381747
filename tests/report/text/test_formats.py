"""Laws of the words for numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bundle.record import Estimate, Proportion
from report.text import formats

counts = st.integers(1, 100_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
shares = st.floats(0, 1, allow_nan=False)


def number(text: str) -> Decimal:
    """Read a number back."""
    return Decimal(text.strip("%<>").replace(",", "").replace("−", "-"))


@given(st.decimals(-(10**6), 10**6, places=6), st.integers(0, 5))
def test_rounding_is_half_up_and_never_further_than_half_a_step(value: Decimal, digits: int) -> None:
    """|printed − value| ≤ half of the last digit, and what is printed has that many decimals."""
    printed = number(formats.fixed(value, digits))
    assert abs(printed - value) <= Decimal(5).scaleb(-digits - 1)
    assert printed.as_tuple().exponent == -digits


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(0.125, 2, "0.13"), (2.675, 2, "2.68"), (12.5, 0, "13")]
)
def test_halves_go_up_as_a_reader_expects(value: float, digits: int, text: str) -> None:
    """Binary floats would round these down or to even."""
    assert formats.fixed(value, digits) == text


@given(st.integers(-(10**12), 10**12))
def test_counts_survive_a_round_trip(value: int) -> None:
    """A count that is read back is the same count; a minus is a minus sign."""
    assert number(formats.count(value)) == value
    assert "-" not in formats.count(value)


@given(counts, st.integers(0, 4))
def test_only_all_is_100_percent_and_only_none_is_0(pair: tuple[int, int], digits: int) -> None:
    """A share below 1 is never printed as 100%, and one above 0 never as 0%."""
    printed = formats.percent(Proportion.of(*pair), digits)
    assert (printed == "100%") == (pair[0] == pair[1])
    assert (printed == "0%") == (pair[0] == 0)


@given(counts)
def test_printed_limits_enclose_the_printed_share(pair: tuple[int, int]) -> None:
    """Low ≤ value ≤ high also after rounding, all three to the same place."""
    share = Proportion.of(*pair)
    low, high = map(number, formats.between(share).split(" to "))
    assert low <= number(formats.percent(share)) <= high


@given(shares, shares, shares)
def test_an_estimate_keeps_two_digits_of_its_error(a: float, b: float, c: float) -> None:
    """The place of the value is that of its limits, and the standard error shows in it."""
    low, value, high = sorted((a, b, c))
    number_ = Estimate(value=value, low=low, high=high)
    place = formats.place(number_)
    if high - low > 1e-6:
        assert 9.5 <= (high - low) / 3.92 * 10**place <= 100 or place == 0
    if low == high:
        assert formats.between(number_) == "not estimable"
        return
    printed = [formats.estimate(number_), *formats.between(number_).split(" to ")]
    assert number(printed[1]) <= number(printed[0]) <= number(printed[2])


@given(shares)
def test_a_confidence_is_certain_only_when_it_is(confidence: float) -> None:
    """`100%` and `0%` are kept for 1 and 0."""
    printed = formats.confidence(confidence)
    assert (printed == "100%") == (confidence == 1)
    assert (printed == "0%") == (confidence == 0)


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.0, "p < 0.001"), (0.0332, "p = 0.033"), (0.0456, "p = 0.046"), (0.14, "p = 0.14"), (1.0, "p > 0.99")],
)
def test_a_p_value_is_never_0_and_never_1(p: float, text: str) -> None:
    """Two significant digits, and bounds at both ends."""
    assert formats.probability(p).replace(formats.NBSP, " ") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *[
            (0, "zero"),
            (7, "seven"),
            (19, "nineteen"),
            (40, "forty"),
            (43, "forty-three"),
            (100, "one hundred"),
        ],
        *[(360, "360"), (1_797, "1,797"), (10_000, "ten thousand"), (60_000, "sixty thousand")],
    ],
)
def test_words_are_kept_for_numbers_that_a_person_would_say(value: int, text: str) -> None:
    """Up to ninety-nine, and round hundreds, thousands and millions."""
    assert formats.words(value) == text


@given(st.lists(st.text("abc", min_size=1), min_size=1))
def test_a_list_names_everything_once(items: list[str]) -> None:
    """Commas between all but the last two, which are joined by a word."""
    text = formats.listed(items)
    assert text.replace(" and ", ", ").split(", ") == items


@given(st.floats(0, 10**6), st.floats(0, 10**6), st.floats(1, 10**6))
def test_a_mark_stays_on_its_track(value: float, start: float, length: float) -> None:
    """Positions are percentages of the track, whatever the value."""
    assert 0 <= number(formats.position(value, start, start + length)) <= 100


@given(st.decimals(-100, 100, places=3))
def test_a_tick_is_exact_and_has_no_needless_decimals(value: Decimal) -> None:
    """−0.5, not −0.500; 99, not 99.0."""
    text = formats.tick(float(value))
    assert number(text) == value
    assert "." not in text or not text.endswith("0")


@given(st.floats(0, 10**6))
def test_a_duration_names_at_most_two_units(seconds: float) -> None:
    """Seconds up to a minute, minutes and seconds up to an hour, hours and minutes from there."""
    assert len(formats.duration(seconds).split()) in {2, 4}


@given(st.floats(1e-12, 1e6))
def test_a_mark_on_a_track_is_exact(value: float) -> None:
    """However many decimals it has: none is rounded, and none is idle."""
    text = formats.tick(value).replace(",", "")
    assert float(text) == value
    assert "." not in text or not text.endswith("0")
