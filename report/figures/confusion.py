"""Which digits are taken for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.bundle.record import Estimate
from report.figures import artists, ticks
from report.images.theme import RED

if TYPE_CHECKING:
    from analysis.bundle import Findings
    from analysis.bundle.confusion import Pair
    from report.figures.canvas import Sheet

SHOWN = 12


def pairs(sheet: Sheet, findings: Findings) -> None:
    """Draw the rate of the most confused pairs on their intervals, and of the claimed pairs wherever they rank."""
    ranked = findings.confusion.pairs
    rows = [_row(pair) for k, pair in enumerate(ranked) if k < SHOWN or pair.claimed]
    axes = sheet.axes(left=64, top=30, right=106, bottom=46)
    most = max(row.estimate.high for row in rows)
    axes.set_xlim(0, most * 1.02)
    ticks.put(axes.xaxis, ticks.linear(0, most, 5 if sheet.narrow else 6), ticks.plain)
    artists.estimates(sheet, axes, rows, RED)
    sheet.words(sheet.width, 14, "Misread", ha="right")
    sheet.title_x(axes, "Misread images per 1,000 of the pair")


def _row(pair: Pair) -> artists.Row:
    per_1000 = Estimate(value=1000 * pair.rate.value, low=1000 * pair.rate.low, high=1000 * pair.rate.high)
    first, second = pair.digits
    return artists.Row(
        f"{first} and {second}", per_1000, f"{pair.mistakes:,} of {pair.rate.total:,}", pair.claimed
    )
