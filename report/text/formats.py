"""Numbers to words: every number that a reader sees goes through here, once, so that prose and tables agree.

Rounding is half-up in decimal, since binary floats round 0.125 to 0.12; a minus is a minus, not a hyphen.
Two kinds of numbers are not rounded to the nearest: a single confidence is truncated, so that what is printed as 90% is not
below it, and an upper bound is rounded up, so that it stays one.  Where a share below 1 would round to 100%, it is
printed as `>99.99%`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import floor, log10

from analysis.bundle.record import BootstrapEstimate, Estimate, Proportion

Number = int | float | Decimal

NBSP = "\N{NO-BREAK SPACE}"

_SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def fixed(value: Number, digits: int = 2) -> str:
    """Round half-up to `digits` decimals, with thousands commas: −0.32, 1,400.00."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    sign = "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{digits}f}"


def count(value: int) -> str:
    """Write an integer with thousands commas: 10,000."""
    return fixed(value, 0)


def _share(value: Decimal, digits: int) -> str:
    """Write a share as a bare percentage that is 0 or 100 only when it is exactly that."""
    hundredfold, step = value * 100, Decimal(1).scaleb(-digits)
    nearest = hundredfold.quantize(step, ROUND_HALF_UP)
    if nearest >= 100 > hundredfold:
        return f">{fixed(100 - step, digits)}"
    if nearest <= 0 < hundredfold:
        return f"<{fixed(step, digits)}"
    return fixed(hundredfold, 0 if hundredfold in {0, 100} else digits)


def _digits_of(share: Proportion) -> int:
    """Two decimals from 2,000 on, one from 100 on: about the second digit of the standard error."""
    return 2 if share.total >= 2000 else 1 if share.total >= 100 else 0


def percent(share: Proportion | Number, digits: int | None = None) -> str:
    """Write a share as 99.57%.  Of a proportion, the decimals follow from its total, unless given."""
    if isinstance(share, Proportion):
        places = _digits_of(share) if digits is None else digits
        return _share(Decimal(share.count) / Decimal(share.total), places) + "%"
    return _share(Decimal(str(share)), 0 if digits is None else digits) + "%"


NOT_ESTIMABLE = "not estimable"


def between(
    share: Proportion | Estimate, digits: int | None = None, scale: Number = 1, unit: str = ""
) -> str:
    """Write the 95% interval: `99.42 to 99.68%` of a proportion, `0.0241 to 0.0365` of an estimate that varies."""
    if isinstance(share, Proportion):
        places = _digits_of(share) if digits is None else digits
        low, high = (_share(Decimal(str(limit)), places) for limit in (share.low, share.high))
        return f"{low} to {high}%"
    if share.low == share.high:  # all images gave the same: how far others would not, they cannot tell
        return NOT_ESTIMABLE
    return f"{_limits(share, place(share, scale) if digits is None else digits, scale)}{unit}"


def _limits(share: Proportion | Estimate, digits: int, scale: Number) -> str:
    low, high = (fixed(_scaled(limit, scale), digits) for limit in (share.low, share.high))
    return f"{low} to {high}"


def _scaled(value: Number, scale: Number) -> Decimal:
    return Decimal(str(value)) * Decimal(str(scale))


def place(number: Estimate, scale: Number = 1) -> int:
    """Count the decimals that the interval allows: two significant digits of the standard error, at most six.

    Of limits that were drawn, no more than the draws allow: the 2.5% quantile of a normal sample of B has a standard
    error of √(0.025 · 0.975/B)/φ(1.96), 2.67/√B standard deviations.
    """
    error = float(_scaled(number.high - number.low, scale)) / 3.92
    if error <= 0:
        return 2
    digits = min(6, max(0, 1 - floor(log10(error))))
    if isinstance(number, BootstrapEstimate):
        return min(digits, drawn_place(2.67 * error / number.draws**0.5))
    return digits


def drawn_place(error: float) -> int:
    """Count the decimals whose last unit is not below half of a Monte-Carlo standard error."""
    return 6 if error <= 0 else max(0, floor(-log10(error / 2)))


def estimate(number: Estimate, scale: Number = 1) -> str:
    """Write an estimate to the place of its interval."""
    return fixed(_scaled(number.value, scale), place(number, scale))


def points(value: Number | Estimate, digits: int = 2) -> str:
    """Write a difference of shares in percentage points: `0.12 points`; of an estimate, to its own place."""
    if isinstance(value, Estimate):
        return f"{estimate(value, 100)} points"
    return f"{fixed(_scaled(value, 100), digits)} points"


def per_thousand(share: Proportion) -> str:
    """Write a rare share per 1,000: 5.0; without decimals where there are few."""
    return fixed(Decimal(1000 * share.count) / Decimal(share.total), _decimals_per_thousand(share))


def between_per_thousand(share: Proportion) -> str:
    """Write the interval of a rare share per 1,000: 2.7 to 9.2."""
    return _limits(share, _decimals_per_thousand(share), 1000)


def _decimals_per_thousand(share: Proportion) -> int:
    return 1 if share.total >= 500 else 0


def count_between(share: Proportion, joined: str = "to") -> str:
    """Write the interval as counts of the total: 32 to 58."""
    return _limits(share, 0, share.total).replace(" to ", f" {joined} ")


def probability(p: float, draws: int = 20_000) -> str:
    """Write a p-value with two significant digits: `p = 0.033`, `p < 0.001`, `p > 0.99`; it stays on one line.

    Of a simulated one, no more digits than the draws allow, except where they hide on which side of 0.05 it lies.
    """
    if p < 0.001:
        return f"p{NBSP}<{NBSP}0.001"
    if p > 0.99:
        return f"p{NBSP}>{NBSP}0.99"
    digits = min(3 if p < 0.1 else 2, max(1, drawn_place((p * (1 - p) / draws) ** 0.5)))
    if fixed(p, digits) in {"0.05", "0.1", "0.0"}:
        digits = 3 if p < 0.1 else 2
    return f"p{NBSP}={NBSP}{fixed(p, digits)}"


def confidence(value: float) -> str:
    """Write a single confidence, truncated after one decimal, from 99.9% on after two: 89.9%, 99.95%, >99.99%."""
    if 0.9999 <= value < 1:
        return ">99.99%"
    digits = 0 if value in {0, 1} else 2 if value >= 0.999 else 1
    return f"{_cut(Decimal(str(value)) * 100, digits, ROUND_FLOOR)}%"


def class_probability(value: float) -> str:
    """Write the probability of one class among others: truncated as a confidence is, `<0.1%` of less."""
    return f"<{fixed(0.1, 1)}%" if 0 < value < 0.001 else confidence(value)


def long_confidence(value: float) -> str:
    """Write a confidence with two significant digits of what it lacks to 1: 97.2%, 99.9987%; truncated."""
    lacking = 1 - Decimal(str(value))
    digits = max(1, -1 - lacking.adjusted()) if lacking else 0
    return f"{_cut(Decimal(str(value)) * 100, digits, ROUND_FLOOR)}%"


def bound(value: float, digits: int = 2) -> str:
    """Write an upper bound of a difference of shares, rounded up, in points: 0.34 points."""
    return f"{_cut(Decimal(str(value)) * 100, digits, ROUND_CEILING)} points"


def _cut(value: Decimal, digits: int, rounding: str) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-digits), rounding):,.{digits}f}"


def words(value: int) -> str:
    """Write in words up to a hundred, and round hundreds and thousands; other numbers in digits."""
    if value < 20:
        return _SMALL[value]
    if value < 100:
        tens, rest = divmod(value, 10)
        return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")
    for unit, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        many, rest = divmod(value, unit)
        if many and not rest and many < 100:
            return f"{words(many)} {name}"
    return count(value)


def tally(value: int, one: str, many: str | None = None) -> str:
    """Count things in words: no mistakes, one mistake, forty-three mistakes."""
    thing = one if value == 1 else many or f"{one}s"
    return f"{words(value) if value else 'no'} {thing}"


def listed(items: Iterable[object], last: str = "and") -> str:
    """Join as a sentence does: a, b and c."""
    *head, tail = [str(item) for item in items]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def image(index: int) -> str:
    """Name an image by its place in the test set: no. 2414; an identifier has no commas."""
    return f"no. {index}"


def image_file(index: int) -> str:
    """Return the file name of a test image in the folder of images, without ending: 00042."""
    return f"{index:05d}"


def sentence(text: str) -> str:
    """Let a sentence start with a capital, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def day(iso: str) -> str:
    """Write an ISO date, or the date of an ISO time, as 22 November 2026."""
    when = date.fromisoformat(iso[:10])
    return f"{when.day} {when:%B} {when.year}"


def duration(seconds: float) -> str:
    """Write a time that passed: 0.8 s, 42 s, 6 min 22 s, 1 h 3 min."""
    if seconds < 9.95:
        return f"{fixed(seconds, 1)} s"
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def shape(sides: Sequence[int]) -> str:
    """Write the shape of an array: 28 × 28 × 20."""
    return " × ".join(count(side) for side in sides)


def short(checksum: str) -> str:
    """Shorten a checksum or commit to its first eight characters."""
    return f"{checksum[:8]}…"


def position(value: Number, start: Number, end: Number) -> str:
    """Place a value on a track from `start` to `end`: percent of its length, kept inside."""
    along = 100 * (float(value) - float(start)) / (float(end) - float(start))
    return fixed(min(100.0, max(0.0, along)), 2)


def tick(value: Number) -> str:
    """Write a mark on a track without needless decimals: 99, −0.5."""
    exact = Decimal(str(value)).normalize()
    return fixed(exact, max(0, -int(exact.as_tuple().exponent)))


_SHOWN = (
    between, between_per_thousand, confidence, count, count_between, day, duration, estimate, fixed, image,
    image_file, listed, per_thousand, percent, points, position, probability, sentence, shape, short, tally, tick,
    words,
)  # fmt: skip
FILTERS: dict[str, Callable[..., object]] = {each.__name__: each for each in _SHOWN}
