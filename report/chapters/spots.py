"""Parts of drawings that lead to the test images which they count."""

from __future__ import annotations

from collections.abc import Mapping

from report.chapters.model import Spot
from report.figures.canvas import Box


def spot(box: Box, query: Mapping[str, str], words: str) -> Spot:
    """Make a part of a drawing lead to the images that a query chooses."""
    return Spot(box.left, box.top, box.right - box.left, box.bottom - box.top, query, words)


def between_edges(low: float, high: float, *, right: bool = False) -> str:
    """Write a range of confidence as the page of all images reads it: [low, high), to the right (low, high]; 1 is in either."""
    return f"{'>' * right}{low:g}-{high:g}"
