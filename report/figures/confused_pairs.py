"""Which pairs of classes are taken for each other, and how often."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.bundle.classes import Classes
from analysis.bundle.confusion import ConfusionFindings, Pair
from analysis.bundle.record import Estimate
from report.figures import artists, ticks
from report.figures.annotation import pair_name
from report.figures.canvas import Canvas, width_of
from report.images.theme import LABEL, RED

# Pairs that are drawn: so many, or as many as have a distinct count where the last ones would be tied.
PAIRS_SHOWN, PAIRS_AT_MOST = 12, 16
ERRORS, SIGNIFICANT, NAMED = "Misclassified", "Significant", "Prespecified"


def first_pairs(found: ConfusionFindings) -> int:
    """Count the pairs to draw from the first on: not cut inside a tie, unless the tie is too long for a figure."""
    falling = [pair.errors for pair in found.pairs]
    if len(falling) <= PAIRS_SHOWN:
        return len(falling)
    following = [*falling[1:], -1]
    ends = [k for k in range(1, PAIRS_AT_MOST + 1) if k <= len(falling) and falling[k - 1] > following[k - 1]]
    return ends[-1] if ends else PAIRS_SHOWN


def shown_pairs(found: ConfusionFindings) -> list[Pair]:
    """Return the pairs that are drawn: the first ones, and the prespecified ones wherever they rank."""
    first = first_pairs(found)
    return [pair for rank, pair in enumerate(found.pairs) if rank < first or pair.named]


def pairs_height(count: int, *, paper: bool = False) -> int:
    """Return the height of `pairs` with so many of them, in CSS pixels; there is room for a remark below the last."""
    rows = count + 1
    return artists.rows_height(0) + (artists.row_on_paper(rows, 18) if paper else 24) * rows


def pairs(canvas: Canvas, found: ConfusionFindings, classes: Classes) -> None:
    """Draw the rate of the most confused pairs, and of the prespecified ones, on their intervals.

    Pairs with significantly more errors than expected are full, red and bold; the prespecified ones have a diamond.
    """
    shown = shown_pairs(found)
    remarks = [f"{pair.errors:,} of {pair.rate.total:,}" for pair in shown]
    taken = max(width_of(words, LABEL) for words in (ERRORS, *remarks)) + artists.PLOT + 32
    rows = [
        artists.Row(
            pair_name(classes, pair.classes, canvas.width - taken),
            _per_1000(pair),
            remark,
            artists.Look(pair.significant, pair.named),
        )
        for pair, remark in zip(shown, remarks, strict=True)
    ]
    axes = artists.row_axes(canvas, [(row.name, row.remark) for row in rows], ERRORS)
    most = max(row.estimate.high for row in rows)
    axes.set_xlim(0, most * 1.02)
    ticks.put(axes.xaxis, ticks.linear(0, most, ticks.room_for(canvas.room(axes))), ticks.plain)
    rest = _rest(found, shown)
    artists.estimates(canvas, axes, rows, RED, blank=1 if rest else 0)
    canvas.halo(canvas.words(0, canvas.place(axes, 0, len(rows) + 0.5)[1], rest))
    canvas.words(canvas.width, 16, ERRORS, ha="right")
    canvas.title_x(axes, "Errors per 1,000 test images of the pair")
    artists.key(canvas, _entries(rows), RED)


def _per_1000(pair: Pair) -> Estimate:
    rate = pair.rate
    return Estimate(value=1000 * rate.value, low=1000 * rate.low, high=1000 * rate.high)


def _rest(found: ConfusionFindings, shown: Sequence[Pair]) -> str:
    """Say how many pairs with errors are left out, and how many errors each of them has."""
    drawn = {pair.classes for pair in shown}
    left = [pair.errors for pair in found.pairs if pair.errors and pair.classes not in drawn]
    if not left:
        return ""
    most, least = max(left), min(left)
    each = f"{most:,}" if most == least else f"{least:,} to {most:,}"
    return f"… and {len(left):,} more with {each} {'error' if most == 1 else 'errors'}"


def _entries(rows: Sequence[artists.Row]) -> list[tuple[str, artists.Look]]:
    """Explain the marks that occur."""
    significant = [(SIGNIFICANT, artists.Look(strong=True))] if any(row.look.strong for row in rows) else []
    return significant + (
        [(NAMED, artists.Look(marked=True))] if any(row.look.marked for row in rows) else []
    )
