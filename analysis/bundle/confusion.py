"""Which digit does it take for which?"""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import Proportion, Record


class Pair(Record):
    """Two digits, and how often either was read as the other."""

    digits: tuple[int, int]
    """Smaller digit first."""
    mistakes: int
    first_as_second: int
    second_as_first: int
    rate: Proportion
    """Mistakes of the pair per test image of the two digits."""
    share: Proportion | None
    """Mistakes of the pair per mistake; null when there was no mistake at all."""
    adjusted_p: float | None
    """Single-step min-p adjusted p against an even spread of the mistakes over the 45 pairs."""
    tier: Literal["stands out", "seen", "never seen"]
    rank_low: int
    """Best rank that the data allow, simultaneously for all 45 pairs at 95%."""
    rank_high: int
    claimed: bool
    """True for 3/5 and 8/9, the pairs that the claim names."""


class LookAlikes(Record):
    """The claim that mistakes are mainly between look-alikes: 3/5 and 8/9, named before looking."""

    pairs: tuple[tuple[int, int], ...]
    share: Proportion
    """Of all mistakes."""
    even_share: float
    """What an even spread over the 45 pairs would give these pairs."""
    even_p: float
    """One-sided binomial p against the even spread."""
    margins_share: float
    """What the error-proneness of each digit alone would give (quasi-independence)."""
    margins_p: float
    mainly: bool
    """True when the lower limit of the share exceeds one half."""


class Mistake(Record):
    """One misread test image."""

    index: int
    label: int
    predicted: int
    confidence: float
    """In the wrong answer."""
    label_probability: float
    """Left for the right one."""


class ConfusionFindings(Record):
    """The confusion matrix and what can be said of its pairs."""

    counts: tuple[tuple[int, ...], ...]
    """[true digit][digit read]."""
    row_shares: tuple[tuple[float, ...], ...]
    """The same, divided by the number of images of the true digit."""
    pairs: tuple[Pair, ...]
    """All 45, most mistakes first, then by rate."""
    cells: int
    """How many of the 90 ways to misread a digit occurred."""
    even_spread_p: float | None
    """Monte-Carlo p of the claim that mistakes spread evenly over the pairs; null without mistakes."""
    verified_order: tuple[tuple[int, int], ...]
    """Pairs whose rank is beyond chance, from the first on; often empty."""
    look_alikes: LookAlikes | None
    """Null without mistakes."""
    mistakes: tuple[Mistake, ...]
    """Largest cell first, the surest first within a cell.  All of them; beyond 300, as many of each cell as fit."""
    mistakes_total: int
