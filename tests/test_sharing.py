"""What tests share is made once."""

from __future__ import annotations

import pytest

from analysis.bundle import Bundle
from report.chapters import class_means
from report.output import drawings
from tests.sharing import drawn_once


def test_equal_drawings_are_drawn_once(tiny_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within `drawn_once` what was drawn is recalled: it is the same, and nothing is drawn."""
    chapter = class_means.chapter(tiny_bundle)
    assert chapter
    with drawn_once():
        first = drawings.draw_all([chapter], "paper")
        monkeypatch.setattr(drawings, "draw", None)

        assert first
        assert drawings.draw_all([chapter], "paper") == first
