"""The claims that such a report usually makes, put to the numbers of this run."""

from __future__ import annotations

from typing import Literal

from analysis.bundle.record import Record, Verdict

ClaimName = Literal[
    "high-accuracy", "sure-when-right", "calibrated", "look-alikes", "close-means", "clusters"
]


class Claim(Record):
    """One claim, its verdict, and the figures that decided it."""

    name: ClaimName
    verdict: Verdict
    figures: dict[str, float | int | bool]
    """Named figures; the rule that turns them into the verdict is in the study's docstring."""


class VerdictCounts(Record):
    """How many claims got each verdict."""

    claims: int
    supported: int
    partly_supported: int
    not_supported: int
