"""What the chapter on reproducibility says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.formats import duration

if TYPE_CHECKING:
    from analysis.bundle.provenance import Provenance


def longest(found: Provenance) -> str:
    """Caption of the stages: which of them took longest."""
    if not found.stages:
        return "No stage was timed."
    stage = max(found.stages, key=lambda each: each.wall_seconds)
    return f"Most time went into “{stage.name}”: {duration(stage.wall_seconds)}."
