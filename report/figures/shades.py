"""The shades of red in which a confusion matrix shows its errors."""

from __future__ import annotations

from typing import NamedTuple

from analysis.bundle.confusion import ConfusionFindings


class Shade(NamedTuple):
    """Counts that one shade stands for."""

    low: int
    high: int | None
    """None: and more."""

    def __str__(self) -> str:
        """Say it as a key does: `3 to 4`."""
        if self.high is None:
            return f"{self.low:,} and more"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


def shades_of(found: ConfusionFindings) -> tuple[Shade, ...]:
    """Return four steps of 1, 2, 3 and 5 errors, or of 10, 20, … where the fullest cell has fifty, 500, …

    Where these would colour most cells alike, as of a network that guesses, a shade stands for a quarter of the cells.
    """
    cells = sorted(
        count
        for label, row in enumerate(found.counts)
        for predicted, count in enumerate(row)
        if count and label != predicted
    )
    fullest, step = cells[-1] if cells else 0, 1
    while fullest >= 50 * step:
        step *= 10
    lows = [1, *(edge * step for edge in (2, 3, 5))]
    if 2 * sum(count >= lows[-1] for count in cells) > len(cells):
        lows = [1]
        for quarter in (1, 2, 3):
            lows.append(max(lows[-1] + 1, cells[quarter * len(cells) // 4]))
    highs = (*(low - 1 for low in lows[1:]), None)
    return tuple(Shade(low, high) for low, high in zip(lows, highs, strict=True))


def shade_of(count: int, shades: tuple[Shade, ...]) -> int:
    """Return the place of the last shade that begins at or below a count, from 1."""
    return max(1, sum(shade.low <= count for shade in shades))
