"""Numbers on an axis are few, round, and within what is shown."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from report.figures import ticks

POSITIVE = st.floats(1e-4, 1e5)


@given(st.integers(-1000, 1000).map(lambda n: n / 100), POSITIVE, st.integers(4, 8))
def test_linear_ticks_are_few_even_and_within(low: float, span: float, most: int) -> None:
    """At least two, equally far apart; one more than asked for only where both ends are round themselves."""
    found = ticks.linear(low, low + span, most)

    assert 2 <= len(found) <= most + 1
    assert low - 1e-6 * span <= found[0] < found[-1] <= low + span + 1e-6 * span
    steps = {round((b - a) / span, 6) for a, b in pairwise(found)}
    assert max(steps) - min(steps) < 1e-5


@given(st.integers(0, 500), st.integers(3, 8))
def test_whole_ticks_are_whole(high: int, most: int) -> None:
    """Where things are counted no tick stands between two numbers."""
    assert all(tick == round(tick) for tick in ticks.linear(0, high, most, whole=True))


@given(POSITIVE, st.floats(1.5, 1e6), st.integers(3, 8))
def test_logarithmic_ticks_are_few_and_within(low: float, ratio: float, most: int) -> None:
    """Ticks are 1, 2, 3 or 5 times a power of ten; wherever a decade is shown there is one."""
    found = ticks.logarithmic(low, low * ratio, most)

    assert len(found) <= most
    assert len(found) >= (ratio >= 10)
    assert all(low <= tick <= low * ratio for tick in found)
    assert {f"{tick:e}"[0] for tick in found} <= set("1235")


@given(st.integers(1, 1000), st.integers(4, 12))
def test_epochs_are_counted_from_the_first_to_the_last(last: int, most: int) -> None:
    """The ends are always named, and no tick is so close to one that they touch."""
    found = ticks.counting(last, most)

    assert found[0] == 1
    assert found[-1] == last
    assert len(found) <= most + 2
    assert all(min(tick - 1, last - tick) >= 0.07 * last for tick in found[1:-1])


@given(st.floats(0, 1))
def test_a_share_is_said_in_percent(share: float) -> None:
    """What is said is what was meant, to the last digit that is said."""
    said = ticks.rate(share)
    assume("e" not in said)

    assert abs(float(said.removesuffix("%")) / 100 - share) <= 0.0005
