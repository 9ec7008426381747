"""The published schema."""

from __future__ import annotations

from pathlib import Path

from analysis.bundle.schema import schema

PUBLISHED = Path(__file__).parents[3] / "docs" / "bundle.schema.json"


def test_the_published_schema_is_that_of_the_records() -> None:
    """After a change: `python -m analysis.bundle.schema > docs/bundle.schema.json`."""
    assert PUBLISHED.read_text(encoding="utf-8") == schema()
